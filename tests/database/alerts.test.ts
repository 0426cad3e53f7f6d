import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { queryAlertReport } from "../../app/alerts/alert-report.server.ts";
import { acknowledgeAlert, listAlerts, listOpenAlerts } from "../../app/alerts/alert-store.server.ts";
import { WHOLE_SHOP } from "../../app/metrics/daily-figure-queries.server.ts";
import { saveGoal } from "../../app/metrics/goal-store.server.ts";
import { plusDays } from "../../app/metrics/period.ts";
import { requireMetricsShop } from "../../app/metrics/shop-queries.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { evaluateAlerts, startDueAlerts } from "../../app/sync/evaluate-alerts.server.ts";
import { exampleShop, exampleTicket, message } from "../oracle/example-shop.ts";
import type { ModelTicket } from "../oracle/model.ts";
import { recompute } from "../oracle/recompute.ts";
import { saveShop, saveTickets } from "../oracle/save-model.ts";
import { provideDatabase } from "./provide-database.ts";

provideDatabase({ startsQueue: true });

/** A Monday. */
const FIRST_WEEK = "2026-08-03";
/** Twelve weeks of 40 answers, as good as each other but for chance. */
const USUAL = [33, 35, 34, 32, 36, 34, 33, 35, 34, 33, 35, 34];

test("a bad week raises one alert a figure however often it is looked at, and names what moved", async () => {
  const saved = await saveShop(exampleShop({ timeZone: "UTC" }));
  const tickets = Array.from({ length: 13 }, (_, week) => ratedWeek(week)).flat();
  await saveTickets(saved, tickets);
  await recompute(saved, 500);
  const { shopId, connectionIds } = saved;
  const at = new Date(`${weekOn(13)}T01:30:00Z`);
  for (const _ of [1, 2, 3]) await evaluateAlerts(shopId, at);
  await evaluateAlerts(shopId, new Date(at.getTime() + 86_400_000));
  const alerts = await listAlerts(shopId, 10);
  expect(alerts.map(({ kpiId, side, weekOn }) => [kpiId, side, weekOn]).sort()).toEqual([
    ["csat_mean", "below", weekOn(12)],
    ["csat_positive_rate", "below", weekOn(12)],
  ]);
  const rate = alerts.find(({ kpiId }) => kpiId === "csat_positive_rate");
  expect(rate).toMatchObject({ value: 0.25, n: 12, rule: "beyond-three-sigma", endedAt: null, acknowledgedAt: null });
  expect(rate?.center).toBeCloseTo(11 / 12, 6);
  expect(rate?.lower).toBeGreaterThan(0.25);
  expect(rate?.movers).toEqual({
    channel: { key: "chat", label: null, value: 0, n: 9, before: 17 / 18 },
    agent: { key: `${connectionIds[1]}/2`, label: "Bo", value: 0, n: 9, before: 17 / 18 },
    tag: { key: "delivery", label: null, value: 0, n: 9, before: 17 / 18 },
  });
  const told = await db().flowEvent.findMany({ where: { shopId } });
  expect(told.map(({ handle }) => handle)).toEqual(["kpi-shifted", "kpi-shifted"]);
});

test("with eleven weeks before it a week raises no alert, and the page says why", async () => {
  const shopId = await shopOf([...USUAL.slice(1), 12]);
  const at = new Date(`${weekOn(12)}T01:30:00Z`);
  await evaluateAlerts(shopId, at);
  expect(await listAlerts(shopId, 10)).toEqual([]);
  const { watched, shown } = await queryAlertReport(await requireMetricsShop(shopId), { alertId: null, now: at });
  expect(watched.find(({ kpiId }) => kpiId === "csat_positive_rate")?.reason).toBe("not-enough-weeks");
  expect(shown).toBeNull();
});

test("weeks as usual raise nothing", async () => {
  const shopId = await shopOf([...USUAL, 33, 35, 34]);
  await evaluateAlerts(shopId, new Date(`${weekOn(15)}T01:30:00Z`));
  expect(await listAlerts(shopId, 10)).toEqual([]);
});

