import type { i18n } from "i18next";
import { createContext, type ReactNode, startTransition, useContext, useEffect, useState } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { createI18n, type Locale } from "./i18n.ts";
import { type LocaleFiles, loadLocale, type PolarisStrings } from "./strings.ts";

/** A language at work: our translator and Polaris' strings, which change together. */
interface Language {
  i18n: i18n;
  polaris: PolarisStrings;
}

const PolarisContext = createContext<PolarisStrings>({});
const SpeakContext = createContext<((language: Language) => void) | null>(null);

/**
 * Gives everything below it the language that the entry has chosen and whose files it has loaded, so that the first
 * rendering of server and browser is the same and in the right words.
 */
export function LanguageProvider({
  locale,
  files,
  children,
}: {
  locale: Locale;
  files: LocaleFiles;
  children: ReactNode;
}) {
  const [language, speak] = useState(() => languageOf(locale, files));
  return (
    <I18nextProvider i18n={language.i18n}>
      <SpeakContext.Provider value={speak}>
        <PolarisContext.Provider value={language.polaris}>{children}</PolarisContext.Provider>
      </SpeakContext.Provider>
    </I18nextProvider>
  );
}

/** Polaris' own strings in the page's language. */
export function usePolarisStrings(): PolarisStrings {
  return useContext(PolarisContext);
}

/**
 * Changes an open page to `locale`, as after its user has saved another language. The page stays as it is until the
 * language's files are there, then changes at once; should they not come, the next document is in the new language.
 */
export function useLanguage(locale: Locale): void {
  const { i18n } = useTranslation();
  const speak = useContext(SpeakContext);
  const spoken = i18n.language;
  useEffect(() => {
    if (locale === spoken) return;
    let isWanted = true;
    loadLocale(locale).then((files) => {
      if (isWanted) startTransition(() => speak?.(languageOf(locale, files)));
    });
    return () => {
      isWanted = false;
    };
  }, [locale, spoken, speak]);
}

function languageOf(locale: Locale, { strings, polaris }: LocaleFiles): Language {
  return { i18n: createI18n(locale, strings), polaris };
}
