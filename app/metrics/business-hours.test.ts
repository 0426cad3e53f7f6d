import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import { type BusinessHours, businessHoursSchema, businessSecondsBetween, businessSegments } from "./business-hours.ts";

const ZONES = [
  "UTC",
  "Europe/Amsterdam",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Australia/Lord_Howe",
  "America/Havana",
];
const MINUTE_MS = 60_000;
const NINE_TO_FIVE: BusinessHours = {
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [hours(9, 17)] : [])),
  holidays: [],
};
const ALWAYS: BusinessHours = { week: Array.from({ length: 7 }, () => [hours(0, 24)]), holidays: [] };

test("from Friday 16:30 to Monday 9:15 there are 45 minutes of business hours", () => {
  expect(secondsOf(NINE_TO_FIVE, "UTC", "2026-11-20T16:30:00Z", "2026-11-23T09:15:00Z")).toBe(45 * 60);
});

test("a holiday has no business hours, whatever its weekday", () => {
  const closed = { ...NINE_TO_FIVE, holidays: [{ day: "2026-12-25", name: "Christmas" }] };
  expect(secondsOf(closed, "UTC", "2026-12-24T00:00:00Z", "2026-12-27T00:00:00Z")).toBe(8 * 3_600);
});

test("a day may have any number of intervals, and what lies between them counts nothing", () => {
  const split = { ...NINE_TO_FIVE, week: [[hours(8, 12), hours(13, 17), hours(20, 22)], [], [], [], [], [], []] };
  expect(secondsOf(split, "UTC", "2026-11-23T11:30:00Z", "2026-11-23T21:00:00Z")).toBe((0.5 + 4 + 1) * 3_600);
});

test("round the clock is the time of the calendar, also over both clock changes", () => {
  for (const zone of ZONES) {
    expect(secondsOf(ALWAYS, zone, "2026-03-01T00:00:00Z", "2026-11-30T00:00:00Z"), zone).toBe(274 * 86_400);
  }
});

test("an hour that comes twice is worked twice, one that does not come is not worked", () => {
  const night = { ...ALWAYS, week: ALWAYS.week.map(() => [hours(1, 5)]) };
  expect(hoursOn(night, "Europe/Amsterdam", "2026-10-24")).toBe(4);
  expect(hoursOn(night, "Europe/Amsterdam", "2026-10-25")).toBe(5);
  expect(hoursOn(night, "Europe/Amsterdam", "2026-03-29")).toBe(3);
});

test("an interval within the hour that does not come is no interval", () => {
  const missed = { ...ALWAYS, week: ALWAYS.week.map(() => [hours(2, 3)]) };
  expect(segmentsOn(missed, "Europe/Amsterdam", "2026-03-29").startsAt).toEqual([]);
  expect(hoursOn(missed, "Europe/Amsterdam", "2026-03-30")).toBe(1);
});

test("intervals that touch within the hour that comes twice have together what one in their place has", () => {
  const whole = { ...ALWAYS, week: ALWAYS.week.map(() => [hours(1, 4)]) };
  const cut = { ...ALWAYS, week: ALWAYS.week.map(() => [hours(1, 2.5), hours(2.5, 4)]) };
  expect(hoursOn(cut, "Europe/Amsterdam", "2026-10-25")).toBe(hoursOn(whole, "Europe/Amsterdam", "2026-10-25"));
});

test("a day that begins twice, begins late or is left out has the hours that there are", () => {
  const early = { ...ALWAYS, week: ALWAYS.week.map(() => [hours(0, 2)]) };
  expect(hoursOn(early, "America/Havana", "2026-11-01")).toBe(3);
  expect(hoursOn(early, "America/Santiago", "2026-09-06")).toBe(1);
  expect(hoursOn(early, "Pacific/Apia", "2011-12-30")).toBe(0);
});

test("hours begin on the wall clock of a zone that is off by three quarters of an hour", () => {
  const [start] = segmentsOn(NINE_TO_FIVE, "Asia/Kathmandu", "2026-11-23").startsAt;
  expect(start?.toISOString()).toBe("2026-11-23T03:15:00.000Z");
});

