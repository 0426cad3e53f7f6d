/** A language that the storefront is published in. The first is the shop's own. */
export interface ShopLocale {
  iso_code: string;
  name: string;
  endonym_name: string;
  isRightToLeft: boolean;
}

const PUBLISHED = ["en", "nl", "fr", "fil", "de", "es", "it", "pt-BR", "ja", "ar"];
const RIGHT_TO_LEFT = new Set(["ar"]);

export const SHOP_LOCALES: readonly ShopLocale[] = PUBLISHED.map((code) => ({
  iso_code: code,
  name: nameIn("en", code),
  endonym_name: nameIn(code, code),
  isRightToLeft: RIGHT_TO_LEFT.has(code),
}));

/** The published language of that code, however its letters are cased; null when the shop is not published in it. */
export function findLocale(code: string): ShopLocale | null {
  return SHOP_LOCALES.find(({ iso_code }) => iso_code.toLowerCase() === code.toLowerCase()) ?? null;
}

/** `/nl/cart` is the cart in Dutch; a path without a language is in the shop's own. */
export function splitLocale(path: string): { locale: ShopLocale | null; path: string } {
  const [, first = "", ...rest] = path.split("/");
  const locale = findLocale(first);
  return locale === null ? { locale, path } : { locale, path: `/${rest.join("/")}` };
}

/** Where a language's pages begin: nothing for the shop's own. */
export function rootOf({ iso_code }: ShopLocale): string {
  return iso_code === "en" ? "" : `/${iso_code.toLowerCase()}`;
}

function nameIn(language: string, code: string): string {
  return new Intl.DisplayNames(language, { type: "language" }).of(code) ?? code;
}
