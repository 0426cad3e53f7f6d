import { z } from "zod";
import { canHaveGoal, type GoalChange } from "./goal.ts";
import { type GoalProblem, type GoalText, readGoal } from "./goal-text.ts";
import { type KpiId, kpiIdOf } from "./kpi-book.ts";

/** Goals as they are typed; only those that are to be changed. */
export type GoalTexts = Partial<Record<KpiId, GoalText>>;

/** What is wrong with the goal of a KPI, and in which of its fields. */
export interface GoalFieldProblem {
  problem: GoalProblem;
  field: keyof GoalText;
  /** Ends of the KPI's scale, where the goal lies outside of it. */
  low?: number;
  high?: number;
}

/** Problems by KPI, and of the day from which the goals are to hold. */
export interface GoalProblems {
  goals: Partial<Record<KpiId, GoalFieldProblem>>;
  since: "unparsable" | "future" | "too-early" | null;
}

const text = z.string().max(200);
const goalTexts = z.record(z.string(), z.object({ amount: text, hours: text, minutes: text }));
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Ten years are the longest that anybody looks back. */
const LONGEST_MS = 3660 * 86_400_000;

/** The goals as the form sends them: a field `goals` of JSON and a field `since`. */
export function goalFormOf(goals: GoalTexts, since: string): { goals: string; since: string } {
  return { goals: JSON.stringify(goals), since };
}

/**
 * Reads what `goalFormOf` wrote. Any problem stands with the field it is about, and then no changes are given. Null for
 * what no form of ours sends, among it a KPI that cannot have a goal.
 */
export function readGoalForm(
  form: FormData,
  { currency, todayOn }: { currency: string; todayOn: string },
): { changes: GoalChange[]; problems: null } | { changes: null; problems: GoalProblems } | null {
  const sent = z.string().transform(jsonOf).pipe(goalTexts).safeParse(form.get("goals"));
  const since = form.get("since");
  if (!sent.success || typeof since !== "string") return null;
  const typed = Object.entries(sent.data).map(([id, goal]) => ({ id: kpiIdOf(id), goal }));
  const known = typed.flatMap(({ id, goal }) =>
    id && canHaveGoal(id) ? [{ id, read: readGoal(id, goal, currency) }] : [],
  );
  if (known.length < typed.length) return null;
  const problems: GoalProblems = { goals: {}, since: problemOfDay(since, todayOn) };
  for (const { id, read } of known) {
    if (read.problem !== null) {
      const { value: _value, ...problem } = read;
      problems.goals[id] = problem;
    }
  }
  if (problems.since !== null || Object.keys(problems.goals).length > 0) return { changes: null, problems };
  return { changes: known.map(({ id, read }) => ({ kpi: id, sinceOn: since, value: read.value })), problems: null };
}

function problemOfDay(day: string, todayOn: string): GoalProblems["since"] {
  const at = DAY.test(day) ? Date.parse(day) : Number.NaN;
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(day)) return "unparsable";
  if (day > todayOn) return "future";
  return at < Date.parse(todayOn) - LONGEST_MS ? "too-early" : null;
}

function jsonOf(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return null; // what is no JSON is no set of goals either
  }
}