test("seconds are rounded once, not interval by interval", () => {
  const from = "2026-11-23T09:59:59.600Z";
  const split = { ...NINE_TO_FIVE, week: [[hours(9, 10), hours(11, 12)], [], [], [], [], [], []] };
  expect(secondsOf(split, "UTC", from, "2026-11-23T11:00:00.300Z")).toBe(1);
  expect(secondsOf(split, "UTC", from, "2026-11-23T11:00:00.000Z")).toBe(0);
  expect(secondsOf(split, "UTC", "2026-11-23T11:30:00Z", from)).toBe(0);
});

test("two stretches of time that follow each other have together the business hours of both", () => {
  fc.assert(
    fc.property(schedule(), fc.constantFrom(...ZONES), instants(3), (plan, zone, times) => {
      const [from = 0, between = 0, to = 0] = times;
      const segments = segmentsAround(plan, zone, from, to);
      const seconds = (a: number, b: number) => businessSecondsBetween(segments, new Date(a), new Date(b));
      expect(seconds(from, between) + seconds(between, to)).toBe(seconds(from, to));
    }),
    { numRuns: 200 },
  );
});

test("segments are in time order, none overlaps another, and each says what came before it", () => {
  fc.assert(
    fc.property(schedule(), fc.constantFrom(...ZONES), instants(2), (plan, zone, [from = 0, to = 0]) => {
      const { startsAt, endsAt, secondsBefore } = segmentsAround(plan, zone, from, to);
      let [last, seconds] = [Number.NEGATIVE_INFINITY, 0];
      for (const [index, start] of startsAt.entries()) {
        const end = endsAt[index] ?? start;
        expect(start.getTime()).toBeGreaterThanOrEqual(last);
        expect(end.getTime()).toBeGreaterThan(start.getTime());
        expect(secondsBefore[index]).toBe(seconds);
        [last, seconds] = [end.getTime(), seconds + (end.getTime() - start.getTime()) / 1000];
      }
    }),
    { numRuns: 200 },
  );
});

test("a slow reading, minute by minute from the wall clock, gives the same", () => {
  fc.assert(
    fc.property(schedule(), fc.constantFrom(...ZONES), instants(2), (plan, zone, [from = 0, to = 0]) => {
      const segments = segmentsAround(plan, zone, from, to);
      expect(businessSecondsBetween(segments, new Date(from), new Date(to))).toBe(slowSeconds(plan, zone, from, to));
    }),
    { numRuns: 20 },
  );
});

test("what is wrong with business hours is said of its field", () => {
  const week = [[hours(1, 3), hours(2, 4)], [hours(3, 3)], [{ fromMinute: -1, toMinute: 1.5 }], [], [], [], []];
  const holidays = ["2026-02-30", "2026-01-01", "2026-01-01"].map((day) => ({ day, name: "" }));
  expect(problemsOf({ week, holidays })).toEqual({
    "week.0.1.fromMinute": "overlaps",
    "week.1.0.toMinute": "ends-before-start",
    "week.2.0.fromMinute": "minute-out-of-range",
    "week.2.0.toMinute": "minute-out-of-range",
    "holidays.0.day": "not-a-day",
    "holidays.2.day": "holiday-twice",
  });
});

test("a week without any hours, too many intervals and too many holidays are refused", () => {
  const quarters = Array.from({ length: 13 }, (_, hour) => hours(hour, hour + 1));
  const year = Array.from({ length: 367 }, (_, day) => ({
    day: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    name: "",
  }));
  expect(problemsOf({ week: Array.from({ length: 7 }, () => []), holidays: [] })).toEqual({ week: "never-open" });
  expect(problemsOf({ week: [quarters, [], [], [], [], [], []], holidays: year })).toEqual({
    "week.0": "too-many-intervals",
    holidays: "too-many-holidays",
  });
});

