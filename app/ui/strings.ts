import type { i18n, TFunction } from "i18next";
import { createI18n, type Locale, type Strings } from "./i18n.ts";

/** What a language needs: our own strings and those of Polaris' components. */
export interface LocaleFiles {
  strings: Strings;
  polaris: PolarisStrings;
}

/** Polaris' own nested locale file. */
export interface PolarisStrings {
  [key: string]: string | PolarisStrings;
}

/** One import a language, so that a browser loads the one it shows. */
const FILES: Record<Locale, () => Promise<LocaleFiles>> = {
  en: async () => ({
    strings: (await import("./locales/en.json", { with: { type: "json" } })).default,
    polaris: (await import("@shopify/polaris/locales/en.json", { with: { type: "json" } })).default,
  }),
};

/** The files of a language; the browser fetches them, the server has them at hand. */
export function loadLocale(locale: Locale): Promise<LocaleFiles> {
  return FILES[locale]();
}

/** A translator for text that a loader writes, such as the headings of a CSV file. */
export async function createTranslator(locale: Locale): Promise<TFunction> {
  const { strings } = await loadLocale(locale);
  const instance: i18n = createI18n(locale, strings);
  return instance.t;
}
