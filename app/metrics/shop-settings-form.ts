import { type BusinessHours, businessHoursSchema, HOURS_PROBLEMS } from "./business-hours.ts";
import { parseAgentRef } from "./figure-filter.ts";
import {
  ACTIVE_DAYS,
  type SettingsProblem,
  type SettingsProblems,
  type ShopSettings,
  WEEK_STARTS,
} from "./shop-settings.ts";

const MOST_TAGS = 100;
const MOST_AGENTS = 500;
const LONGEST_TAG = 200;
const MINUTES_AN_HOUR = 60;
const MINUTES_A_DAY = 1440;
const DAYS_A_WEEK = 7;

export type ParsedSettings =
  | { ok: true; settings: ShopSettings; locale: string | null }
  | { ok: false; problems: SettingsProblems };

/**
 * Reads the settings form: `weekStart`, `activeDays`, `excludedTags` and `excludedAgents` (each any number of times),
 * `locale` ("" follows the admin), and `hours`: "none", or "set" with `week.0.0.from` and `.to` as HH:MM (Monday first; an
 * end at 00:00 is the midnight after) and `holidays.0.day` and `.name`. Rows are numbered without gaps.
 * @param locales the languages that the interface has
 * @returns problems by field where anything is wrong, and then no settings at all
 */
export function parseSettingsForm(form: FormData, locales: readonly string[]): ParsedSettings {
  const problems: SettingsProblems = {};
  const weekStart = WEEK_STARTS.find((day) => String(day) === textOf(form, "weekStart"));
  if (weekStart === undefined) problems.weekStart = "unknown-choice";
  const activeDays = readActiveDays(textOf(form, "activeDays"));
  if (activeDays === null) problems.activeDays = "days-out-of-range";
  const locale = textOf(form, "locale");
  if (locale !== "" && !locales.includes(locale)) problems.locale = "unknown-choice";
  const excludedTags = readTags(form, problems);
  const excludedAgents = readAgents(form, problems);
  const businessHours = readHours(form, problems);
  if (weekStart === undefined || activeDays === null || Object.keys(problems).length > 0)
    return { ok: false, problems };
  const settings = { weekStart, activeDays, excludedTags, excludedAgents, businessHours };
  return { ok: true, settings, locale: locale === "" ? null : locale };
}

function readActiveDays(text: string): number | null {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return days >= ACTIVE_DAYS.least && days <= ACTIVE_DAYS.most ? days : null;
}

function readTags(form: FormData, problems: SettingsProblems): string[] {
  const tags = textsOf(form, "excludedTags");
  if (tags.some((tag) => tag.length > LONGEST_TAG)) problems.excludedTags = "tag-too-long";
  if (tags.length > MOST_TAGS) problems.excludedTags = "too-many-tags";
  return tags;
}

function readAgents(form: FormData, problems: SettingsProblems): string[] {
  const agents = textsOf(form, "excludedAgents");
  if (agents.some((agent) => parseAgentRef(agent) === null)) problems.excludedAgents = "unknown-agent";
  if (agents.length > MOST_AGENTS) problems.excludedAgents = "too-many-agents";
  return agents;
}

function readHours(form: FormData, problems: SettingsProblems): BusinessHours | null {
  const choice = textOf(form, "hours");
  if (choice === "none") return null;
  if (choice !== "set") problems.hours = "unknown-choice";
  const week = Array.from({ length: DAYS_A_WEEK }, (_, day) =>
    rowsOf(form, `week.${day}`, ["from", "to"]).map(([from = "", to = ""]) => ({
      fromMinute: minuteOf(from),
      toMinute: minuteOf(to) || MINUTES_A_DAY,
    })),
  );
  const holidays = rowsOf(form, "holidays", ["day", "name"]).map(([day = "", name = ""]) => ({ day, name }));
  const parsed = businessHoursSchema.safeParse({ week, holidays });
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) problems[fieldOf(path)] ??= problemNamed(message);
  return null;
}

/** The rows `prefix.0`, `prefix.1` and so on, each with its fields' texts. */
function rowsOf(form: FormData, prefix: string, fields: readonly string[]): string[][] {
  const rows: string[][] = [];
  while (fields.some((field) => form.has(`${prefix}.${rows.length}.${field}`))) {
    rows.push(fields.map((field) => textOf(form, `${prefix}.${rows.length}.${field}`)));
  }
  return rows;
}

/** Minutes after midnight of HH:MM; -1, which no schedule takes, for anything else. */
function minuteOf(text: string): number {
  const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? -1 : Number(hours) * MINUTES_AN_HOUR + Number(minutes);
}

/** The form's name of a place in business hours: `week.0.1.toMinute` is `week.0.1.to`. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".").replace("Minute", "");
}

/** Every issue of the schema carries a problem, but for what cannot come from this form. */
function problemNamed(message: string): SettingsProblem {
  return HOURS_PROBLEMS.find((known) => known === message) ?? "unknown-choice";
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

function textsOf(form: FormData, name: string): string[] {
  const texts = form.getAll(name).map((value) => (typeof value === "string" ? value.trim() : ""));
  return [...new Set(texts)].filter((text) => text !== "").sort();
}
