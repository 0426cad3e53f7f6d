import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack, Box, InlineStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { listOpenAlerts } from "../alerts/alert-store.server.ts";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { goalsIn } from "../metrics/goal.ts";
import { readGoals } from "../metrics/goal-store.server.ts";
import {
  queryBusiestHours,
  queryCsatDistribution,
  queryDistribution,
  queryReport,
} from "../metrics/kpi-queries.server.ts";
import { AlertBanner, MOST_BANNERS } from "../ui/alert-banner.tsx";
import { AppPage } from "../ui/app-page.tsx";
import { ExportMenu } from "../ui/export-menu.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { OverviewCharts } from "../ui/overview-charts.tsx";
import { SectionTiles, TileGrid } from "../ui/overview-tiles.tsx";
import { HEADLINES, OVERVIEW_KPIS, viewOverview } from "../ui/overview-view.ts";
import { ReportHeader } from "../ui/report-header.tsx";
import { AverageSwitch } from "../ui/report-switches.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { SetupGuide } from "../ui/setup-guide.tsx";
import { isSetUp } from "../ui/setup-steps.ts";
import { isMoving } from "../ui/sync-view.ts";
import { TrendCard, trendKpiOf } from "../ui/trend-card.tsx";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { vendorsOf } from "../ui/vendors.ts";
import { openReport, readSyncView } from "./open-report.server.ts";

export const handle = { titleKey: "nav.overview" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { scope, period, comparison, grain, view, options, search } = await openReport(request);
  const { shopId } = scope;
  const [report, responses, scores, hours, goals, news, status] = await Promise.all([
    queryReport(scope, { period, comparison, grain, kpis: OVERVIEW_KPIS }),
    queryDistribution(scope, period, "first_response"),
    queryCsatDistribution(scope, period),
    queryBusiestHours(scope, period),
    readGoals(shopId, period.toOn),
    listOpenAlerts(shopId, MOST_BANNERS),
    readSyncView(shopId),
  ]);
  const chosen = trendKpiOf(search, OVERVIEW_KPIS);
  return json({
    ...viewOverview(report, chosen, view.average),
    ...{ chosen, view, options, responses, scores, hours, news, status },
    goals: goalsIn(goals, period),
    vendors: vendorsOf(HELPDESKS),
  });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function OverviewPage() {
  const t = useText();
  const { tiles, trends, chosen, view, options, responses, scores, hours, goals, news, status, vendors } =
    useLoaderData<typeof loader>();
  const { grain, average } = view;
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.overview")}>
      <BlockStack gap="400">
        {!isSetUp(status) && <SetupGuide status={status} vendors={vendors} />}
        <AlertBanner {...news} />
        <ReportHeader view={view} options={options} notice={<HistoryNotice status={status} />} grain clock />
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack align="end" gap="300">
            <AverageSwitch view={view} />
            <ExportMenu what="kpis" parameters={{ grain }} />
          </InlineStack>
        </Box>
        <TileGrid ids={HEADLINES} {...{ tiles, goals, average }} />
        <TrendCard id={chosen} points={trends.chosen} choices={OVERVIEW_KPIS} {...{ grain, average }} />
        <OverviewCharts {...{ trends, grain, responses, scores, hours }} />
        <SectionTiles {...{ tiles, goals, average }} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
