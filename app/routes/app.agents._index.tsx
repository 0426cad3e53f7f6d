import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { findLeads } from "../metrics/advice.ts";
import { AGENT_KPIS, parseAgentOrder, rankAgents, splitTeam } from "../metrics/agent-ranking.ts";
import { writeAgentRef } from "../metrics/figure-filter.ts";
import { queryFigures, queryParts } from "../metrics/kpi-queries.server.ts";
import { AgentAdvice } from "../ui/agent-advice.tsx";
import { AgentBoard } from "../ui/agent-board.tsx";
import { AppPage } from "../ui/app-page.tsx";
import { ExportBar, ExportMenu } from "../ui/export-menu.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { ReportHeader } from "../ui/report-header.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { isMoving } from "../ui/sync-view.ts";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { openReport, readSyncView } from "./open-report.server.ts";

export const handle = { titleKey: "nav.agents" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { scope, period, view, shop, options, search } = await openReport(request);
  const [parts, total, status] = await Promise.all([
    queryParts(scope, period, { by: "agent", kpis: AGENT_KPIS }),
    queryFigures(scope, period, AGENT_KPIS),
    readSyncView(shop.shopId),
  ]);
  const team = splitTeam(parts, new Set(shop.excludedAgents));
  const agents = team.notCompared.flatMap(({ agent }) => agent ?? []);
  const notCompared =
    agents.length === 0
      ? null
      : await queryFigures({ ...scope, filter: { ...scope.filter, agents } }, period, AGENT_KPIS);
  return json({
    ...{ view, options, total, notCompared, status },
    team: { ...team, ranked: rankAgents(team.ranked, parseAgentOrder(search.get("sort"))) },
    leads: findLeads(team.ranked),
    inactive: options.agents.filter(({ active }) => !active).map(writeAgentRef),
  });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function AgentsPage() {
  const t = useText();
  const { view, options, team, notCompared, total, leads, inactive, status } = useLoaderData<typeof loader>();
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.agents")} wide>
      <BlockStack gap="400">
        <ReportHeader view={view} options={options} notice={<HistoryNotice status={status} />} clock />
        <ExportBar>
          <ExportMenu what="agents" />
        </ExportBar>
        <AgentAdvice leads={leads} />
        <AgentBoard team={team} notCompared={notCompared} total={total} inactive={inactive} average={view.average} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
