import fc from "fast-check";
import { expect, test } from "vitest";
import { daysOf, PERIOD_PRESETS, parsePeriod, periodSearch, previousPeriod } from "./period.ts";

const AMSTERDAM = { now: new Date("2026-11-20T23:30:00Z"), timeZone: "Europe/Amsterdam" };

test("the last thirty days end with today's shop day, which may be tomorrow in UTC", () => {
  const { period } = parsePeriod(new URLSearchParams(), AMSTERDAM);
  expect(period).toMatchObject({ preset: "last-30-days", fromOn: "2026-10-23", toOn: "2026-11-21" });
  expect(period.to.toISOString()).toBe("2026-11-21T23:00:00.000Z");
});

test("days of a custom period are both inclusive", () => {
  const { period, problem } = parsePeriod(new URLSearchParams("from=2026-03-28&to=2026-03-29"), AMSTERDAM);
  expect(problem).toBeNull();
  expect((period.to.getTime() - period.from.getTime()) / 3_600_000).toBe(47);
});

test("what cannot be read gives the default period and says so", () => {
  for (const search of [
    "preset=forever",
    "preset=custom",
    "from=2026-02-30&to=2026-03-01",
    "from=2026-03-01",
    "from=x&to=y",
    "from=1900-01-01&to=2026-01-01",
  ]) {
    const { period, problem } = parsePeriod(new URLSearchParams(search), AMSTERDAM);
    expect({ search, problem, preset: period.preset }).toEqual({
      search,
      problem: "unparsable",
      preset: "last-30-days",
    });
  }
  expect(parsePeriod(new URLSearchParams("from=2026-03-02&to=2026-03-01"), AMSTERDAM).problem).toBe("reversed");
});

test("months are calendar months", () => {
  expect(parsePeriod(new URLSearchParams("preset=this-month"), AMSTERDAM).period.fromOn).toBe("2026-11-01");
  expect(parsePeriod(new URLSearchParams("preset=last-month"), AMSTERDAM).period).toMatchObject({
    fromOn: "2026-10-01",
    toOn: "2026-10-31",
  });
});

test("a period's address leads back to it", () => {
  for (const preset of PERIOD_PRESETS) {
    const search = preset === "custom" ? "from=2026-01-05&to=2026-02-03" : `preset=${preset}`;
    const { period } = parsePeriod(new URLSearchParams(search), AMSTERDAM);
    expect(parsePeriod(new URLSearchParams(periodSearch(period)), AMSTERDAM).period).toEqual(period);
  }
});

test("the previous period has as many days and ends where this one begins", () => {
  const day = fc.integer({ min: 0, max: 3_000 });
  const length = fc.integer({ min: 0, max: 400 });
  const zone = fc.constantFrom("Asia/Kathmandu", "Pacific/Kiritimati", "America/Havana", "Europe/Amsterdam");
  fc.assert(
    fc.property(day, length, zone, (start, days, timeZone) => {
      const on = (offset: number) => new Date(Date.UTC(2018, 0, 1 + offset)).toISOString().slice(0, 10);
      const search = new URLSearchParams({ from: on(start), to: on(start + days) });
      const { period } = parsePeriod(search, { ...AMSTERDAM, timeZone });
      const previous = previousPeriod(period, timeZone);
      expect(previous.to).toEqual(period.from);
      expect(daysOf(previous)).toHaveLength(daysOf(period).length);
      expect(daysOf(period)).toHaveLength(days + 1);
    }),
  );
});
