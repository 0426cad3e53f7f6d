import { AGENT_KPIS, splitTeam } from "../../../app/metrics/agent-ranking.ts";
import { queryAutomation } from "../../../app/metrics/automation-queries.server.ts";
import { listCreditedOrders, queryConversions } from "../../../app/metrics/conversion-queries.server.ts";
import { queryCostReport } from "../../../app/metrics/cost-report.server.ts";
import { queryFilterOptions } from "../../../app/metrics/filter-option-queries.server.ts";
import { queryGoalReport } from "../../../app/metrics/goal-report.server.ts";
import { readGoals } from "../../../app/metrics/goal-store.server.ts";
import type { KpiId } from "../../../app/metrics/kpi-book.ts";
import {
  queryBusiestHours,
  queryDistribution,
  queryFigures,
  queryParts,
  queryReport,
} from "../../../app/metrics/kpi-queries.server.ts";
import { requireMetricsShop } from "../../../app/metrics/shop-queries.server.ts";
import { countTickets, listTickets } from "../../../app/metrics/ticket-list-queries.server.ts";
import { now } from "../../../app/platform/clock.ts";
import { readSyncStatus } from "../../../app/sync/sync-status.server.ts";
import { CHANNEL_KPIS } from "../../../app/ui/channel-kpis.ts";
import { OVERVIEW_KPIS, viewOverview } from "../../../app/ui/overview-view.ts";
import { readPeriod } from "../../../app/ui/period-view.ts";
import { readReport, withKnownFilter } from "../../../app/ui/report-view.ts";
import { behind } from "../../../app/ui/tickets-behind.ts";
import { readTicketsChoice } from "../../../app/ui/tickets-choice.ts";

/** What is asked for: a shop, one of its agents, and the search part of an address. */
export interface PageRequest {
  shopId: string;
  agent: { connectionId: string; agentId: string };
  search: string;
}

/**
 * What the loader of each page does after the request is known to be the shop's: the same queries with the same
 * arguments, as many of them at once, down to the text that is sent.
 */
export const PAGES: Record<string, (request: PageRequest) => Promise<unknown>> = {
  overview,
  agents,
  agent,
  channels,
  automation,
  tickets: (request) => tickets(request, "kpi=tickets_created"),
  ticketsByValue: (request) => tickets(request, "kpi=first_response_seconds&sort=longest"),
  conversions,
  costs,
  goals,
};

const PAGE_SIZE = 50;

async function readAddress({ shopId, search }: PageRequest) {
  const [shop, options, status] = await Promise.all([
    requireMetricsShop(shopId),
    queryFilterOptions(shopId),
    readSyncStatus(shopId),
  ]);
  const request = new Request(`https://app.example.com/app?${search}`);
  return { shop, options, status, ...withKnownFilter(readReport(request, { ...shop, now: now() }), options) };
}

async function overview({ shopId, search }: PageRequest) {
  const shop = await requireMetricsShop(shopId);
  const request = new Request(`https://app.example.com/app?${search}`);
  const asked = readReport(request, { ...shop, now: now() });
  const options = await queryFilterOptions(shopId, asked.view.filter.tags);
  const { scope, period, comparison, grain, view } = withKnownFilter(asked, options);
  const [report, responses, hours, goals, status] = await Promise.all([
    queryReport(scope, { period, comparison, grain, kpis: OVERVIEW_KPIS }),
    queryDistribution(scope, period, "first_response"),
    queryBusiestHours(scope, period),
    readGoals(shopId, period.toOn),
    readSyncStatus(shopId),
  ]);
  return { ...viewOverview(report, "tickets_created", view.average), options, responses, hours, goals, status };
}

async function agents(request: PageRequest) {
  const { scope, period, shop, ...address } = await readAddress(request);
  const [parts, total] = await Promise.all([
    queryParts(scope, period, { by: "agent", kpis: AGENT_KPIS }),
    queryFigures(scope, period, AGENT_KPIS),
  ]);
  return { ...address, total, team: splitTeam(parts, new Set(shop.excludedAgents)) };
}

const OF_AGENT = [
  ...AGENT_KPIS,
  "reopen_rate",
  "first_contact_resolution_rate",
  "messages_per_ticket",
  "csat_mean",
  "attributed_orders",
  "attributed_aov",
] as const satisfies readonly KpiId[];

async function agent(request: PageRequest) {
  const { scope, period, comparison, grain, options } = await readAddress(request);
  const ofAgent = { ...scope, filter: { ...scope.filter, agents: [request.agent] } };
  const [report, ofChannels, parts] = await Promise.all([
    queryReport(ofAgent, { period, comparison, grain, kpis: OF_AGENT }),
    queryParts(ofAgent, period, { by: "channel", kpis: AGENT_KPIS }),
    queryParts(scope, period, { by: "agent", kpis: OF_AGENT }),
  ]);
  return { report, ofChannels, parts, options };
}

async function channels(request: PageRequest) {
  const { scope, period, options, status } = await readAddress(request);
  const kpis: readonly KpiId[] = ["channel_share", ...CHANNEL_KPIS];
  const [parts, total] = await Promise.all([
    queryParts(scope, period, { by: "channel", kpis }),
    queryFigures(scope, period, kpis),
  ]);
  return { options, status, parts, total };
}

const OF_AUTOMATION = [
  "automated_rate",
  "closed_without_reply",
  "first_response_any_seconds",
  "first_response_seconds",
] as const satisfies readonly KpiId[];

async function automation(request: PageRequest) {
  const { scope, period, comparison, grain, options, status } = await readAddress(request);
  const [report, groups] = await Promise.all([
    queryReport(scope, { period, comparison, grain, kpis: OF_AUTOMATION }),
    queryAutomation(scope, period),
  ]);
  return { options, status, report, groups };
}

async function tickets(request: PageRequest, choice: string) {
  const { scope, period, options, status } = await readAddress(request);
  const { kpi, part, sort, after } = readTicketsChoice(new URLSearchParams(choice));
  const list = behind(kpi);
  if (list.rows === "none") throw new RangeError(`${kpi} has no list`);
  const [figures, shown, other] = await Promise.all([
    queryFigures(scope, period, [kpi]),
    listTickets(scope, { period, kpi: list.listed, part, sort, after, limit: PAGE_SIZE }),
    list.hits === null ? null : countTickets(scope, { period, kpi: list.listed, part: "hits" }),
  ]);
  return { options, status, figures, shown, other };
}

async function conversions({ shopId, search }: PageRequest) {
  const shop = await requireMetricsShop(shopId);
  const { period } = readPeriod(new Request(`https://app.example.com/app?${search}`), { ...shop, now: now() });
  const [figures, orders, status] = await Promise.all([
    queryConversions(shopId, period),
    listCreditedOrders(shopId, period, { after: null, limit: PAGE_SIZE }),
    readSyncStatus(shopId),
  ]);
  return { figures, orders, status };
}

async function costs(request: PageRequest) {
  const { scope, period, comparison, grain, options } = await readAddress(request);
  return { ...(await queryCostReport(scope, { period, comparison, grain })), options };
}

async function goals({ shopId }: PageRequest) {
  const shop = await requireMetricsShop(shopId);
  return await queryGoalReport({ ...shop, now: now() });
}
