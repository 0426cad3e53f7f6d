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

/** One import a language, so that a browser loads the one it shows. Polaris speaks no Filipino: those strings are ours. */
const FILES: Record<Locale, () => Promise<LocaleFiles>> = {
  en: async () => ({
    strings: (await import("./locales/en.json", { with: { type: "json" } })).default,
    polaris: (await import("@shopify/polaris/locales/en.json", { with: { type: "json" } })).default,
  }),
  nl: async () => ({
    strings: (await import("./locales/nl.json", { with: { type: "json" } })).default,
    polaris: (await import("@shopify/polaris/locales/nl.json", { with: { type: "json" } })).default,
  }),
  fr: async () => ({
    strings: (await import("./locales/fr.json", { with: { type: "json" } })).default,
    polaris: (await import("@shopify/polaris/locales/fr.json", { with: { type: "json" } })).default,
  }),
  fil: async () => ({
    strings: (await import("./locales/fil.json", { with: { type: "json" } })).default,
    polaris: (await import("./locales/polaris/fil.json", { with: { type: "json" } })).default,
  }),
  de: async () => ({
    strings: (await import("./locales/de.json", { with: { type: "json" } })).default,
    polaris: (await import("@shopify/polaris/locales/de.json", { with: { type: "json" } })).default,
  }),
  es: async () => ({
    strings: (await import("./locales/es.json", { with: { type: "json" } })).default,
    polaris: (await import("@shopify/polaris/locales/es.json", { with: { type: "json" } })).default,
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
