/**
 * Puts a text onto the clipboard, by the older way where the newer one is not allowed (a frame without the permission).
 * @returns whether it is there
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** Puts formatted text onto the clipboard, with its plain form for editors without formatting. @returns whether it is there */
export async function copyFormatted(html: string, plain: string): Promise<boolean> {
  try {
    const blobOf = (text: string, type: string) => new Blob([text], { type });
    await navigator.clipboard.write([
      new ClipboardItem({ "text/html": blobOf(html, "text/html"), "text/plain": blobOf(plain, "text/plain") }),
    ]);
    return true;
  } catch {
    return false;
  }
}

function copySelected(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return copied;
}
