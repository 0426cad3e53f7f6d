import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

/** Every language that the interface has a file of; "fil" is Filipino, which "tl" (Tagalog) asks for too. */
export const LANGUAGES = ["en", "nl", "fr", "fil", "de", "es"] as const;
export type Locale = (typeof LANGUAGES)[number];

/**
 * The languages that people are shown and may choose: those whose file has every text. This line alone decides it; a
 * language that is listed too early, or left out though it is complete, fails the tests.
 */
export const LOCALES: readonly Locale[] = LANGUAGES;

/** Text of one language by flat key; plural forms carry i18next's suffixes (`_one`, `_other`). */
export type Strings = Readonly<Record<string, string>>;

const FALLBACK: Locale = "en";

/** Other names under which people ask for one of the languages. */
const ALSO_KNOWN_AS: Readonly<Record<string, Locale>> = { tl: "fil" };

/**
 * The first language asked for that there is, else English. `requested` goes from the strongest wish to the weakest and
 * may hold whole Accept-Language headers. A region falls back to its language: "en-GB" gives "en".
 */
export function chooseLocale(
  requested: readonly (string | null | undefined)[],
  offered: readonly Locale[] = LOCALES,
): Locale {
  const tags = requested.flatMap((wish) => languageTags(wish ?? ""));
  for (const tag of tags) {
    const language = tag.split("-")[0] ?? "";
    const locale = offered.find((known) => known === (ALSO_KNOWN_AS[language] ?? language));
    if (locale) return locale;
  }
  return FALLBACK;
}

/**
 * Language of a request: the user's own setting, then Shopify's `locale` parameter, then what the browser (or App Bridge)
 * accepts.
 * @param setting what the user has chosen for themselves; null where they follow the admin or nobody knows who asks
 */
export function localeOfRequest(
  request: Request,
  setting: string | null = null,
  offered: readonly Locale[] = LOCALES,
): Locale {
  const admin = new URL(request.url).searchParams.get("locale");
  return chooseLocale([setting, admin, request.headers.get("Accept-Language")], offered);
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
