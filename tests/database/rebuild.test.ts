import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { KPI_IDS } from "../../app/metrics/kpi-book.ts";
import { queryFigures } from "../../app/metrics/kpi-queries.server.ts";
import { parsePeriod } from "../../app/metrics/period.ts";
import { rebuildSomeDays } from "../../app/metrics/rebuild-figures.server.ts";
import { requestFactRefresh, requestFigureRebuild } from "../../app/metrics/rebuild-requests.server.ts";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import { listRebuilds, rebuild } from "../../app/sync/rebuild.server.ts";
import { kpiShop } from "../oracle/kpi-shop-arbitraries.ts";
import type { ModelShop } from "../oracle/model.ts";
import { dumpDerived, recompute } from "../oracle/recompute.ts";
import { type SavedShop, saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { saveSurveys } from "../oracle/save-surveys.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

const RUNS = { numRuns: 3 };

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("a shop that changes zone, hours and excluded tags ends with the figures of one that always had them", async () => {
  await fc.assert(
    fc.asyncProperty(kpiShop, kpiShop, fc.nat(8), async (model, other, late) => {
      const { timeZone, businessHours, excludedTags } = other;
      const changed: ModelShop = { ...model, timeZone, businessHours, excludedTags };
      const saved = await savedAndComputed(model, {
        tickets: model.tickets.slice(late),
        surveys: model.surveys.slice(late),
      });
      await changeSettings(saved, changed);
      await rebuildSomeDays(saved.shopId);
      // What arrives while the figures are being computed counts in those on show and in the new ones.
      await saveTickets(saved, model.tickets.slice(0, late));
      await saveSurveys(saved, model.surveys.slice(0, late));
      await recompute(saved, 50);
      await rebuild(saved.shopId);
      expect(await dumpDerived(saved)).toBe(await dumpDerived(await savedAndComputed(changed)));
      expect(await listRebuilds()).not.toContain(saved.shopId);
    }),
    RUNS,
  );
});

test("until the last day is computed the former figures are shown, and progress is told", async () => {
  const model = fc.sample(kpiShop, { numRuns: 40, seed: 11 }).find((shop) => shop.tickets.length > 3);
  if (!model) throw new Error("None of the shops has tickets");
  const years = model.tickets.map((ticket, index) => ({ ...ticket, createdAt: monthsBefore(ticket.createdAt, index) }));
  const shop = { ...model, businessHours: null, excludedTags: [], tickets: years };
  const saved = await savedAndComputed(shop);
  const before = await figuresOf(saved, shop);
  await changeSettings(saved, { ...shop, timeZone: "Pacific/Auckland" });
  await rebuildSomeDays(saved.shopId);
  expect(await figuresOf(saved, shop)).toEqual(before);
  const progress = await db().figureRebuild.findUniqueOrThrow({ where: { shopId: saved.shopId } });
  expect(progress.done).toBe(31);
  expect(progress.expected).toBeGreaterThan(progress.done);
  await rebuild(saved.shopId);
  expect(await db().figureRebuild.count({ where: { shopId: saved.shopId } })).toBe(0);
  const stored = await db().shop.findUniqueOrThrow({ where: { shopId: saved.shopId } });
  expect(stored.figuresTimeZone).toBe("Pacific/Auckland");
});

test("arrival in another order, everything twice and a computation from nothing change no figure", async () => {
  await fc.assert(
    fc.asyncProperty(kpiShop, fc.infiniteStream(fc.nat()), async (model, luck) => {
      const wanted = await dumpDerived(await savedAndComputed(model));
      const saved = await saveShop(model);
      const shuffled = model.tickets
        .map((ticket) => ({ ticket, place: luck.next().value }))
        .sort((a, b) => a.place - b.place)
        .map(({ ticket }) => ticket);
      for (const ticket of [...shuffled, ...model.tickets.slice(0, 3)]) {
        await saveTickets(saved, [ticket]);
        await saveSurveys(saved, model.surveys.slice(0, luck.next().value % 5));
        if (luck.next().value % 5 === 0) await recompute(saved, 3);
      }
      await saveOrders(saved, [...model.orders].reverse());
      await saveSurveys(saved, [...model.surveys].reverse());
      await recompute(saved, 3);
      await saveTickets(saved, model.tickets);
      await recompute(saved, 3);
      await saveOrders(saved, model.orders);
      await recompute(saved, 50);
      expect(await dumpDerived(saved)).toBe(wanted);
      await inTransaction((tx) => requestFigureRebuild(tx, saved.shopId));
      await inTransaction((tx) => requestFactRefresh(tx, saved.shopId));
      await rebuild(saved.shopId);
      expect(await dumpDerived(saved)).toBe(wanted);
    }),
    RUNS,
  );
});

async function savedAndComputed(
  model: ModelShop,
  { tickets = model.tickets, surveys = model.surveys } = {},
): Promise<SavedShop> {
  const saved = await saveShop(model);
  await saveOrders(saved, model.orders);
  await saveTickets(saved, tickets);
  await saveSurveys(saved, surveys);
  await recompute(saved, 50);
  return saved;
}

async function changeSettings(
  { shopId }: SavedShop,
  { timeZone, businessHours, excludedTags }: ModelShop,
): Promise<void> {
  await inTransaction(async (tx) => {
    const hours = businessHours === null ? null : JSON.stringify(businessHours);
    await tx.$executeRaw`
      update shop set figures_time_zone = coalesce(figures_time_zone, time_zone), time_zone = ${timeZone},
        business_hours = ${hours}::text::jsonb, excluded_tags = ${[...excludedTags]}::text[]
      where shop_id = ${shopId}::uuid`;
    await requestFigureRebuild(tx, shopId);
    await requestFactRefresh(tx, shopId);
  });
}

function figuresOf({ shopId }: SavedShop, { timeZone, tickets }: ModelShop) {
  const days = tickets.map(({ createdAt }) => createdAt.toISOString().slice(0, 10)).sort();
  const search = new URLSearchParams({ from: days[0] ?? "", to: days.at(-1) ?? "" });
  const { period } = parsePeriod(search, { now: new Date(), timeZone, weekStart: 1 });
  return queryFigures({ shopId, filter: NO_FILTER, clock: "calendar", now: new Date(0) }, period, KPI_IDS);
}

function monthsBefore(at: Date, months: number): Date {
  return new Date(at.getTime() - months * 30 * 86_400_000);
}
