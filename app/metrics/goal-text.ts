import { minorDigitsOf, minorUnitsOf } from "../orders/money.ts";
import { type KpiId, kpi } from "./kpi-book.ts";

/** A goal as it is typed. Durations have hours and minutes, everything else one text. */
export interface GoalText {
  amount: string;
  hours: string;
  minutes: string;
}

export const NO_GOAL_TEXT: GoalText = { amount: "", hours: "", minutes: "" };

export const GOAL_PROBLEMS = ["number", "whole", "share", "money", "duration", "range", "too-big"] as const;
export type GoalProblem = (typeof GOAL_PROBLEMS)[number];

export type ReadGoal =
  | { value: number | null; problem: null }
  | { value: null; problem: GoalProblem; field: keyof GoalText; low?: number; high?: number };

/** Ends of the scales that have any; a mean of answers can be no better than the best answer. */
const SCALES: Partial<Record<KpiId, readonly [low: number, high: number]>> = { csat_mean: [1, 5], nps: [-100, 100] };
const LONGEST_SECONDS = 365 * 86_400;
const MOST = 1e12;
const DECIMAL = /^-?\d{1,12}([.,]\d{1,6})?$/;

/**
 * The goal of a KPI that a text says, in the KPI's unit; null, and no problem, where nothing is typed. Shares are typed as
 * percent, money in major units with a point before decimals, durations as hours and minutes.
 */
export function readGoal(id: KpiId, text: GoalText, currency: string): ReadGoal {
  const { unit } = kpi(id);
  if (unit === "seconds") return readDuration(text);
  const amount = text.amount.trim();
  if (amount === "") return { value: null, problem: null };
  if (unit === "money") return readMoney(amount, currency);
  if (unit === "share") return readShare(amount);
  if (unit === "count") return readCount(amount);
  return readNumber(amount, SCALES[id] ?? [0, MOST]);
}

/** The text that `readGoal` reads as this goal. */
export function writeGoal(id: KpiId, goal: number | null, currency: string): GoalText {
  if (goal === null) return NO_GOAL_TEXT;
  const { unit } = kpi(id);
  if (unit === "seconds") {
    return { amount: "", hours: String(Math.floor(goal / 3600)), minutes: plain((goal % 3600) / 60) };
  }
  const digits = minorDigitsOf(currency);
  if (unit === "money") return { ...NO_GOAL_TEXT, amount: (goal / 10 ** digits).toFixed(digits) };
  return { ...NO_GOAL_TEXT, amount: plain(unit === "share" ? goal * 100 : goal) };
}

function readShare(text: string): ReadGoal {
  const percent = decimalOf(text.replace(/\s*%$/, ""));
  if (percent === null || percent < 0 || percent > 100) return refused("share");
  return { value: Number((percent / 100).toFixed(8)), problem: null };
}

function readCount(text: string): ReadGoal {
  if (!/^\d+$/.test(text)) return refused("whole");
  return Number(text) > MOST ? refused("too-big") : { value: Number(text), problem: null };
}

function readMoney(text: string, currency: string): ReadGoal {
  const minor = minorUnitsOf(text, currency);
  const decimals = text.split(".")[1] ?? "";
  if (minor === null || text.startsWith("-") || decimals.length > minorDigitsOf(currency)) return refused("money");
  return minor > BigInt(MOST) ? refused("too-big") : { value: Number(minor), problem: null };
}

function readNumber(text: string, [low, high]: readonly [number, number]): ReadGoal {
  const value = decimalOf(text);
  if (value === null) return refused("number");
  if (value >= low && value <= high) return { value, problem: null };
  return high === MOST ? refused(value < low ? "number" : "too-big") : { ...refused("range"), low, high };
}

/** A field that is left empty says zero; both say that there is no goal. */
function readDuration({ hours, minutes }: GoalText): ReadGoal {
  if (hours.trim() === "" && minutes.trim() === "") return { value: null, problem: null };
  const [h, m] = [decimalOf(hours.trim() || "0"), decimalOf(minutes.trim() || "0")];
  if (h === null || h < 0) return refused("duration", "hours");
  if (m === null || m < 0) return refused("duration", "minutes");
  const seconds = Math.round(h * 3600 + m * 60);
  if (seconds === 0) return refused("duration", "hours");
  return seconds > LONGEST_SECONDS ? refused("too-big", "hours") : { value: seconds, problem: null };
}

/** A point or a comma before the decimals, and nothing between thousands. */
function decimalOf(text: string): number | null {
  return DECIMAL.test(text) ? Number(text.replace(",", ".")) : null;
}

function refused(problem: GoalProblem, field: keyof GoalText = "amount") {
  return { value: null, problem, field };
}

/** Without the dust that binary fractions leave. */
function plain(value: number): string {
  return String(Number(value.toFixed(6)));
}
