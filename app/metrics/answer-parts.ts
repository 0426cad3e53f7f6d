import { standingOf } from "./agent-ranking.ts";
import type { KpiId } from "./kpi-book.ts";
import type { Figures, KpiPart } from "./kpi-report.ts";

/** What every part of the answers is told by. */
export const ANSWER_KPIS = ["csat_positive_rate", "csat_mean", "nps"] as const satisfies readonly KpiId[];
export type AnswerKpi = (typeof ANSWER_KPIS)[number];

/** The figures of the Satisfaction page, and of those of its parts for which surveys shown can be told. */
export const SATISFACTION_KPIS = ["csat_positive_rate", "csat_mean", "nps", "csat_response_rate"] as const;
export type SatisfactionKpi = (typeof SATISFACTION_KPIS)[number];

export type SatisfactionPart = KpiPart<SatisfactionKpi>;

/**
 * Parts of which anybody was asked or has answered: a shop has many more agents and channels than that. That nobody was
 * asked in one of them is no reason to be told below the table, so it goes without.
 */
export function withAnswers(parts: readonly SatisfactionPart[]): SatisfactionPart[] {
  return parts
    .filter(({ figures }) => SATISFACTION_KPIS.some((id) => (figures[id].n ?? 0) > 0))
    .map((part) => ({ ...part, figures: withoutReasons(part.figures) }));
}

function withoutReasons(figures: Figures<SatisfactionKpi>): Figures<SatisfactionKpi> {
  const plain = SATISFACTION_KPIS.map((id) => {
    const { unknown: _reason, ...figure } = figures[id];
    return [id, figure];
  });
  return Object.fromEntries(plain) as Figures<SatisfactionKpi>; // one for each of SATISFACTION_KPIS
}

/** One order for every language, because it decides a rank and not what a reader looks up. */
const NAMES = new Intl.Collator("en");

/**
 * Agents with the best first, by the lower end of the positive rate's Wilson interval (METRICS.md 6); those without a rate
 * come after them, then those whom the merchant does not compare, and at the end what is nobody's.
 * @param excluded keys of agents who are not compared
 */
export function rankBySatisfaction(
  parts: readonly SatisfactionPart[],
  excluded: ReadonlySet<string>,
): SatisfactionPart[] {
  const groupOf = ({ key, agent }: SatisfactionPart) => (agent === null ? 2 : Number(excluded.has(key)));
  const standing = ({ figures }: SatisfactionPart) =>
    standingOf("csat_positive_rate", figures.csat_positive_rate) ?? -1;
  return parts.toSorted(
    (a, b) =>
      groupOf(a) - groupOf(b) ||
      standing(b) - standing(a) ||
      NAMES.compare(a.label ?? "", b.label ?? "") ||
      (a.key < b.key ? -1 : Number(a.key > b.key)),
  );
}
