import fc from "fast-check";
import { expect, test } from "vitest";
import { KPI_IDS, type KpiId, kpi } from "../../app/metrics/kpi-book.ts";
import { exampleShop, exampleTicket } from "./example-shop.ts";
import { sum } from "./figure-shapes.ts";
import type { KpiOptions } from "./kpi-events.ts";
import { kpiShop, modelFilter } from "./kpi-shop-arbitraries.ts";
import type { ModelShop } from "./model.ts";
import { readShop } from "./read-figures.ts";
import { readKpis } from "./read-kpis.ts";
import { readList } from "./read-list.ts";
import { isBlank, readBusiestHours, readCsatDistribution, readDistribution, readParts } from "./read-parts.ts";
import { dayAfter, dayIn, listDays } from "./shop-clock.ts";

const RUNS = { numRuns: 100 };
const CALENDAR: Pick<KpiOptions, "clock" | "filter"> = { filter: {}, clock: "calendar" };
const aDay = fc.nat(16);
const aClock = fc.constantFrom("calendar" as const, "business" as const);

test("what helpdesks, channels and agents count adds up to what the shop counts", () => {
  fc.assert(
    fc.property(kpiShop, aDay, aDay, modelFilter, (shop, start, length, filter) => {
      const [reading, days] = [readShop(shop), daysIn(shop, start, length)];
      const options = { ...CALENDAR, filter, now: new Date("2027-01-07T00:00:00Z") };
      const total = readKpis(reading, days, options);
      for (const by of ["helpdesk", "channel", "agent"] as const) {
        const parts = readParts(reading, days, by, options);
        for (const id of KPI_IDS.filter((kpiId) => isAddable(kpiId, by) && total[kpiId].unknown === undefined)) {
          expect({ by, id, value: sum(parts.map((part) => part.figures[id].value ?? 0)) }).toEqual({
            ...{ by, id, value: total[id].value },
          });
        }
        for (const id of ["csat_positive_rate", "csat_response_rate", "nps"] as const) {
          const n = sum(parts.map((part) => part.figures[id].n ?? 0));
          expect({ by, id, n }).toEqual({ by, id, n: total[id].n });
        }
      }
    }),
    RUNS,
  );
});

test("behind every figure stands as many rows as it counts, and of a rate as many as its numerator", () => {
  fc.assert(
    fc.property(kpiShop, aDay, aDay, modelFilter, aClock, (shop, start, length, filter, clock) => {
      const [reading, days] = [readShop(shop), daysIn(shop, start, length)];
      const options = { filter, clock, now: new Date("2026-01-05T00:00:00Z") };
      const figures = readKpis(reading, days, options);
      for (const id of KPI_IDS) {
        const [all, hits] = (["all", "hits"] as const).map((part) => readList(reading, days, id, { ...options, part }));
        const figure = figures[id];
        if (figure.unknown === "not-split") expect({ id, all }).toEqual({ id, all: null });
        if (all === null || all === undefined || figure.unknown || !isListed(id)) continue;
        expect({ id, all }).toEqual({ id, all: figure.n ?? figure.value });
        if (kpi(id).unit === "share")
          expect({ id, value: all === 0 ? null : (hits ?? 0) / all }).toMatchObject({
            ...{ id, value: figure.value },
          });
      }
    }),
    RUNS,
  );
});

test("days add up to their sum, classes to the durations, scores to the answers and hours to the tickets", () => {
  fc.assert(
    fc.property(kpiShop, aDay, aDay, aClock, (shop, start, length, clock) => {
      const [reading, days] = [readShop(shop), daysIn(shop, start, length)];
      const options = { filter: {}, clock, now: new Date("2027-02-01T00:00:00Z") };
      const figures = readKpis(reading, days, options);
      expect(sum((readBusiestHours(reading, days, options) ?? []).flat())).toBe(figures.tickets_created.value);
      expect(sum(Object.values(readCsatDistribution(reading, days, options)))).toBe(figures.csat_distribution.value);
      const classes = readDistribution(reading, days, "response", options);
      expect(classes && sum(classes.map((one) => one.count))).toBe(figures.response_seconds.n);
      const daily = listDays(days).map((day) => readKpis(reading, { fromOn: day, toOn: day }, options));
      for (const id of KPI_IDS.filter((kpiId) => ["count", "money"].includes(kpi(kpiId).formula.kind))) {
        expect({ id, value: sum(daily.map((figuresOfDay) => figuresOfDay[id].value ?? 0)) }).toEqual({
          ...{ id, value: figures[id].value },
        });
      }
      expect(daily.at(-1)?.tickets_open).toEqual(figures.tickets_open);
    }),
    RUNS,
  );
});

