import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GOAL_KPIS } from "../../app/metrics/goal.ts";
import { queryGoalReport } from "../../app/metrics/goal-report.server.ts";
import { listGoalHistory, readGoals, saveGoal, saveGoals } from "../../app/metrics/goal-store.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("a goal holds from its day on until it is changed or ended, in its own shop alone", async () => {
  const [shop, other] = [await aShop(), await aShop()];
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-03-01", value: 30 });
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-04-01", value: 40 });
  await saveGoal(shop, { kpi: "csat_mean", sinceOn: "2026-04-15", value: 4.5 });
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-05-01", value: null });
  expect(await readGoals(shop, "2026-02-28")).toEqual({});
  expect(await readGoals(shop, "2026-03-01")).toEqual({ nps: 30 });
  expect(await readGoals(shop, "2026-04-30")).toEqual({ nps: 40, csat_mean: 4.5 });
  expect(await readGoals(shop, "2026-05-01")).toEqual({ csat_mean: 4.5 });
  expect(await readGoals(other, "2026-04-30")).toEqual({});
});

test("a goal set again on its day, or before later changes, takes their place", async () => {
  const shop = await aShop();
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-03-01", value: 30 });
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-03-01", value: 35 });
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-05-01", value: 50 });
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-04-01", value: 40 });
  expect(await listGoalHistory(shop)).toEqual([
    { kpi: "nps", sinceOn: "2026-04-01", value: 40 },
    { kpi: "nps", sinceOn: "2026-03-01", value: 35 },
  ]);
});

test("what holds already makes no entry in the history, nor does an end of a goal that never was", async () => {
  const shop = await aShop();
  await saveGoal(shop, { kpi: "nps", sinceOn: "2026-03-01", value: 30 });
  await saveGoals(shop, [
    { kpi: "nps", sinceOn: "2026-04-01", value: 30 },
    { kpi: "csat_mean", sinceOn: "2026-04-01", value: null },
    { kpi: "reopen_rate", sinceOn: "2026-04-01", value: 0 },
  ]);
  expect(await listGoalHistory(shop)).toEqual([
    { kpi: "reopen_rate", sinceOn: "2026-04-01", value: 0 },
    { kpi: "nps", sinceOn: "2026-03-01", value: 30 },
  ]);
});

test("of several goals one that cannot be keeps all from being saved", async () => {
  const shop = await aShop();
  const good = { kpi: "nps", sinceOn: "2026-03-01", value: 30 } as const;
  await expect(saveGoals(shop, [good, { ...good, kpi: "tickets_created" }])).rejects.toThrow(RangeError);
  await expect(saveGoals(shop, [good, { ...good, kpi: "csat_mean", value: Number.NaN }])).rejects.toThrow(RangeError);
  await expect(saveGoals(randomUUID(), [good])).rejects.toThrow(/There is no shop/);
  expect(await listGoalHistory(shop)).toEqual([]);
});

test("goals of figures that the book does not have any more are left out", async () => {
  const shop = await aShop();
  await db().goal.create({ data: { shopId: shop, kpiId: "forgotten", sinceOn: new Date("2026-01-01"), value: 1 } });
  await db().goal.create({
    data: { shopId: shop, kpiId: "tickets_created", sinceOn: new Date("2026-01-01"), value: 1 },
  });
  expect(await listGoalHistory(shop)).toEqual([]);
  expect(await readGoals(shop, "2026-03-01")).toEqual({});
});

test("the report has every figure that can have a goal, over the last 12 weeks of the shop, the running one last", async () => {
  const shopId = await aShop();
  await saveGoal(shopId, { kpi: "tickets_closed", sinceOn: "2026-11-10", value: 60 });
  await saveGoal(shopId, { kpi: "tickets_open", sinceOn: "2026-11-10", value: 5 });
  const now = new Date("2026-11-18T12:00:00Z");
  const report = await queryGoalReport({ shopId, timeZone: "UTC", weekStart: 1, now });
  expect(report.standings.map(({ id }) => id)).toEqual(GOAL_KPIS);
  expect([report.period.fromOn, report.period.toOn, report.todayOn]).toEqual([
    "2026-10-20",
    "2026-11-18",
    "2026-11-18",
  ]);
  const closed = report.standings.find(({ id }) => id === "tickets_closed");
  expect(closed).toMatchObject({ goal: 60, figure: { value: 0 } });
  expect(closed?.weeks.map(({ day }) => day)).toHaveLength(12);
  expect(closed?.weeks[0]).toMatchObject({ day: "2026-08-31", untilOn: "2026-09-06", goal: null, state: "unknown" });
  expect(closed?.weeks.at(-1)).toMatchObject({ day: "2026-11-16", untilOn: "2026-11-18", goal: 6, state: "missed" });
  const open = report.standings.find(({ id }) => id === "tickets_open");
  expect(open?.weeks.map(({ state }) => state).slice(-3)).toEqual(["unknown", "reached", "reached"]);
});

async function aShop(): Promise<string> {
  const shopId = randomUUID();
  await db().shop.create({
    data: {
      ...{ shopId, domain: `${shopId}.example`, name: "Shop", timeZone: "UTC", currency: "EUR" },
      ...{ scopes: "", matchKey: "", installedAt: new Date(0) },
    },
  });
  return shopId;
}
