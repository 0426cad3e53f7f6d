import { expect, test } from "vitest";
import type { ShopSettings } from "../metrics/shop-settings.ts";
import { parseSettingsForm } from "../metrics/shop-settings-form.ts";
import { draftOf, formOf, isAsSent, isSameDraft } from "./settings-draft.ts";

const SETTINGS: ShopSettings = {
  weekStart: 7,
  activeDays: 60,
  businessHours: {
    week: [
      [
        { fromMinute: 0, toMinute: 540 },
        { fromMinute: 1200, toMinute: 1440 },
      ],
      ...[[], [], [], [], [], []],
    ],
    holidays: [{ day: "2026-12-25", name: "Christmas" }],
  },
  excludedTags: ["b2b", "test"],
  excludedAgents: ["11111111-2222-3333-4444-555555555555/7"],
};

test("settings that go through the form come out as they went in", () => {
  for (const settings of [SETTINGS, { ...SETTINGS, businessHours: null }]) {
    for (const locale of ["nl", null]) {
      expect(parseSettingsForm(formOf(draftOf(settings, locale)), ["nl"])).toEqual({ ok: true, settings, locale });
    }
  }
});

test("a shop without hours is offered those of an office, and they are saved only once they are chosen", () => {
  const draft = draftOf({ ...SETTINGS, businessHours: null }, null);
  expect(draft.week.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
  const parsed = parseSettingsForm(formOf({ ...draft, hasHours: true }), []);
  expect(parsed.ok && parsed.settings.businessHours?.week[4]).toEqual([{ fromMinute: 540, toMinute: 1020 }]);
});

test("a draft is the same as another when both would be saved alike", () => {
  const draft = draftOf({ ...SETTINGS, businessHours: null }, null);
  expect(isSameDraft(draft, { ...draft, week: [], holidays: [{ day: "", name: "" }] })).toBe(true);
  expect(isSameDraft(draft, { ...draft, activeDays: "61" })).toBe(false);
});

test("a problem stands until what it is about is changed", () => {
  const sent = draftOf(SETTINGS, null);
  const later = { ...sent, week: [[{ from: "00:00", to: "10:00" }], ...sent.week.slice(1)], activeDays: "1" };
  expect(["week.0.1.to", "week", "week.0", "activeDays"].filter((field) => isAsSent(field, later, sent))).toEqual([]);
  expect(["week.1.0.to", "holidays.0.day", "holidays"].filter((field) => isAsSent(field, later, sent))).toHaveLength(3);
});
