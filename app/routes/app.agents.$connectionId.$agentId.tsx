import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError, useSearchParams } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { AGENT_KPIS, splitTeam, teamMedian } from "../metrics/agent-ranking.ts";
import { type FigureFilter, parseAgentRef, writeAgentRef } from "../metrics/figure-filter.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import { queryParts, queryReport } from "../metrics/kpi-queries.server.ts";
import { teamAddress } from "../ui/agent-address.ts";
import { AgentAgainstTeam } from "../ui/agent-against-team.tsx";
import { AgentChannels } from "../ui/agent-channels.tsx";
import { AgentTiles } from "../ui/agent-tiles.tsx";
import { AgentUnknown } from "../ui/agent-unknown.tsx";
import { AppPage } from "../ui/app-page.tsx";
import { ReportHeader } from "../ui/report-header.tsx";
import type { ReportView } from "../ui/report-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { useText } from "../ui/use-text.ts";
import { openReport } from "./open-report.server.ts";

/** The leaderboard's figures, and others that are an agent's own. */
const PAGE_KPIS = [
  ...AGENT_KPIS,
  "reopen_rate",
  "first_contact_resolution_rate",
  "messages_per_ticket",
  "csat_mean",
  "attributed_orders",
  "attributed_aov",
] as const satisfies readonly KpiId[];
type PageKpi = (typeof PAGE_KPIS)[number];

export const handle = { titleKey: "agents.agent" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  const agent = parseAgentRef(`${params.connectionId}/${params.agentId}`);
  const { scope, period, comparison, grain, view, shop, options } = await openReport(request);
  if (!agent) return json({ found: null }, 404);
  const ofAgent = { ...scope, filter: { ...scope.filter, agents: [agent] } };
  const ofTeam = { ...scope, filter: { ...scope.filter, agents: [] } };
  const [report, channels, parts] = await Promise.all([
    queryReport(ofAgent, { period, comparison, grain, kpis: PAGE_KPIS }),
    queryParts(ofAgent, period, { by: "channel", kpis: AGENT_KPIS }),
    queryParts(ofTeam, period, { by: "agent", kpis: PAGE_KPIS }),
  ]);
  const key = writeAgentRef(agent);
  const listed = options.agents.find((known) => writeAgentRef(known) === key);
  const name = listed?.name ?? parts.find((part) => part.key === key)?.label ?? null;
  if (name === null) return json({ found: null }, 404);
  const compared = new Set(splitTeam(parts, new Set(shop.excludedAgents)).ranked.map((part) => part.key));
  const team = parts.filter((part) => compared.has(part.key));
  // Proof: an entry is made for every id of the list that the type is made of.
  const medians = Object.fromEntries(PAGE_KPIS.map((id) => [id, teamMedian(team, id)])) as Record<
    PageKpi,
    number | null
  >;
  // The page is one agent's: whom the report was about before is no choice here.
  const filter: FigureFilter = { ...view.filter, agents: [] };
  const ownView: ReportView = { ...view, filter };
  const ownOptions: FilterOptions = { ...options, agents: [] };
  return json({ found: { agent, name, report, channels, medians }, view: ownView, options: ownOptions });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function AgentPage() {
  const t = useText();
  const data = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const back = { label: t("nav.agents"), url: teamAddress(search) };
  if (!data.found) {
    return (
      <AppPage title={t("agents.agent")} back={back}>
        <AgentUnknown />
      </AppPage>
    );
  }
  const { view, options, found } = data;
  const { agent, name, report, channels, medians } = found;
  const { average } = view;
  return (
    <AppPage title={name} back={back}>
      <BlockStack gap="400">
        <ReportHeader view={view} options={options} grain clock />
        <AgentTiles agent={agent} kpis={AGENT_KPIS} report={report} average={average} />
        <AgentAgainstTeam
          agent={agent}
          name={name}
          kpis={PAGE_KPIS}
          figures={report.figures}
          compared={report.compared}
          team={medians}
          average={average}
        />
        <AgentChannels agent={agent} kpis={AGENT_KPIS} parts={channels} total={report.figures} average={average} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
