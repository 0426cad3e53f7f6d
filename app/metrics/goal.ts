import type { Figure } from "./figure.ts";
import { KPI_IDS, type KpiId, kpi } from "./kpi-book.ts";
import type { TrendPoint } from "./kpi-report.ts";
import { lengthInDays } from "./period.ts";

/** A goal as it was set, or taken back, on a shop day. */
export interface GoalChange {
  kpi: KpiId;
  /** YYYY-MM-DD; it holds from this day on. */
  sinceOn: string;
  /** In the KPI's unit; null ended the goal. */
  value: number | null;
}

/** Goals by KPI, in the KPI's unit; a KPI without one is left out. */
export type Goals = Partial<Record<KpiId, number>>;

export type GoalState = "reached" | "missed" | "unknown";

/** Goals of what adds up day by day are said for this many days. */
export const GOAL_DAYS = 30;

/** A figure that is better neither high nor low cannot have a goal. */
export function canHaveGoal(id: KpiId): boolean {
  return kpi(id).direction !== "neutral";
}

/** Every KPI that can have a goal, in the book's order. */
export const GOAL_KPIS = KPI_IDS.filter(canHaveGoal);

/** The sections that they are in, in the book's order. */
export const GOAL_SECTIONS = [...new Set(GOAL_KPIS.map((id) => kpi(id).section))];

/** Whether a figure grows with the length of its period: numbers of events, and sums of money. */
export function growsWithPeriod(id: KpiId): boolean {
  const { kind } = kpi(id).formula;
  return kind === "count" || kind === "money";
}

/**
 * What a goal amounts to in a period of so many days. Goals of figures that grow with their period are set for 30 days and
 * go by the day; all others are the same whatever the period. `goal` is null where there is none.
 */
export function goalIn(id: KpiId, goal: number | null, days: number): number | null {
  return goal === null || !growsWithPeriod(id) ? goal : (goal * days) / GOAL_DAYS;
}

/** `goalIn` of all goals at once, for a report's period. */
export function goalsIn(goals: Goals, period: { fromOn: string; toOn: string }): Goals {
  const days = lengthInDays(period);
  return goalsOf((id) => goalIn(id, goals[id] ?? null, days));
}

/** Goals of every KPI for which there is a value. */
export function goalsOf(goalOf: (id: KpiId) => number | null): Goals {
  return Object.fromEntries(
    GOAL_KPIS.flatMap((id) => {
      const value = goalOf(id);
      return value === null ? [] : [[id, value]];
    }),
  );
}

/**
 * Whether a figure reaches its goal: a value that equals it does. Of a duration compare the median, and with a goal of the
 * same period (`goalIn`). Unknown where value or goal is, and for a figure that cannot have one.
 */
export function goalState(id: KpiId, value: number | null, goal: number | null): GoalState {
  const { direction } = kpi(id);
  if (value === null || goal === null || direction === "neutral") return "unknown";
  return (direction === "down" ? value <= goal : value >= goal) ? "reached" : "missed";
}

/** The goal that holds on a day: of the latest change at or before it. @param changes of any KPIs, in any order */
export function goalOn(changes: readonly GoalChange[], id: KpiId, day: string): number | null {
  const before = changes.filter(({ kpi, sinceOn }) => kpi === id && sinceOn <= day);
  const latest = before.reduce<GoalChange | null>(
    (last, change) => (last === null || change.sinceOn > last.sinceOn ? change : last),
    null,
  );
  return latest?.value ?? null;
}

/** One stretch of a figure's past beside the goal that held at its end. */
export interface GoalStretch {
  day: string;
  untilOn: string;
  value: number | null;
  /** For the days of the stretch; null where no goal held. */
  goal: number | null;
  state: GoalState;
}

/** How a figure did in each stretch of its trend against the goal in force on the stretch's last day. */
export function goalStretches(id: KpiId, trend: readonly TrendPoint[], changes: readonly GoalChange[]): GoalStretch[] {
  return trend.map(({ day, untilOn, figure }) => {
    const goal = goalIn(id, goalOn(changes, id, untilOn), lengthInDays({ fromOn: day, toOn: untilOn }));
    return { day, untilOn, value: figure.value, goal, state: goalState(id, figure.value, goal) };
  });
}

/** Where a shop stands with one KPI that can have a goal. */
export interface GoalStanding {
  id: KpiId;
  /** Of the last 30 days, today included. */
  figure: Figure;
  /** As it is set; null where none holds today. */
  goal: number | null;
  /** The last 12 weeks, the running one last, each against the goal that held at its end. */
  weeks: GoalStretch[];
}
