import type { Figure } from "../metrics/figure.ts";
import { growsWithPeriod } from "../metrics/goal.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { Mover } from "./alert.ts";
import { BASELINE_WEEKS, type Side } from "./shift.ts";

/** A part of the shop, or all of it, in the week and in the twelve weeks before. */
export interface Compared {
  week: Figure;
  before: Figure;
}

export interface ComparedPart extends Compared {
  key: string;
  label: string | null;
}

/**
 * The part that moved a figure most towards a side; null where none did. Parts may overlap, as tags do: each is weighed
 * against the whole by itself.
 */
export function mostMoving(
  id: KpiId,
  { side, whole, parts }: { side: Side; whole: Compared; parts: readonly ComparedPart[] },
): Mover | null {
  const sign = side === "above" ? 1 : -1;
  const ranked = parts
    .map((part) => ({ part, moved: sign * contributionOf(id, part, whole) }))
    .filter(({ moved }) => moved > 0)
    .sort((a, b) => b.moved - a.moved || (a.part.key < b.part.key ? -1 : 1));
  const [first] = ranked;
  return first ? moverOf(id, first.part) : null;
}

/**
 * By how much of its unit a part moved the figure of the whole. Of what is summed, by how much its own sum differs from that
 * of an average week before. Of rates and means, by its own change times its share of all (the rate effect), plus the
 * change of its share times how far the part lies from the whole (the mix effect), each taken midway between then and now:
 * over parts that do not overlap these add up to the whole's change. Of medians, which have no such sum, the same is a
 * measure of it. Nothing where either is unknown.
 */
export function contributionOf(id: KpiId, part: Compared, whole: Compared): number {
  if (isSum(id)) return (part.week.value ?? 0) - (part.before.value ?? 0) / weeksOf(id);
  const [n, allN] = [part.week.n ?? 0, whole.week.n ?? 0];
  const [formerN, formerAllN] = [part.before.n ?? 0, whole.before.n ?? 0];
  const value = part.week.value ?? part.before.value;
  const former = part.before.value ?? part.week.value;
  const [all, formerAll] = [whole.week.value, whole.before.value];
  if (value === null || former === null || all === null || formerAll === null) return 0;
  if (allN === 0 || formerAllN === 0) return 0;
  const [share, formerShare] = [n / allN, formerN / formerAllN];
  const rateEffect = ((share + formerShare) / 2) * (value - former);
  const mixEffect = (share - formerShare) * ((value + former) / 2 - (all + formerAll) / 2);
  return rateEffect + mixEffect;
}

function moverOf(id: KpiId, { key, label, week, before }: ComparedPart): Mover {
  const former = before.value === null ? null : isSum(id) ? before.value / weeksOf(id) : before.value;
  return { key, label, value: week.value, n: week.n, before: former };
}

/** Whether parts add up to the whole: numbers of events, sums of money, and what stands open. */
function isSum(id: KpiId): boolean {
  return growsWithPeriod(id) || kpi(id).formula.kind === "balance";
}

/** What stands open is told as of the end of the weeks before, not for all of them. */
function weeksOf(id: KpiId): number {
  return growsWithPeriod(id) ? BASELINE_WEEKS : 1;
}
