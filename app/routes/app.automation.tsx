import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError, useSearchParams } from "@remix-run/react";
import { BlockStack, InlineGrid } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { queryAutomation } from "../metrics/automation-queries.server.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import { queryReport } from "../metrics/kpi-queries.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { AutomationGroups } from "../ui/automation-groups.tsx";
import { AutomationTrend } from "../ui/automation-trend.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { KpiTile } from "../ui/kpi-tile.tsx";
import { ReportHeader } from "../ui/report-header.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { isMoving } from "../ui/sync-view.ts";
import { ticketsAddress } from "../ui/tickets-address.ts";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { openReport, readSyncView } from "./open-report.server.ts";

const PAGE_KPIS = [
  "automated_rate",
  "closed_without_reply",
  "first_response_any_seconds",
  "first_response_seconds",
] as const satisfies readonly KpiId[];

export const handle = { titleKey: "nav.automation" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { scope, period, comparison, grain, view, options } = await openReport(request);
  const [report, groups, status] = await Promise.all([
    queryReport(scope, { period, comparison, grain, kpis: PAGE_KPIS }),
    queryAutomation(scope, period),
    readSyncView(scope.shopId),
  ]);
  return json({ view, options, report, groups, status });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function AutomationPage() {
  const t = useText();
  const { view, options, report, groups, status } = useLoaderData<typeof loader>();
  const { figures, compared, trends, grain } = report;
  const [search] = useSearchParams();
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.automation")}>
      <BlockStack gap="400">
        <ReportHeader view={view} options={options} notice={<HistoryNotice status={status} />} grain clock />
        <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
          {PAGE_KPIS.map((id) => (
            <KpiTile
              key={id}
              id={id}
              figure={figures[id]}
              compared={compared[id]}
              trend={trends[id]}
              href={ticketsAddress(id, search)}
              average={view.average}
            />
          ))}
        </InlineGrid>
        <AutomationGroups parts={groups} average={view.average} />
        <AutomationTrend points={trends.automated_rate} grain={grain} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
