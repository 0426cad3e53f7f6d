import type { Limits, Side, Standing } from "./shift.ts";

export const SHIFT_RULES = ["beyond-three-sigma", "two-of-three"] as const;
export type ShiftRule = (typeof SHIFT_RULES)[number];

/** An alert as it is stored, as far as its going on depends on it. */
export interface AlertState {
  alertId: string;
  side: Side;
  /** First days of the week in which it began, and of the latest one in which it went on. */
  weekOn: string;
  lastWeekOn: string;
  /** Whether its week was still running when it was raised. */
  wasRunning: boolean;
  hasEnded: boolean;
}

/** A shift that nobody has been told of. */
export interface Shift {
  side: Side;
  rule: ShiftRule;
  /** Of the week in which it shows. */
  standing: Standing & { limits: Limits };
  lastWeekOn: string;
  hasEnded: boolean;
}

/** What a look at the weeks changes. */
export interface Progress {
  raised: Shift[];
  /** Alerts that have gone on or ended since. */
  moved: { alertId: string; lastWeekOn: string; hasEnded: boolean }[];
}

/** So many of the latest closed weeks may raise an alert, besides the running one: what is older is history. */
const RAISING_WEEKS = 2;

/**
 * What the weeks of one KPI say beyond what the alerts say already. A shift is told once: its alert goes on until a closed
 * week is back inside, and only weeks after that one can make another. Weeks before the last two closed ones can prolong
 * and end alerts but raise none, so a history that is computed anew tells nothing old. Doing it again changes nothing.
 * @param standings of weeks without gaps, the oldest first; at most the last is not closed
 */
export function progressOf(standings: readonly Standing[], alerts: readonly AlertState[]): Progress {
  const sides = (["above", "below"] as const).map((side) =>
    progressOfSide(
      side,
      standings,
      alerts.filter((alert) => alert.side === side),
    ),
  );
  return { raised: sides.flatMap(({ raised }) => raised), moved: sides.flatMap(({ moved }) => moved) };
}

/** An alert or a new shift while the weeks are gone through. */
type Open = { lastWeekOn: string; hasEnded: boolean; wasRunning: boolean };

function progressOfSide(side: Side, standings: readonly Standing[], alerts: readonly AlertState[]): Progress {
  const latest = alerts.toSorted((a, b) => compare(a.lastWeekOn, b.lastWeekOn)).at(-1);
  const known: (Open & { alertId: string }) | null = latest && !latest.hasEnded ? { ...latest } : null;
  const raised: (Shift & Open)[] = [];
  let open: Open | null = known;
  let toldUntil = latest?.lastWeekOn ?? "";
  const raisesFrom = standings.filter(({ week }) => week.isClosed).at(-RAISING_WEEKS)?.week.weekOn ?? "";
  for (const [index, standing] of standings.entries()) {
    const { weekOn, isClosed } = standing.week;
    if (open) {
      if (!isClosed || standing.reason !== null || !isNewsFor(open, weekOn)) continue;
      if (ruleOf(side, standings, index, "")) Object.assign(open, { lastWeekOn: weekOn, wasRunning: false });
      else {
        open.hasEnded = true;
        open = null;
      }
      toldUntil = weekOn;
      continue;
    }
    if (weekOn < raisesFrom || weekOn <= toldUntil) continue;
    const rule = ruleOf(side, standings, index, toldUntil);
    if (!rule || !standing.limits) continue;
    const shift = { side, rule, standing: { ...standing, limits: standing.limits } };
    open = Object.assign(shift, { lastWeekOn: weekOn, hasEnded: false, wasRunning: !isClosed });
    raised.push(open as Shift & Open); // the very object that was put together in the line above
    toldUntil = weekOn;
  }
  const hasMoved = known && latest && (known.lastWeekOn !== latest.lastWeekOn || known.hasEnded);
  return { raised, moved: hasMoved ? [known] : [] };
}

/** A week that was still running when its alert was raised is looked at once more when it is over. */
function isNewsFor({ lastWeekOn, wasRunning }: Open, weekOn: string): boolean {
  return weekOn > lastWeekOn || (wasRunning && weekOn === lastWeekOn);
}

/**
 * The rule by which a week shows a shift to a side, if it does: beyond the wide range, or beyond the narrow one together
 * with one of the two weeks before it. The latter is for closed weeks, and counts weeks after `since` only.
 */
function ruleOf(side: Side, standings: readonly Standing[], index: number, since: string): ShiftRule | null {
  const standing = standings[index];
  if (standing?.beyondWide === side) return "beyond-three-sigma";
  if (standing?.beyondNarrow !== side || !standing.week.isClosed) return null;
  const others = standings
    .slice(Math.max(0, index - 2), index)
    .filter(({ week, beyondNarrow }) => beyondNarrow === side && week.weekOn > since);
  return others.length > 0 ? "two-of-three" : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
