import { DateTime } from "luxon";
import type { Alert, Movers } from "../alerts/alert.ts";
import { type AlertState, type Progress, progressOf, type Shift } from "../alerts/alert-progress.ts";
import { readAlertRecipients } from "../alerts/alert-setting-store.server.ts";
import { ALERT_WAYS, listAlertsSince, listUnsent, moveAlerts, raiseAlert } from "../alerts/alert-store.server.ts";
import { queryMovers } from "../alerts/mover-queries.server.ts";
import type { Standing } from "../alerts/shift.ts";
import { JUDGED_WEEKS, listWatchedKpis, lookedUntil, queryStandings } from "../alerts/week-queries.server.ts";
import { parseAgentRef } from "../metrics/figure-filter.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import { type MetricsShop, requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { now } from "../platform/clock.ts";
import { type Db, db, inTransaction } from "../platform/database.server.ts";
import { enqueue, queue } from "../platform/queue.server.ts";
import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";
import { findInstalledShop, listInstalledShops } from "../platform/shop-store.server.ts";
import { noteFlowEvent } from "./flow-event-store.server.ts";

/** Hours of the shop's day at which its weeks are looked at: once a day is over, and again for whoever was off then. */
const HOURS: readonly number[] = [1, 7, 13, 19];
/** What could not be sent for so long has become old news. */
const RESEND_MS = 2 * 24 * 60 * 60_000;

/** Job `alerts-due`, every hour: asks for a look at every shop whose own clock says that it is time. */
export async function startDueAlerts(at: Date = now()): Promise<void> {
  for (const { shopId, figuresTimeZone, timeZone } of await listInstalledShops()) {
    const { hour } = DateTime.fromJSDate(at, { zone: figuresTimeZone ?? timeZone });
    if (HOURS.includes(hour)) await enqueue("alerts", { shopId }, { singletonKey: shopId });
  }
}

/** A shift with what moved it. */
interface News {
  kpiId: KpiId;
  shift: Shift;
  movers: Movers;
}

/**
 * Job `alerts`: looks at the closed weeks of every watched KPI, however many have closed since the last look, and at the
 * running week as it stood at the end of yesterday; raises, prolongs and ends alerts, and has new ones sent. Doing it again
 * changes nothing. Nothing is looked at while a helpdesk's history is loaded: weeks of which half is there look like shifts.
 */
export async function evaluateAlerts(shopId: string, at: Date = now()): Promise<void> {
  if (!(await findInstalledShop(shopId)) || (await isLoading(shopId))) return;
  const shop = await requireMetricsShop(shopId);
  const days = shopDaysIn(shop.timeZone);
  const todayOn = days.dayOf(at);
  const endOn = days.plusDays(todayOn, -1);
  const alerts = await listAlertsSince(shopId, days.plusDays(endOn, -7 * (JUDGED_WEEKS + 1)));
  const watched = await listWatchedKpis(shopId, todayOn);
  const ongoing = alerts.filter(({ endedAt }) => endedAt === null).map(({ kpiId }) => kpiId);
  const kpis = [...new Set([...watched, ...ongoing])];
  const progress = progressByKpi(await queryStandings(shop, { kpis, endOn, now: at }), alerts, days);
  const news: News[] = [];
  for (const [kpiId, { raised }] of progress) {
    if (!watched.includes(kpiId)) continue;
    for (const shift of raised) news.push({ kpiId, shift, movers: await moversOf(shop, { kpiId, shift, days, at }) });
  }
  await store(shopId, { moved: [...progress.values()].flatMap(({ moved }) => moved), news, at });
  await resend(shopId, at);
}

function progressByKpi(
  standings: ReadonlyMap<KpiId, Standing[]>,
  alerts: readonly Alert[],
  days: ShopDays,
): Map<KpiId, Progress> {
  return new Map(
    [...standings].map(([id, weeks]) => {
      const own = alerts.filter(({ kpiId }) => kpiId === id).map((alert) => stateOf(alert, days));
      return [id, progressOf(weeks, own)];
    }),
  );
}

