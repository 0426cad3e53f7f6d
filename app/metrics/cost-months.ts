/** Shop days, both inclusive, YYYY-MM-DD. */
export interface DaySpan {
  fromOn: string;
  toOn: string;
}

/** A calendar month that a span touches. */
export interface MonthInSpan {
  /** YYYY-MM. */
  month: string;
  /** Days of the month that lie in the span. */
  daysInside: number;
  daysInMonth: number;
}

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
/** Nothing was paid for a helpdesk before, and four digits hold no more. */
const [FIRST_MONTH, LAST_MONTH] = ["2000-01", "2100-12"];

/** Whether a text is a month, YYYY-MM, of a year that a cost can be of (2000 to 2100). */
export function isMonth(text: string): boolean {
  return MONTH.test(text) && text >= FIRST_MONTH && text <= LAST_MONTH;
}

/** The months that a span touches, in order; none where it ends before it begins. */
export function monthsOf({ fromOn, toOn }: DaySpan): MonthInSpan[] {
  const months: MonthInSpan[] = [];
  const last = toOn.slice(0, 7);
  for (let month = fromOn.slice(0, 7); fromOn <= toOn && month <= last; month = nextMonth(month)) {
    const daysInMonth = daysIn(month);
    const first = month === fromOn.slice(0, 7) ? Number(fromOn.slice(8)) : 1;
    const end = month === last ? Number(toOn.slice(8)) : daysInMonth;
    months.push({ month, daysInside: end - first + 1, daysInMonth });
  }
  return months;
}

function daysIn(month: string): number {
  const [year, number] = partsOf(month);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

function nextMonth(month: string): string {
  const [year, number] = partsOf(month);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

function partsOf(month: string): [year: number, number: number] {
  return [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
}
