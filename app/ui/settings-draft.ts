import type { BusinessHours } from "../metrics/business-hours.ts";
import { clockText, type ShopSettings } from "../metrics/shop-settings.ts";

/** The settings form while it is filled in: texts as they stand in the fields. */
export interface SettingsDraft {
  weekStart: string;
  activeDays: string;
  /** "" follows the admin. */
  locale: string;
  hasHours: boolean;
  /** Monday first. */
  week: readonly (readonly HoursRow[])[];
  holidays: readonly HolidayRow[];
  excludedTags: readonly string[];
  excludedAgents: readonly string[];
}

/** HH:MM as a time field gives it; "" while it is not filled in. */
export interface HoursRow {
  from: string;
  to: string;
}

export interface HolidayRow {
  day: string;
  name: string;
}

/** What every section of the form gets. */
export interface SettingsFieldsProps {
  draft: SettingsDraft;
  onChange(change: Partial<SettingsDraft>): void;
  /** What is wrong with a field, in words. */
  errorOf(field: string): string | false;
}

const MIDNIGHT = "00:00";
const WEEKDAYS = 5;
const DAYS_A_WEEK = 7;
/** What a day begins with when hours are added to it. */
export const USUAL_HOURS: HoursRow = { from: "09:00", to: "17:00" };

/** The settings as the form shows them. A shop without business hours is offered those of an office, not yet chosen. */
export function draftOf(settings: ShopSettings, locale: string | null): SettingsDraft {
  const { weekStart, activeDays, businessHours, excludedTags, excludedAgents } = settings;
  return {
    weekStart: String(weekStart),
    activeDays: String(activeDays),
    locale: locale ?? "",
    hasHours: businessHours !== null,
    week: businessHours ? weekRows(businessHours) : officeHours(),
    holidays: businessHours?.holidays ?? [],
    excludedTags,
    excludedAgents,
  };
}

/** The draft as `parseSettingsForm` reads it. Hours that are not chosen are left out. */
export function formOf(draft: SettingsDraft): FormData {
  const form = new FormData();
  for (const [name, value] of entriesOf(draft)) form.append(name, value);
  return form;
}

/** Whether both would be saved alike. */
export function isSameDraft(one: SettingsDraft, other: SettingsDraft): boolean {
  return JSON.stringify(entriesOf(one)) === JSON.stringify(entriesOf(other));
}

/**
 * Whether a problem that was found in the form that was sent still stands: what it is about (a row of holidays, a day's
 * intervals, any other field) is as it was then.
 */
export function isAsSent(field: string, draft: SettingsDraft, sent: SettingsDraft): boolean {
  const [head = "", row] = field.split(".");
  const scope = row === undefined ? head : `${head}.${row}`;
  const within = (of: SettingsDraft) =>
    JSON.stringify(entriesOf(of).filter(([name]) => name === scope || name.startsWith(`${scope}.`)));
  return within(draft) === within(sent);
}

function entriesOf(draft: SettingsDraft): [string, string][] {
  return [
    ["weekStart", draft.weekStart],
    ["activeDays", draft.activeDays],
    ["locale", draft.locale],
    ["hours", draft.hasHours ? "set" : "none"],
    ...(draft.hasHours ? hoursEntries(draft) : []),
    ...draft.excludedTags.map((tag): [string, string] => ["excludedTags", tag]),
    ...draft.excludedAgents.map((agent): [string, string] => ["excludedAgents", agent]),
  ];
}

function hoursEntries({ week, holidays }: SettingsDraft): [string, string][] {
  return [
    ...week.flatMap((rows, day) =>
      rows.flatMap(({ from, to }, index): [string, string][] => [
        [`week.${day}.${index}.from`, from],
        [`week.${day}.${index}.to`, to],
      ]),
    ),
    ...holidays.flatMap(({ day, name }, index): [string, string][] => [
      [`holidays.${index}.day`, day],
      [`holidays.${index}.name`, name],
    ]),
  ];
}

/** A time field knows no 24:00: an end at midnight is 00:00. */
function weekRows({ week }: BusinessHours): HoursRow[][] {
  return week.map((intervals) =>
    intervals.map(({ fromMinute, toMinute }) => ({
      from: clockText(fromMinute),
      to: clockText(toMinute).replace("24:00", MIDNIGHT),
    })),
  );
}

function officeHours(): HoursRow[][] {
  return Array.from({ length: DAYS_A_WEEK }, (_, day) => (day < WEEKDAYS ? [USUAL_HOURS] : []));
}