test("an alert goes on through bad weeks and ends with a usual one, and one that was acknowledged stays so", async () => {
  const shopId = await shopOf([...USUAL, 12]);
  await evaluateAlerts(shopId, new Date(`${weekOn(13)}T01:30:00Z`));
  const [raised] = await listAlerts(shopId, 10);
  await acknowledgeAlert({ shopId, userId: "7" }, raised?.alertId ?? "", new Date());
  await addWeek(shopId, 13, 12);
  await evaluateAlerts(shopId, new Date(`${weekOn(14)}T01:30:00Z`));
  expect(await listAlerts(shopId, 10)).toMatchObject([{ lastWeekOn: weekOn(13), endedAt: null }]);
  await addWeek(shopId, 14, 34);
  await evaluateAlerts(shopId, new Date(`${weekOn(15)}T01:30:00Z`));
  const [ended] = await listAlerts(shopId, 10);
  expect([ended?.alertId, ended?.acknowledgedAt === null, ended?.endedAt === null]).toEqual([
    raised?.alertId,
    false,
    false,
  ]);
  expect(await listOpenAlerts(shopId, 3)).toEqual({ alerts: [], total: 0 });
});

test("a shift is noticed while its week still runs, as of the end of yesterday", async () => {
  const shopId = await shopOf([...USUAL, 12]);
  const tuesday = plusDays(weekOn(12), 1);
  await evaluateAlerts(shopId, new Date(`${tuesday}T23:30:00Z`));
  expect(await listAlerts(shopId, 10)).toEqual([]);
  await evaluateAlerts(shopId, new Date(`${plusDays(tuesday, 1)}T01:30:00Z`));
  expect(await listAlerts(shopId, 10)).toMatchObject([{ weekOn: weekOn(12), rule: "beyond-three-sigma", n: 20 }]);
  await evaluateAlerts(shopId, new Date(`${weekOn(13)}T01:30:00Z`));
  expect(await listAlerts(shopId, 10)).toMatchObject([{ weekOn: weekOn(12), endedAt: null }]);
});

test("a worker that was off for weeks prolongs and ends what went on meanwhile, and raises nothing old", async () => {
  const shopId = await shopOf([...USUAL, 12]);
  await evaluateAlerts(shopId, new Date(`${weekOn(13)}T01:30:00Z`));
  for (const [week, positive] of [
    [13, 12],
    [14, 34],
    [15, 33],
    [16, 34],
    [17, 35],
  ] as const)
    await addWeek(shopId, week, positive);
  await evaluateAlerts(shopId, new Date(`${weekOn(18)}T01:30:00Z`));
  const alerts = await listAlerts(shopId, 10);
  expect(alerts).toMatchObject([{ weekOn: weekOn(12), lastWeekOn: weekOn(13) }]);
  expect(alerts[0]?.endedAt).not.toBeNull();
  const old = await shopOf([...USUAL, 12, 34, 33, 35]);
  await evaluateAlerts(old, new Date(`${weekOn(16)}T01:30:00Z`));
  expect(await listAlerts(old, 10)).toEqual([]);
});

test("a figure with a goal is watched too, and one without is not", async () => {
  const shopId = await shopOf(USUAL.map(() => 34));
  for (let week = 0; week < 13; week += 1) {
    const closed = week === 12 ? 20 : 90 + (week % 3) * 8;
    await db().dailyFigure.updateMany({ where: { shopId, day: dayOf(week) }, data: { closed } });
  }
  await addWeek(shopId, 12, 34, { closed: 20 });
  const at = new Date(`${weekOn(13)}T01:30:00Z`);
  await evaluateAlerts(shopId, at);
  expect(await listAlerts(shopId, 10)).toEqual([]);
  await saveGoal(shopId, { kpi: "tickets_closed", sinceOn: weekOn(12), value: 400 });
  await evaluateAlerts(shopId, at);
  expect(await listAlerts(shopId, 10)).toMatchObject([{ kpiId: "tickets_closed", side: "below", value: 20, n: null }]);
});

test("weeks are the shop's own: they begin on its day, and close by its clock", async () => {
  const shopId = await shopOf([...USUAL, 12], { timeZone: "Pacific/Kiritimati", weekStart: 7 });
  const sunday = plusDays(weekOn(13), -1);
  await evaluateAlerts(shopId, new Date(`${plusDays(sunday, -1)}T11:30:00Z`));
  expect(await listAlerts(shopId, 10)).toMatchObject([{ weekOn: plusDays(weekOn(12), -1) }]);
});

