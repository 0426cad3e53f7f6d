/** A Monday. */
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The name of an ISO weekday (1 is Monday) in a language, as it stands alone. */
export function weekdayName(isoWeekday: number, locale: string): string {
  const day = new Date(FIRST_DAY + (isoWeekday - 1) * DAY_MS);
  const name = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(day);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
