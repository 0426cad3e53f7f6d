import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError, useSearchParams } from "@remix-run/react";
import { BlockStack, InlineGrid } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { OVERVIEW_KPIS } from "../metrics/overview.ts";
import { queryOverview } from "../metrics/overview-queries.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { KpiTile } from "../ui/kpi-tile.tsx";
import { PeriodHeader } from "../ui/period-header.tsx";
import { readPeriod } from "../ui/period-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { SetupGuide } from "../ui/setup-guide.tsx";
import { isSetUp } from "../ui/setup-steps.ts";
import { isMoving, viewSyncStatus } from "../ui/sync-view.ts";
import { parseTrendChoice, TrendCard } from "../ui/trend-card.tsx";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { vendorNames, vendorsOf } from "../ui/vendors.ts";

export const handle = { titleKey: "nav.overview" };

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const { period, view } = readPeriod(request, shop);
  const [overview, status] = await Promise.all([queryOverview(shop.shopId, period), readSyncStatus(shop.shopId)]);
  return json({
    period: view,
    tiles: overview.tiles,
    status: viewSyncStatus(status, vendorNames(HELPDESKS)),
    vendors: vendorsOf(HELPDESKS),
  });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function OverviewPage() {
  const t = useText();
  const { period, tiles, status, vendors } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const trend = parseTrendChoice(search);
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.overview")}>
      <BlockStack gap="400">
        {!isSetUp(status) && <SetupGuide status={status} vendors={vendors} />}
        <PeriodHeader period={period} notice={<HistoryNotice status={status} />} />
        <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
          {OVERVIEW_KPIS.map((kpi) => (
            <KpiTile key={kpi} kpi={kpi} tile={tiles[kpi]} />
          ))}
        </InlineGrid>
        <TrendCard kpi={trend.kpi} view={trend.view} points={tiles[trend.kpi].trend} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