function stateOf({ alertId, side, weekOn, lastWeekOn, raisedAt, endedAt }: Alert, days: ShopDays): AlertState {
  const wasRunning = lastWeekOn === weekOn && raisedAt < days.startOf(days.plusDays(weekOn, 7));
  return { alertId, side, weekOn, lastWeekOn, wasRunning, hasEnded: endedAt !== null };
}

function moversOf(
  shop: MetricsShop,
  { kpiId, shift, days, at }: { kpiId: KpiId; shift: Shift; days: ShopDays; at: Date },
): Promise<Movers> {
  const { weekOn } = shift.standing.week;
  const untilOn = lookedUntil(days, weekOn, at);
  return queryMovers(shop, { kpi: kpiId, side: shift.side, weekOn, untilOn, now: at });
}

/** All that a look has found, or nothing: alerts, what is to be sent, and what Shopify Flow is told. */
async function store(
  shopId: string,
  { moved, news, at }: { moved: Progress["moved"]; news: readonly News[]; at: Date },
): Promise<void> {
  if (moved.length + news.length === 0) return;
  await queue();
  await inTransaction(async (tx) => {
    await tx.$queryRaw`select 1 from shop where shop_id = ${shopId}::uuid for no key update`;
    await moveAlerts(tx, shopId, moved, at);
    for (const { kpiId, shift, movers } of news) {
      const alertId = await raiseAlert(tx, { shopId, kpiId, raisedAt: at }, { shift, movers });
      if (alertId === null) continue;
      await noteFlowEvent(tx, {
        ...{ shopId, handle: "kpi-shifted", eventKey: `shift:${alertId}`, occurredAt: at },
        payload: flowPayload(alertId, { kpiId, shift, movers }),
      });
      await enqueueDelivery(tx, shopId, alertId);
    }
  });
}

function flowPayload(alertId: string, { kpiId, shift, movers }: News): Record<string, string | number> {
  const { week, limits } = shift.standing;
  const agent = movers.agent && parseAgentRef(movers.agent.key);
  const { low, high } = shift.rule === "two-of-three" ? limits.narrow : limits.wide;
  return {
    ...{ KPI: kpiId, Direction: shift.side, "Week of": week.weekOn, "Alert ID": alertId },
    ...{ Value: week.value ?? limits.center, "Usual value": limits.center, "Lower limit": low, "Upper limit": high },
    ...(week.n !== null && { "Number of values": week.n }),
    ...(movers.channel && { Channel: movers.channel.key }),
    ...(agent && { "Agent ID": agent.agentId }),
    ...(movers.tag && { Tag: movers.tag.key }),
  };
}

/** One job a way, so that a mail server that is off holds up no webhook. */
async function enqueueDelivery(tx: Db, shopId: string, alertId: string): Promise<void> {
  const { emails, webhookUrl } = await readAlertRecipients(shopId, tx);
  const isWanted = { email: emails.length > 0, webhook: webhookUrl !== null };
  for (const way of ALERT_WAYS.filter((way) => isWanted[way])) {
    await enqueue("alert-deliver", { shopId, alertId, way }, { tx, singletonKey: `${alertId}/${way}` });
  }
}

/** Jobs end trying after some time; what is new enough is tried again with the next look. */
async function resend(shopId: string, at: Date): Promise<void> {
  const { emails, webhookUrl } = await readAlertRecipients(shopId);
  const isWanted = { email: emails.length > 0, webhook: webhookUrl !== null };
  for (const way of ALERT_WAYS.filter((way) => isWanted[way])) {
    for (const { alertId, raisedAt, problem } of await listUnsent(shopId, way, new Date(at.getTime() - RESEND_MS))) {
      if (problem === null || raisedAt >= at) continue;
      await enqueue("alert-deliver", { shopId, alertId, way }, { singletonKey: `${alertId}/${way}` });
    }
  }
}

async function isLoading(shopId: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ loading: boolean }[]>`
    select exists (
      select from sync_walk w
      where w.shop_id = ${shopId}::uuid and w.walk = 'history' and w.finished_at is null) as loading`;
  return row?.loading ?? false;
}
