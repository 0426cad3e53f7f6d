import type { Unit } from "../metrics/kpis/kpi.ts";

/** Numbers, money, durations and days as people read them. Pure: language, zone and currency come in as arguments. */

/** What unknown looks like everywhere (METRICS.md 1). */
export const UNKNOWN = "–";

export type Translate = (key: string, values?: Record<string, string | number>) => string;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** A whole number with the language's grouping. */
export function formatCount(value: number | null, locale: string): string {
  return value === null ? UNKNOWN : plain(numberFormat(locale, { maximumFractionDigits: 0 }).format(value));
}

/** A number with `digits` decimals at most. */
export function formatDecimal(value: number | null, locale: string, digits = 1): string {
  return value === null ? UNKNOWN : plain(numberFormat(locale, { maximumFractionDigits: digits }).format(value));
}

/** @param share 0 to 1; shown with one decimal */
export function formatPercent(share: number | null, locale: string): string {
  if (share === null) return UNKNOWN;
  return plain(numberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(share));
}

export interface MoneyFormat {
  locale: string;
  /** ISO 4217. */
  currency: string;
}

/**
 * @param minor amount in the currency's smallest unit, a whole number
 * The decimal point is set in text, so that no amount is ever rounded by floating point.
 */
export function formatMoney(minor: number | null, { locale, currency }: MoneyFormat): string {
  if (minor === null) return UNKNOWN;
  const digits = minorDigits(currency);
  const format = numberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return plain(format.format(decimalText(Math.round(minor), digits)));
}

/**
 * Two units at most, the smaller one rounded: "45 s", "12 min 30 s", "1 h 12 min", "3 d 4 h".
 * @param translate knows `duration.days`, `duration.hours`, `duration.minutes` and `duration.seconds` with `{{n}}`
 */
export function formatDuration(seconds: number | null, locale: string, translate: Translate): string {
  if (seconds === null) return UNKNOWN;
  return durationParts(seconds)
    .map(({ unit, n }) => translate(`duration.${unit}`, { n: formatCount(n, locale) }))
    .join(" ");
}

interface DurationPart {
  unit: "days" | "hours" | "minutes" | "seconds";
  n: number;
}

function durationParts(seconds: number): DurationPart[] {
  // Rounding comes first, so that 59 min 59.7 s carries over into 1 h.
  const step = seconds < HOUR ? 1 : seconds < DAY ? MINUTE : HOUR;
  const rounded = Math.round(Math.max(seconds, 0) / step) * step;
  const parts: DurationPart[] = [
    { unit: "days", n: Math.floor(rounded / DAY) },
    { unit: "hours", n: Math.floor((rounded % DAY) / HOUR) },
    { unit: "minutes", n: Math.floor((rounded % HOUR) / MINUTE) },
    { unit: "seconds", n: rounded % MINUTE },
  ];
  const shown = parts.filter(({ n }) => n > 0);
  return shown.length === 0 ? [{ unit: "seconds", n: 0 }] : shown;
}

/** @param day shop day, YYYY-MM-DD */
export function formatDay(day: string | null, locale: string): string {
  if (day === null) return UNKNOWN;
  const format = dateFormat(locale, { timeZone: "UTC", year: "numeric", month: "short", day: "numeric" });
  return plain(format.format(new Date(`${day}T00:00:00Z`)));
}

/** The day without its year, for axes. */
export function formatShortDay(day: string, locale: string): string {
  return plain(
    dateFormat(locale, { timeZone: "UTC", month: "short", day: "numeric" }).format(new Date(`${day}T00:00:00Z`)),
  );
}

/** A month and its year. @param day any shop day of the month */
export function formatMonth(day: string, locale: string): string {
  return plain(
    dateFormat(locale, { timeZone: "UTC", year: "numeric", month: "short" }).format(new Date(`${day}T00:00:00Z`)),
  );
}

/** A weekday's short name. @param weekday ISO: 1 is Monday */
export function formatWeekday(weekday: number, locale: string): string {
  // 1 January 2024 was a Monday.
  return dateFormat(locale, { timeZone: "UTC", weekday: "short" }).format(new Date(Date.UTC(2024, 0, weekday)));
}

/** A full hour of the day on the clock of 24 hours. */
export function formatHour(hour: number, locale: string): string {
  return dateFormat(locale, { timeZone: "UTC", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(Date.UTC(2024, 0, 1, hour)),
  );
}

export interface ZoneFormat {
  locale: string;
  /** IANA name of the shop's zone. */
  timeZone: string;
}

/** Day and time in the shop's zone. The clock has 24 hours: what goes before "AM" differs between Unicode versions. */
export function formatInstant(at: Date | string | null, { locale, timeZone }: ZoneFormat): string {
  if (at === null) return UNKNOWN;
  const instant = new Date(at);
  const day = dateFormat(locale, { timeZone, year: "numeric", month: "short", day: "numeric" }).format(instant);
  const time = dateFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);
  return plain(`${day}, ${time}`);
}

/** How a KPI's value is written and compared. */
export type ValueKind = Unit;

/**
 * Relative for counts, durations, money and plain numbers (0.1 is 10 % more); percentage points for shares (0.1 is 10
 * points more); points of the scale for scores.
 */
export interface Change {
  size: number;
  unit: "relative" | "points" | "score";
}

/** Null when a side is unknown, or when something is compared with nothing: no percentage says "from 0 to 5". */
export function changeBetween(current: number | null, previous: number | null, kind: ValueKind): Change | null {
  if (current === null || previous === null) return null;
  if (kind === "share") return { size: current - previous, unit: "points" };
  if (kind === "score") return { size: current - previous, unit: "score" };
  if (previous === 0) return current === 0 ? { size: 0, unit: "relative" } : null;
  return { size: (current - previous) / Math.abs(previous), unit: "relative" };
}

/** The size without its sign: arrow and words say which way. */
export function formatChangeSize(change: Change, locale: string, translate: Translate): string {
  const size = Math.abs(change.size);
  if (change.unit === "relative") return formatPercent(size, locale);
  if (change.unit === "score") return formatDecimal(size, locale, 2);
  return translate("change.points", { points: formatDecimal(size * 100, locale) });
}

/** True when the change is nothing at the precision it is shown with. */
export function isNoChange(change: Change): boolean {
  const shown = change.unit === "score" ? 100 : 1000;
  return Math.round(Math.abs(change.size) * shown) === 0;
}

/** Digits after the decimal point of a currency: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return numberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `format` takes decimal text exactly; the type knows only of literal templates. */
function decimalText(minor: number, digits: number): `${number}` {
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? "" : `.${text.slice(-digits)}`;
  return `${minor < 0 ? "-" : ""}${whole}${fraction}` as `${number}`; // digits only, by construction
}

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return remembered(`n ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return remembered(`d ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));
}

/** Making a formatter costs a hundred times what using it does. */
function remembered<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => Format): Format {
  const known = formats.get(key);
  if (known) return known as Format; // the key names the kind of formatter
  const made = make();
  formats.set(key, made);
  return made;
}

/** Narrow spaces differ between the Unicode versions of server and browser. */
function plain(text: string): string {
  return text.replaceAll("\u202f", "\u00a0");
}
