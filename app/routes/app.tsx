import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useRouteError } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { requireShop } from "../platform/shop-context.server.ts";
import { PendingPage } from "../ui/pending-page.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { ShopUnitsProvider } from "../ui/shop-formats.tsx";
import { useText } from "../ui/use-text.ts";

/** What every page needs to write times and amounts. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { timeZone, currency } = await requireShop(request);
  return json({ timeZone, currency });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function App() {
  const units = useLoaderData<typeof loader>();
  return (
    <ShopUnitsProvider {...units}>
      <AppNavigation />
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
      <Link to="/app/helpdesks">{t("nav.helpdesks")}</Link>
    </NavMenu>
  );
}
