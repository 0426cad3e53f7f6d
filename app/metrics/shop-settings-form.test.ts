import { expect, test } from "vitest";
import { clockText } from "./shop-settings.ts";
import { parseSettingsForm } from "./shop-settings-form.ts";

const LOCALES = ["en", "nl"];
const AGENT = "11111111-2222-3333-4444-555555555555/7";
const PLAIN = [
  ["weekStart", "1"],
  ["activeDays", "90"],
  ["locale", ""],
  ["hours", "none"],
] as const;

test("a form without hours, tags and agents gives settings without them", () => {
  expect(read([])).toEqual({
    ok: true,
    locale: null,
    settings: { weekStart: 1, activeDays: 90, businessHours: null, excludedTags: [], excludedAgents: [] },
  });
});

test("rows of hours and holidays are read in their order of time", () => {
  const parsed = read([
    ["hours", "set"],
    ["week.0.0.from", "13:00"],
    ["week.0.0.to", "17:30"],
    ["week.0.1.from", "9:00"],
    ["week.0.1.to", "12:00"],
    ["week.6.0.from", "00:00"],
    ["week.6.0.to", "00:00"],
    ["holidays.0.day", "2026-12-25"],
    ["holidays.0.name", "Christmas"],
    ["holidays.1.day", "2026-01-01"],
  ]);
  expect(parsed.ok && parsed.settings.businessHours).toEqual({
    week: [
      [
        { fromMinute: 540, toMinute: 720 },
        { fromMinute: 780, toMinute: 1050 },
      ],
      ...[[], [], [], [], []],
      [{ fromMinute: 0, toMinute: 1440 }],
    ],
    holidays: [
      { day: "2026-01-01", name: "" },
      { day: "2026-12-25", name: "Christmas" },
    ],
  });
});

test("hours that end before they start are a problem of their end, and nothing is read", () => {
  const parsed = read([
    ["hours", "set"],
    ["week.2.0.from", "17:00"],
    ["week.2.0.to", "09:00"],
  ]);
  expect(parsed).toEqual({ ok: false, problems: { "week.2.0.to": "ends-before-start" } });
});

test("every wrong field has its own problem", () => {
  const parsed = read([
    ["weekStart", "3"],
    ["activeDays", "6"],
    ["locale", "tlh"],
    ["excludedTags", "x".repeat(201)],
    ["excludedAgents", "Ann"],
    ["hours", "set"],
    ["week.0.0.from", ""],
    ["week.0.0.to", "25:00"],
    ["week.1.0.from", "09:00"],
    ["week.1.0.to", "12:00"],
    ["week.1.1.from", "11:00"],
    ["week.1.1.to", "13:00"],
    ["holidays.0.day", "2026-02-30"],
  ]);
  expect(parsed).toEqual({
    ok: false,
    problems: {
      weekStart: "unknown-choice",
      activeDays: "days-out-of-range",
      locale: "unknown-choice",
      excludedTags: "tag-too-long",
      excludedAgents: "unknown-agent",
      "week.0.0.from": "minute-out-of-range",
      "week.0.0.to": "minute-out-of-range",
      "week.1.1.from": "overlaps",
      "holidays.0.day": "not-a-day",
    },
  });
});

test("the window of active customers is a whole number of days from 7 to 730", () => {
  const isRead = (days: string) => read([["activeDays", days]]).ok;
  expect(["7", "730", " 30 "].filter(isRead)).toEqual(["7", "730", " 30 "]);
  expect(["6", "731", "", "30.5", "-30", "1e2", "ninety", "99999999999"].filter(isRead)).toEqual([]);
});

test("tags and agents are taken once each, in order, without empty ones", () => {
  const parsed = read([
    ["excludedTags", "spam "],
    ["excludedTags", "b2b"],
    ["excludedTags", "spam"],
    ["excludedTags", " "],
    ["excludedAgents", AGENT],
    ["excludedAgents", AGENT],
  ]);
  expect(parsed).toMatchObject({ ok: true, settings: { excludedTags: ["b2b", "spam"], excludedAgents: [AGENT] } });
});

test("an empty form is refused", () => {
  expect(parseSettingsForm(new FormData(), LOCALES)).toMatchObject({
    ok: false,
    problems: { weekStart: "unknown-choice", activeDays: "days-out-of-range", hours: "unknown-choice" },
  });
});

test("a minute of the day is written as on a clock, the end of the day as 24:00", () => {
  expect([0, 65, 1439, 1440].map(clockText)).toEqual(["00:00", "01:05", "23:59", "24:00"]);
});

/** The plain form with these fields; a field that is named replaces the plain one. */
function read(fields: readonly (readonly [string, string])[]) {
  const form = new FormData();
  const given = new Set(fields.map(([name]) => name));
  for (const [name, value] of [...PLAIN.filter(([name]) => !given.has(name)), ...fields]) form.append(name, value);
  return parseSettingsForm(form, LOCALES);
}
