import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useRouteError } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { queryRebuilds } from "../metrics/settings-progress-queries.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { readUserLocale } from "../platform/user-setting-store.server.ts";
import { localeOfRequest } from "../ui/i18n.ts";
import { useLanguage } from "../ui/locale-files.tsx";
import { PendingPage } from "../ui/pending-page.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { RebuildNotice } from "../ui/settings-rebuild-notice.tsx";
import { ShopUnitsProvider } from "../ui/shop-formats.tsx";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";

/**
 * What every page needs to write times, amounts and words. The user is known here, and with them the language they have
 * chosen: the document is rendered in `locale`, and a page that is open already changes to it.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId, timeZone, currency } = await requireShop(request);
  const locale = localeOfRequest(request, await readUserLocale(shopId, userId));
  return json({ timeZone, currency, locale, rebuilds: await queryRebuilds(shopId) });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function App() {
  const { locale, rebuilds, ...units } = useLoaderData<typeof loader>();
  useLanguage(locale);
  useLiveStatus(rebuilds.facts !== null || rebuilds.figures !== null);
  return (
    <ShopUnitsProvider {...units}>
      <AppNavigation />
      <RebuildNotice rebuilds={rebuilds} />
      <PendingPage>
        <Outlet />
      </PendingPage>
    </ShopUnitsProvider>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

function AppNavigation() {
  const t = useText();
  return (
    <NavMenu>
      <Link to="/app" rel="home">
        {t("nav.overview")}
      </Link>
      <Link to="/app/conversions">{t("nav.conversions")}</Link>
      <Link to="/app/agents">{t("nav.agents")}</Link>
      <Link to="/app/channels">{t("nav.channels")}</Link>
      <Link to="/app/satisfaction">{t("nav.satisfaction")}</Link>
      <Link to="/app/automation">{t("nav.automation")}</Link>
      <Link to="/app/tickets">{t("nav.tickets")}</Link>
      <Link to="/app/costs">{t("nav.costs")}</Link>
      <Link to="/app/goals">{t("nav.goals")}</Link>
      <Link to="/app/alerts">{t("nav.alerts")}</Link>
      <Link to="/app/helpdesks">{t("nav.helpdesks")}</Link>
      <Link to="/app/glossary">{t("glossary.title")}</Link>
      <Link to="/app/settings">{t("nav.settings")}</Link>
    </NavMenu>
  );
}
