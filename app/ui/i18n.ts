import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

/** The languages that the interface has been translated into. */
export const LOCALES = ["en"] as const;
export type Locale = (typeof LOCALES)[number];

/** Text of one language by flat key; plural forms carry i18next's suffixes (`_one`, `_other`). */
export type Strings = Readonly<Record<string, string>>;

const FALLBACK: Locale = "en";

/**
 * The first language asked for that there is, else English. `requested` goes from the strongest wish to the weakest and
 * may hold whole Accept-Language headers. A region falls back to its language: "en-GB" gives "en".
 */
export function chooseLocale(requested: readonly (string | null | undefined)[]): Locale {
  const tags = requested.flatMap((wish) => languageTags(wish ?? ""));
  for (const tag of tags) {
    const locale = LOCALES.find((known) => tag === known.toLowerCase() || tag.split("-")[0] === known.toLowerCase());
    if (locale) return locale;
  }
  return FALLBACK;
}

/** Language of a request: Shopify's `locale` parameter, then what the browser (or App Bridge) accepts. */
export function localeOfRequest(request: Request): Locale {
  return chooseLocale([new URL(request.url).searchParams.get("locale"), request.headers.get("Accept-Language")]);
}

/** A translator with its strings loaded, so that server and client render alike from the first pass on. */
export function createI18n(locale: Locale, strings: Strings): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    resources: { [locale]: { translation: strings } },
    // React escapes what it renders; CSV and titles are not HTML.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
  });
  return instance;
}

function languageTags(header: string): string[] {
  return header
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
