import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError, useSearchParams } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import type { KpiId } from "../metrics/kpi-book.ts";
import { queryFigures, queryParts } from "../metrics/kpi-queries.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { BenchmarkSwitch, showsBenchmarks } from "../ui/channel-benchmarks.tsx";
import { CHANNEL_KPIS, CHANNEL_SECTIONS } from "../ui/channel-kpis.ts";
import { ChannelSection } from "../ui/channel-section.tsx";
import { ChannelShare } from "../ui/channel-share.tsx";
import { ExportBar, ExportMenu } from "../ui/export-menu.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { ReportHeader } from "../ui/report-header.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { isMoving } from "../ui/sync-view.ts";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { openReport, readSyncView } from "./open-report.server.ts";

const PAGE_KPIS: readonly KpiId[] = ["channel_share", ...CHANNEL_KPIS];

export const handle = { titleKey: "nav.channels" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { scope, period, view, options } = await openReport(request);
  const [parts, total, status] = await Promise.all([
    queryParts(scope, period, { by: "channel", kpis: PAGE_KPIS }),
    queryFigures(scope, period, PAGE_KPIS),
    readSyncView(scope.shopId),
  ]);
  return json({ view, options, parts, total, status });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ChannelsPage() {
  const t = useText();
  const { view, options, parts, total, status } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const benchmarks = showsBenchmarks(search);
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.channels")} wide>
      <BlockStack gap="400">
        <ReportHeader view={view} options={options} notice={<HistoryNotice status={status} />} clock />
        <ExportBar>
          <ExportMenu what="kpis" parameters={{ by: "channel" }} />
        </ExportBar>
        <ChannelShare parts={parts} />
        {parts.length > 0 && <BenchmarkSwitch />}
        {parts.length > 0 &&
          CHANNEL_SECTIONS.map(({ section, kpis }) => (
            <ChannelSection
              key={section}
              section={section}
              kpis={kpis}
              parts={parts}
              total={total}
              average={view.average}
              benchmarks={benchmarks}
            />
          ))}
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
