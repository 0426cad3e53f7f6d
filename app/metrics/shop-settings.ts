import type { BusinessHours, HoursProblem } from "./business-hours.ts";
import type { WeekStart } from "./period.ts";

/** Monday, Saturday, Sunday. */
export const WEEK_STARTS: readonly WeekStart[] = [1, 6, 7];

/** Days after an order during which a customer counts as active (METRICS.md 5). */
export const ACTIVE_DAYS = { least: 7, most: 730 };
const MINUTES_AN_HOUR = 60;

/** What a merchant sets for all figures of the shop. */
export interface ShopSettings {
  weekStart: WeekStart;
  /** Null where none are set: durations in business hours are then unknown. */
  businessHours: BusinessHours | null;
  /** Tickets with one of these are not counted; sorted, each once. */
  excludedTags: string[];
  /** As `writeAgentRef` writes them: people who are not compared with the others; sorted, each once. */
  excludedAgents: string[];
  activeDays: number;
}

/** What can be wrong with a field of the form. */
export const SETTINGS_PROBLEMS = [
  "unknown-choice",
  "days-out-of-range",
  "tag-too-long",
  "too-many-tags",
  "too-many-agents",
  "unknown-agent",
] as const;
export type SettingsProblem = HoursProblem | (typeof SETTINGS_PROBLEMS)[number];

/** By the field's name; "week", "week.0" and "holidays" are about more than one field. */
export type SettingsProblems = Record<string, SettingsProblem>;

/** A minute of the day as HH:MM; 1440 is 24:00. */
export function clockText(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / MINUTES_AN_HOUR), minute % MINUTES_AN_HOUR];
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