test("nothing is looked at while a helpdesk's history is loaded", async () => {
  const shopId = await shopOf([...USUAL, 12]);
  const walk = { shopId, connectionId: randomUUID(), stream: "tickets", walk: "history" };
  await db().syncWalk.create({ data: walk });
  await evaluateAlerts(shopId, new Date(`${weekOn(13)}T01:30:00Z`));
  expect(await listAlerts(shopId, 10)).toEqual([]);
  await db().syncWalk.updateMany({ where: walk, data: { finishedAt: new Date() } });
  await evaluateAlerts(shopId, new Date(`${weekOn(13)}T01:30:00Z`));
  expect(await listAlerts(shopId, 10)).toHaveLength(1);
});

test("two looks at the same time raise an alert once", async () => {
  const shopId = await shopOf([...USUAL, 12]);
  const at = new Date(`${weekOn(13)}T01:30:00Z`);
  await Promise.all([evaluateAlerts(shopId, at), evaluateAlerts(shopId, at), evaluateAlerts(shopId, at)]);
  expect(await listAlerts(shopId, 10)).toHaveLength(1);
});

test("shops are looked at by their own clocks", async () => {
  await db().shop.updateMany({ data: { uninstalledAt: new Date() } });
  const [utc, tokyo] = [await shopOf([]), await shopOf([], { timeZone: "Asia/Tokyo" })];
  await startDueAlerts(new Date("2026-11-22T01:17:00Z"));
  expect(await waitingJobs()).toEqual([utc]);
  await startDueAlerts(new Date("2026-11-22T16:17:00Z"));
  expect((await waitingJobs()).sort()).toEqual([utc, tokyo].sort());
});

/** Twelve answers, eleven of them good; in the last week the nine in chat, of Bo and about deliveries, are bad. */
function ratedWeek(week: number): ModelTicket[] {
  return Array.from({ length: 12 }, (_, index) => {
    const isChat = index % 4 !== 0;
    const at = `${plusDays(weekOn(week), index % 7)}T10:00:00Z`;
    const agentId = isChat ? "2" : "1";
    const isBad = week === 12 ? isChat : index === (week % 2 === 0 ? 0 : 1) + (week % 3) * 4;
    return exampleTicket(`${week}-${index}`, at, {
      ...{ connection: 1, channel: isChat ? "chat" : "email", tags: isChat ? ["delivery"] : ["billing"] },
      ...{ keys: [`e:${week}-${index}`], messages: [message("customer", at), message("human", at, agentId)] },
      rating: { ratedAt: new Date(at), score: isBad ? 1 : (week + index) % 2 === 0 ? 4 : 5, positive: !isBad, agentId },
    });
  });
}

/** A shop with so many good answers out of 40 in each week; scores are not told, so only the rate is. */
async function shopOf(positives: readonly number[], given: { timeZone?: string; weekStart?: number } = {}) {
  const shopId = randomUUID();
  await db().shop.create({
    data: {
      ...{ shopId, domain: `${shopId}.myshopify.com`, name: "Shop", timeZone: "UTC", currency: "EUR" },
      ...{ scopes: "", matchKey: "", installedAt: new Date(0), ...given },
    },
  });
  await db().survey.create({
    data: {
      ...{ shopId, surveyId: randomUUID(), subject: "visitor:first", source: "storefront", language: "en" },
      askedAt: new Date(`${plusDays(weekOn(0), -7)}T12:00:00Z`),
    },
  });
  // The first survey is a week older than the first answers; that week has none.
  for (const [week, positive] of positives.entries()) await addWeek(shopId, week, positive);
  return shopId;
}

/** The week's answers, half of them on its Tuesday and half on its Wednesday. */
async function addWeek(shopId: string, week: number, positive: number, given: { closed?: number } = {}) {
  const row = { shopId, generation: 0, connectionId: WHOLE_SHOP, channel: "" };
  const half = Math.floor(positive / 2);
  await db().dailyFigure.createMany({
    data: [
      { ...row, day: new Date(plusDays(weekOn(week), 1)), ratings: 20, positiveRatings: half },
      { ...row, day: dayOf(week), ratings: 20, positiveRatings: positive - half, ...given },
    ],
  });
}

function dayOf(week: number): Date {
  return new Date(plusDays(weekOn(week), 2));
}

function weekOn(week: number): string {
  return plusDays(FIRST_WEEK, 7 * week);
}

async function waitingJobs(): Promise<string[]> {
  const rows = await db().$queryRaw<{ shopId: string }[]>`
    select data ->> 'shopId' as "shopId" from pgboss.job where name = 'alerts' and state = 'created'`;
  return rows.map(({ shopId }) => shopId);
}
