import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { listCreditedOrders, queryBookedOnOrderDay } from "../metrics/conversion-queries.server.ts";
import { CONVERSION_KPIS, CONVERSION_PART_KPIS } from "../metrics/conversions.ts";
import { queryFilterOptions } from "../metrics/filter-option-queries.server.ts";
import { queryParts, queryReport } from "../metrics/kpi-queries.server.ts";
import type { Dimension } from "../metrics/kpi-report.ts";
import { requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ConversionBreakdown } from "../ui/conversion-breakdown.tsx";
import { ConversionTiles } from "../ui/conversion-tiles.tsx";
import { BookedOnOrderDay, CreditRule } from "../ui/credit-rule.tsx";
import { CreditedOrders } from "../ui/credited-orders.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { cursorsOf } from "../ui/list-pages.ts";
import { ReportHeader } from "../ui/report-header.tsx";
import { type Report, readReport, withKnownFilter } from "../ui/report-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { isMoving, viewSyncStatus } from "../ui/sync-view.ts";
import { viewTiles } from "../ui/tile-view.ts";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { vendorNames } from "../ui/vendors.ts";

const PAGE_SIZE = 50;

export const handle = { titleKey: "nav.conversions" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, now } = await requireShop(request);
  const search = new URL(request.url).searchParams;
  const [shop, options, status] = await Promise.all([
    requireMetricsShop(shopId),
    queryFilterOptions(shopId, search.getAll("tag")),
    readSyncStatus(shopId),
  ]);
  const report = withKnownFilter(readReport(request, { ...shop, now }), options);
  return json({
    ...(await readConversions(report, cursorsOf(search).at(-1) ?? null)),
    ...{ options, view: report.view, rule: shop.rule },
    status: viewSyncStatus(status, vendorNames(HELPDESKS)),
  });
}

async function readConversions({ scope, period, comparison, grain }: Report, after: string | null) {
  const partsBy = (by: Dimension) => queryParts(scope, period, { by, kpis: CONVERSION_PART_KPIS });
  const [report, agents, channels, helpdesks, booked, credited] = await Promise.all([
    queryReport(scope, { period, comparison, grain, kpis: CONVERSION_KPIS }),
    partsBy("agent"),
    partsBy("channel"),
    partsBy("helpdesk"),
    queryBookedOnOrderDay(scope, period),
    listCreditedOrders(scope, period, { after, limit: PAGE_SIZE }),
  ]);
  return {
    tiles: viewTiles(report, CONVERSION_KPIS),
    total: report.figures,
    agents,
    channels,
    helpdesks,
    booked,
    credited,
  };
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ConversionsPage() {
  const t = useText();
  const { view, options, tiles, total, rule, agents, channels, helpdesks, booked, credited, status } =
    useLoaderData<typeof loader>();
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.conversions")}>
      <BlockStack gap="400">
        <ReportHeader view={view} options={options} notice={<HistoryNotice status={status} />} grain />
        <ConversionTiles tiles={tiles} />
        <CreditRule rule={rule} />
        <ConversionBreakdown by="agent" parts={agents} total={total} />
        <ConversionBreakdown by="channel" parts={channels} total={total} />
        <ConversionBreakdown by="helpdesk" parts={helpdesks} total={total} />
        <BookedOnOrderDay booked={booked} lastOrderSyncAt={status.orders.lastSyncedAt} />
        <CreditedOrders {...credited} pageSize={PAGE_SIZE} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