test("intervals that touch are fine, and intervals and holidays come out in order", () => {
  const read = businessHoursSchema.parse({
    week: [[hours(12, 17), hours(9, 12)], [], [], [], [], [], []],
    holidays: [
      { day: "2026-12-25", name: " Christmas " },
      { day: "2026-01-01", name: "" },
    ],
  });
  expect(read.week[0]).toEqual([hours(9, 12), hours(12, 17)]);
  expect(read.holidays.map(({ day, name }) => `${day} ${name}`)).toEqual(["2026-01-01 ", "2026-12-25 Christmas"]);
});

function hours(from: number, to: number) {
  return { fromMinute: from * 60, toMinute: to * 60 };
}

function secondsOf(plan: BusinessHours, zone: string, from: string, to: string): number {
  const [start, end] = [new Date(from), new Date(to)];
  return businessSecondsBetween(segmentsAround(plan, zone, start.getTime(), end.getTime()), start, end);
}

function segmentsOn(plan: BusinessHours, zone: string, day: string) {
  return businessSegments(plan, zone, { fromOn: day, toOn: day });
}

function hoursOn(plan: BusinessHours, zone: string, day: string): number {
  const { startsAt, endsAt } = segmentsOn(plan, zone, day);
  return endsAt.reduce((sum, end, index) => sum + end.getTime() - (startsAt[index]?.getTime() ?? 0), 0) / 3_600_000;
}

/** Of all shop days that the stretch of time can touch. */
function segmentsAround(plan: BusinessHours, zone: string, from: number, to: number) {
  const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10);
  return businessSegments(plan, zone, { fromOn: dayAt(from - 86_400_000), toOn: dayAt(to + 86_400_000) });
}

function problemsOf(value: unknown): Record<string, string> {
  const issues = businessHoursSchema.safeParse(value).error?.issues ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
}

/** Whether a minute is worked depends on the highest wall clock of its day so far, as the rule says. */
function slowSeconds(plan: BusinessHours, timeZone: string, from: number, to: number): number {
  const holidays = new Set(plan.holidays.map(({ day }) => day));
  const dayBefore = from - 2 * 86_400_000;
  let [seconds, day, reached] = [0, "", -1];
  for (let at = dayBefore - (dayBefore % MINUTE_MS); at < to; at += MINUTE_MS) {
    const local = DateTime.fromMillis(at, { zone: timeZone });
    if (local.toISODate() !== day) [day, reached] = [local.toISODate() ?? "", -1];
    reached = Math.max(reached, local.hour * 60 + local.minute);
    const clock = reached;
    const intervals = holidays.has(day) ? [] : (plan.week[local.weekday - 1] ?? []);
    if (at < from || !intervals.some(({ fromMinute, toMinute }) => fromMinute <= clock && clock < toMinute)) continue;
    seconds += 60;
  }
  return seconds;
}

function schedule(): fc.Arbitrary<BusinessHours> {
  const day = fc
    .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
    .map((minutes) => minutes.toSorted((a, b) => a - b))
    .map((minutes) =>
      minutes.flatMap((toMinute, index) => (index % 2 ? [{ fromMinute: minutes[index - 1] ?? 0, toMinute }] : [])),
    );
  const holiday = fc.integer({ min: 0, max: 30 }).map((days) => ({
    day: new Date(Date.UTC(2026, 9, 20 + days)).toISOString().slice(0, 10),
    name: "",
  }));
  return fc.record({
    week: fc.array(day, { minLength: 7, maxLength: 7 }),
    holidays: fc.uniqueArray(holiday, { maxLength: 3, selector: (one) => one.day }),
  });
}

/** Whole minutes, in order, around the clock changes of 2026. */
function instants(count: number): fc.Arbitrary<number[]> {
  return fc
    .record({
      start: fc.constantFrom(
        "2026-03-27T00:00:00Z",
        "2026-04-03T00:00:00Z",
        "2026-10-23T00:00:00Z",
        "2026-10-30T00:00:00Z",
      ),
      minutes: fc.array(fc.integer({ min: 0, max: 7_200 }), { minLength: count, maxLength: count }),
    })
    .map(({ start, minutes }) =>
      minutes.toSorted((a, b) => a - b).map((minute) => new Date(start).getTime() + minute * MINUTE_MS),
    );
}
