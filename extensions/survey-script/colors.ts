/**
 * The theme's own colours around an element as CSS custom properties: `--b` behind the text, `--c` of the text. Where no
 * opaque background is found, as before a picture, the browser's own pair: a theme's text might be lost on it.
 */
export function colorsAround(parent: Element): string {
  for (let each: Element | null = parent; each; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (!backgroundColor.startsWith("rgba")) return `--b:${backgroundColor};--c:${getComputedStyle(parent).color}`;
  }
  return "--b:Canvas;--c:CanvasText";
}
