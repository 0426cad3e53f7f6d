import { type AgentKpi, type AgentPart, intervalOf, rankAgents } from "./agent-ranking.ts";

/** Figures in which being far ahead is worth asking about: how well, and how fast. How much is another matter. */
export const LEAD_KPIS = [
  "csat_positive_rate",
  "one_touch_rate",
  "first_response_seconds",
  "resolution_seconds",
] as const satisfies readonly AgentKpi[];
export type LeadKpi = (typeof LEAD_KPIS)[number];

/** One agent is so far ahead of the others in a figure that chance does not explain it. */
export interface Lead {
  kpi: LeadKpi;
  /** The agent's key among the parts. */
  key: string;
  name: string;
  /** The agent's own value, and that of the agent in the middle of the team. */
  value: number;
  typical: number;
}

/** With fewer there is no middle to be ahead of. */
const SMALLEST_TEAM = 3;
/** A median of fewer values says little; the same number under which a rate has few answers. */
const FEWEST_VALUES = 30;
/** How much shorter than the middle agent's a median has to be. */
const FAR_SHORTER = 0.5;

/**
 * In which figures one agent is far ahead, so that the team can ask for that agent's way of working. A rate is far ahead
 * where the lower end of its Wilson interval lies above the upper end of the middle agent's; a duration where its median is
 * at most half the middle agent's and both have 30 values. The middle agent is the one in the middle of the ranking of
 * those whose figure is known, the better of two. Fewer than three of them give no lead.
 * @param parts the agents who are compared, in any order
 */
export function findLeads(parts: readonly AgentPart[]): Lead[] {
  return LEAD_KPIS.flatMap((kpi) => {
    const known = parts.filter(({ figures }) => figures[kpi].value !== null);
    const ranked = rankAgents(known, { by: kpi, worstFirst: false });
    const [first, middle] = [ranked[0], ranked[Math.floor((ranked.length - 1) / 2)]];
    if (ranked.length < SMALLEST_TEAM || !first || !middle || !isFarAhead(kpi, first, middle)) return [];
    const [value, typical] = [first.figures[kpi].value, middle.figures[kpi].value];
    if (value === null || typical === null) return [];
    return [{ kpi, key: first.key, name: first.label ?? first.key, value, typical }];
  });
}

function isFarAhead(kpi: LeadKpi, first: AgentPart, middle: AgentPart): boolean {
  const [leading, typical] = [first.figures[kpi], middle.figures[kpi]];
  if (kpi === "csat_positive_rate" || kpi === "one_touch_rate") {
    const [lead, rest] = [intervalOf(leading), intervalOf(typical)];
    return lead !== null && rest !== null && lead.low > rest.high;
  }
  const enough = Math.min(leading.n ?? 0, typical.n ?? 0) >= FEWEST_VALUES;
  return enough && (leading.value ?? Infinity) <= (typical.value ?? 0) * FAR_SHORTER;
}
