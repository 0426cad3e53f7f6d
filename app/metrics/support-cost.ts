import { type DaySpan, monthsOf } from "./cost-months.ts";

export const COST_KINDS = ["salaries", "tools", "other"] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** What the merchant pays a month, from a month on. Months are YYYY-MM. */
export interface MonthlyCost {
  kind: CostKind;
  startMonth: string;
  /** The last month that it is paid in; null while it goes on. */
  endMonth: string | null;
  /** A month, in minor units of the shop's currency; never negative. */
  amountMinor: bigint;
  note: string;
}

/** The least number that the days of every month divide: sums of shares of months are whole in this many parts. */
const PARTS = 377_580n; // 28, 29, 30 and 31 days

/**
 * What support costs in a span of shop days, in minor units: each month's amount spread evenly over the days of that
 * month (METRICS.md 5). The sum is exact and rounded once, halves away from zero. Null where no cost covers any of the
 * days: nothing entered is not the same as nothing paid.
 */
export function supportCostBetween(costs: readonly MonthlyCost[], span: DaySpan): number | null {
  const parts = costPartsBetween(costs, span);
  return parts === null ? null : rounded(parts);
}

/**
 * The cost of a span by kind; null for a kind of which no cost covers any day. The amounts that are known add up to
 * `supportCostBetween`: where rounding leaves a minor unit over, it goes to a later kind.
 */
export function supportCostByKind(costs: readonly MonthlyCost[], span: DaySpan): Record<CostKind, number | null> {
  const shares: Record<CostKind, number | null> = { salaries: null, tools: null, other: null };
  let parts = 0n;
  for (const kind of COST_KINDS) {
    const own = costPartsBetween(
      costs.filter((cost) => cost.kind === kind),
      span,
    );
    if (own === null) continue;
    shares[kind] = rounded(parts + own) - rounded(parts);
    parts += own;
  }
  return shares;
}

/** The unrounded cost of a span in 377,580ths of a minor unit: spans that follow one another add up. Null as above. */
export function costPartsBetween(costs: readonly MonthlyCost[], span: DaySpan): bigint | null {
  const shares = monthsOf(span).flatMap(({ month, daysInside, daysInMonth }) =>
    costs
      .filter((cost) => cost.startMonth <= month && (cost.endMonth === null || month <= cost.endMonth))
      .map((cost) => cost.amountMinor * BigInt(daysInside) * (PARTS / BigInt(daysInMonth))),
  );
  return shares.length === 0 ? null : shares.reduce((total, share) => total + share, 0n);
}

/** The cost of a span in minor units and fractions of one, for what is divided by it or into it. Null as above. */
export function exactCostBetween(costs: readonly MonthlyCost[], span: DaySpan): number | null {
  const parts = costPartsBetween(costs, span);
  return parts === null ? null : Number(parts) / Number(PARTS);
}

/** Amounts are bounded where they are entered, so that ten years of them are whole as a number. */
function rounded(parts: bigint): number {
  return Number((2n * parts + PARTS) / (2n * PARTS));
}
