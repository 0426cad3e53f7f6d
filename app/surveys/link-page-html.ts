/** HTML that needs no escaping any more, neither for a browser nor for Liquid. */
export type Html = { readonly html: string };

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "{": "&#123;",
  "}": "&#125;",
};

/**
 * Puts values into a template of HTML. The page is rendered as Liquid in the shop's theme before a browser sees it, so braces
 * are escaped along with what HTML wants escaped: no value can begin a tag of either. Values that are HTML already, and lists
 * of such, go in as they are; null and false leave nothing.
 */
export function html(
  parts: TemplateStringsArray,
  ...values: (string | number | Html | readonly Html[] | null | false)[]
): Html {
  const texts = parts.map((part, index) => `${part}${index < values.length ? written(values[index] ?? null) : ""}`);
  return { html: texts.join("") };
}

function written(value: string | number | Html | readonly Html[] | null | false): string {
  if (value === null || value === false) return "";
  if (typeof value === "string" || typeof value === "number")
    return String(value).replaceAll(/[&<>"'{}]/g, (character) => ENTITIES[character] ?? "");
  return "html" in value ? value.html : value.map((item) => item.html).join("");
}
