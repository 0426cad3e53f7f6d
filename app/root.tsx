import { json } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shopifyApiKey } from "./platform/shopify.server.ts";
import { usePolarisStrings } from "./ui/locale-files.tsx";
import { RouteError } from "./ui/route-error.tsx";
import { useText } from "./ui/use-text.ts";

const APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";
const FONT = "https://cdn.shopify.com/static/fonts/inter/v4/styles.css";

export function loader() {
  return json({ apiKey: shopifyApiKey });
}

/** The key never changes while a page is open. */
export function shouldRevalidate(): boolean {
  return false;
}

/** Wraps pages and errors alike: App Bridge comes first in every document, before any other script. */
export function Layout({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const root = useRouteLoaderData<typeof loader>("root");
  return (
    <html lang={i18n.language} dir={i18n.dir()}>
      <head>
        <meta charSet="utf-8" />
        {root && <script src={APP_BRIDGE} data-api-key={root.apiKey} />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <DocumentTitle />
        <link rel="preconnect" href="https://cdn.shopify.com/" />
        <link rel="stylesheet" href={FONT} />
        <link rel="stylesheet" href={polarisStyles} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return (
    <Polaris>
      <Outlet />
    </Polaris>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  return (
    <Polaris>
      <RouteError error={error} />
    </Polaris>
  );
}

/** Polaris in the page's language. The layout has put App Bridge where it belongs, so nothing is injected here. */
function Polaris({ children }: { children: ReactNode }) {
  return (
    <AppProvider isEmbeddedApp={false} apiKey="" i18n={usePolarisStrings()}>
      <main>{children}</main>
    </AppProvider>
  );
}

/** A page names its title in its `handle`; the innermost one wins. */
function DocumentTitle() {
  const t = useText();
  const titles = useMatches().map(({ handle }) => titleKeyOf(handle));
  const key = titles.findLast((title) => title !== null);
  return <title>{key ? t("app.title", { page: t(key) }) : t("app.name")}</title>;
}

function titleKeyOf(handle: unknown): string | null {
  const given = typeof handle === "object" && handle !== null && "titleKey" in handle ? handle.titleKey : null;
  return typeof given === "string" ? given : null;
}
