import type { Figure } from "./figure.ts";
import { type KpiId, kpi } from "./kpi-book.ts";
import type { KpiPart } from "./kpi-report.ts";
import { percentileCont, wilsonInterval } from "./statistics.ts";

/** What the leaderboard shows of each agent, in the order of its columns (METRICS.md 6). */
export const AGENT_KPIS = [
  "tickets_closed",
  "replies",
  "first_response_seconds",
  "response_seconds",
  "one_touch_rate",
  "resolution_seconds",
  "csat_positive_rate",
  "tickets_converted",
  "attributed_revenue_net",
] as const;
export type AgentKpi = (typeof AGENT_KPIS)[number];

/** Of these, what nobody's human reply led to; the others belong to nobody because nobody was named. */
export const AUTOMATION_KPIS: readonly AgentKpi[] = ["tickets_converted", "attributed_revenue_net"];

export type AgentPart = KpiPart<AgentKpi>;

/** Which column ranks the agents, and from which end. */
export interface AgentOrder {
  by: AgentKpi;
  worstFirst: boolean;
}

/** Reads `sort=…` of an address: the id of a column, with a minus for the worst first. Anything else gives the first column. */
export function parseAgentOrder(text: string | null): AgentOrder {
  const worstFirst = text?.startsWith("-") ?? false;
  const by = AGENT_KPIS.find((id) => id === (worstFirst ? text?.slice(1) : text));
  return by ? { by, worstFirst } : { by: AGENT_KPIS[0], worstFirst: false };
}

/** What `parseAgentOrder` reads back as the same order. */
export function writeAgentOrder({ by, worstFirst }: AgentOrder): string {
  return `${worstFirst ? "-" : ""}${by}`;
}

/**
 * Agents in the order of one column, the best first: counts and money by their size, durations by their median, rates by
 * the lower end of their Wilson interval, so that two lucky tickets do not lead (METRICS.md 6). Unknown figures come last
 * whichever end leads; equal ones are in the order of names, then of keys.
 */
export function rankAgents<Part extends AgentPart>(parts: readonly Part[], { by, worstFirst }: AgentOrder): Part[] {
  const sign = worstFirst ? -1 : 1;
  return parts
    .map((part) => ({ part, standing: standingOf(by, part.figures[by]) }))
    .sort((a, b) => compareStandings(a.standing, b.standing) * (bothKnown(a, b) ? sign : 1) || byName(a.part, b.part))
    .map(({ part }) => part);
}

/** A team in its rows: those who are ranked, those whom the merchant does not compare, and what is nobody's. */
export interface Team {
  ranked: AgentPart[];
  notCompared: AgentPart[];
  nobody: AgentPart | null;
}

/** @param excluded keys of agents who are not compared */
export function splitTeam(parts: readonly AgentPart[], excluded: ReadonlySet<string>): Team {
  const agents = parts.filter((part) => part.agent !== null);
  return {
    ranked: agents.filter((part) => !excluded.has(part.key)),
    notCompared: agents.filter((part) => excluded.has(part.key)),
    nobody: parts.find((part) => part.agent === null) ?? null,
  };
}

/** The middle of the agents' own values of one figure; null where no agent has one. */
export function teamMedian<Id extends KpiId>(parts: readonly { figures: Record<Id, Figure> }[], id: Id): number | null {
  const known = parts.flatMap(({ figures }) => figures[id].value ?? []);
  return percentileCont(
    known.sort((a, b) => a - b),
    0.5,
  );
}

/** How the closed tickets are spread over the agents who did anything in the period; null without any agent. */
export function ticketsPerAgent(parts: readonly AgentPart[]): { agents: number; mean: number; median: number } | null {
  const median = teamMedian(parts, "tickets_closed");
  if (median === null) return null;
  const closed = parts.reduce((sum, { figures }) => sum + (figures.tickets_closed.value ?? 0), 0);
  return { agents: parts.length, mean: closed / parts.length, median };
}

/** How well a figure stands beside others of its KPI: more is better. Null where it is unknown. */
export function standingOf(id: AgentKpi, figure: Figure): number | null {
  const { value } = figure;
  if (value === null) return null;
  const { unit, direction } = kpi(id);
  if (unit === "share") return intervalOf(figure)?.low ?? null;
  return direction === "down" ? -value : value;
}

/** The Wilson interval of a rate, worked out where the figure does not carry it. */
export function intervalOf({ value, n, interval }: Figure): { low: number; high: number } | null {
  if (interval) return interval;
  return value === null || n === null ? null : wilsonInterval(Math.round(value * n), n);
}

interface Standing {
  part: AgentPart;
  standing: number | null;
}

function bothKnown(a: Standing, b: Standing): boolean {
  return a.standing !== null && b.standing !== null;
}

/** The better first, the unknown last. */
function compareStandings(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return b - a;
}

/** One order for every language, because it decides a rank and not what a reader looks up. */
const NAMES = new Intl.Collator("en");

function byName(a: AgentPart, b: AgentPart): number {
  return NAMES.compare(a.label ?? "", b.label ?? "") || (a.key < b.key ? -1 : Number(a.key > b.key));
}
