import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { listCreditedOrders, queryBookedOnOrderDay } from "../metrics/conversion-queries.server.ts";
import { CONVERSION_KPIS, CONVERSION_PART_KPIS } from "../metrics/conversions.ts";
import { queryParts, queryReport } from "../metrics/kpi-queries.server.ts";
import type { Dimension } from "../metrics/kpi-report.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ConversionBreakdown } from "../ui/conversion-breakdown.tsx";
import { ConversionTiles } from "../ui/conversion-tiles.tsx";
import { BookedOnOrderDay, CreditRule } from "../ui/credit-rule.tsx";
import { CreditedOrders } from "../ui/credited-orders.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { cursorsOf } from "../ui/list-pages.ts";
import { ReportHeader } from "../ui/report-header.tsx";
import type { Report } from "../ui/report-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { isMoving } from "../ui/sync-view.ts";
import { viewTiles } from "../ui/tile-view.ts";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { openReport, readSyncView } from "./open-report.server.ts";

const PAGE_SIZE = 50;

export const handle = { titleKey: "nav.conversions" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, options, search, ...report } = await openReport(request);
  const [conversions, status] = await Promise.all([
    readConversions(report, cursorsOf(search).at(-1) ?? null),
    readSyncView(shop.shopId),
  ]);
  return json({ ...conversions, options, view: report.view, rule: shop.rule, status });
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
