import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { chooseLocale, createI18n } from "./ui/i18n.ts";
import { LocaleFilesProvider } from "./ui/locale-files.tsx";
import { loadLocale } from "./ui/strings.ts";

/** The server has chosen the language; its strings are loaded before React compares the two renderings. */
async function hydrate(): Promise<void> {
  const locale = chooseLocale([document.documentElement.lang]);
  const { strings, polaris } = await loadLocale(locale);
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nextProvider i18n={createI18n(locale, strings)}>
          <LocaleFilesProvider polaris={polaris}>
            <RemixBrowser />
          </LocaleFilesProvider>
        </I18nextProvider>
      </StrictMode>,
    );
  });
}

hydrate();
