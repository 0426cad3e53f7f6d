import type { PeriodChoice, PeriodPreset, PeriodProblem, WeekStart } from "../metrics/period.ts";
import { changedReport, PERIOD_PARAMETERS, setPeriod } from "./report-address.ts";

/** What pages get to know of the chosen period. */
export interface PeriodView {
  preset: PeriodPreset;
  /** Shop days, both inclusive. */
  fromOn: string;
  toOn: string;
  previous: { fromOn: string; toOn: string };
  /** Today in the shop's zone: the last day that can be chosen. */
  todayOn: string;
  /** On which ISO weekday the shop's weeks begin. */
  weekStart: WeekStart;
  problem: PeriodProblem | null;
  /** The sensible choice nearest to an address that could not be shown. */
  nearest: PeriodChoice | null;
}

/** The search parameters of the same page for another period. */
export function addressOfPeriod(choice: PeriodChoice, current: URLSearchParams): URLSearchParams {
  return changedReport(current, (search) => setPeriod(search, choice));
}

/** The period's own parameters, for a link to another page or to a file of the same period. */
export function periodOnly(current: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...current].filter(([name]) => PERIOD_PARAMETERS.some((known) => known === name)));
}

/** The calendar hands out midnights of the browser's zone; only their calendar day is meant. */
export function dayOfCalendarDate(date: Date): string {
  const pad = (n: number, length: number) => String(n).padStart(length, "0");
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
}

/** Midnight of a shop day as the calendar wants it; null for text that is no day. */
export function calendarDateOf(day: string): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const date = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return dayOfCalendarDate(date) === day ? date : null;
}
