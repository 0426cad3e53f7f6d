import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { chooseLocale } from "./ui/i18n.ts";
import { LanguageProvider } from "./ui/locale-files.tsx";
import { loadLocale } from "./ui/strings.ts";

/** The server has chosen the language; its strings are loaded before React compares the two renderings. */
async function hydrate(): Promise<void> {
  const locale = chooseLocale([document.documentElement.lang]);
  const files = await loadLocale(locale);
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <LanguageProvider locale={locale} files={files}>
          <RemixBrowser />
        </LanguageProvider>
      </StrictMode>,
    );
  });
}

hydrate();