test("rates lie between 0 and 1 and within their intervals, and business hours are no longer than calendar time", () => {
  fc.assert(
    fc.property(kpiShop, modelFilter, (shop, filter) => {
      const [reading, days] = [readShop(shop), daysIn(shop, 0, 20)];
      const now = new Date("2027-02-01T00:00:00Z");
      const calendar = readKpis(reading, days, { filter, clock: "calendar", now });
      const business = readKpis(reading, days, { filter, clock: "business", now });
      for (const { value, interval } of Object.values(calendar).filter((figure) => figure.interval)) {
        expect(interval?.low).toBeLessThanOrEqual((value ?? 0) + 1e-12);
        expect(interval?.high).toBeGreaterThanOrEqual((value ?? 0) - 1e-12);
      }
      for (const id of KPI_IDS.filter((kpiId) => kpi(kpiId).unit === "seconds")) {
        expect(business[id].mean ?? 0).toBeLessThanOrEqual(calendar[id].mean ?? 0);
        if (shop.businessHours && !calendar[id].unknown) expect(business[id].n).toBe(calendar[id].n);
      }
    }),
    RUNS,
  );
});

test("a figure of no agent is unknown for an agent, and one of the whole shop for a helpdesk, channel or tag", () => {
  const reading = readShop(exampleShop({ tickets: [exampleTicket("1", "2026-03-02T09:00:00Z", { tags: ["size"] })] }));
  const figures = (filter: KpiOptions["filter"]) =>
    readKpis(reading, { fromOn: "2026-03-02", toOn: "2026-03-02" }, { ...CALENDAR, filter, now: new Date(0) });
  const ofAgent = figures({ agents: [{ connection: 0, agentId: "1" }] });
  const notSplit = { value: null, n: null, unknown: "not-split" };
  expect([ofAgent.tickets_created, ofAgent.churn_net, ofAgent.first_response_any_seconds]).toEqual([
    ...[notSplit, notSplit, notSplit],
  ]);
  expect(ofAgent.replies).toEqual({ value: 1, n: null });
  const ofTag = figures({ tags: ["other", "size"] });
  expect([ofTag.tickets_created, ofTag.support_cost]).toEqual([{ value: 1, n: null }, notSplit]);
  expect(figures({ channels: ["chat"] }).channel_share).toEqual({ value: 0, n: 1 });
});

test("a shop without tickets and orders is blank", () => {
  const options = { ...CALENDAR, now: new Date(0) };
  expect(isBlank(readKpis(readShop(exampleShop()), { fromOn: "2026-03-01", toOn: "2026-03-31" }, options))).toBe(true);
});

/** Counts, balances and sums of money; of agents those that belong to one. */
function isAddable(id: KpiId, by: "helpdesk" | "channel" | "agent"): boolean {
  const { formula, byAgent } = kpi(id);
  const adds = formula.kind === "count" || formula.kind === "balance" || formula.kind === "money";
  return adds && (by !== "agent" || byAgent);
}

/** Figures whose n counts what their rows are; a share of money and tickets per order have others. */
function isListed(id: KpiId): boolean {
  return id !== "contact_rate" && id !== "attributed_share";
}

function daysIn(shop: ModelShop, start: number, length: number) {
  const first = shop.tickets.map((ticket) => ticket.createdAt.getTime()).sort((a, b) => a - b)[0] ?? 0;
  const fromOn = dayAfter(dayIn(shop.timeZone, new Date(first)), start - 2);
  return { fromOn, toOn: dayAfter(fromOn, length) };
}
