import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type KpiId, kpiIdOf } from "../metrics/kpi-book.ts";
import { type Db, db, Prisma } from "../platform/database.server.ts";
import { ALERT_PROBLEMS, type Alert, type AlertProblem, type Movers, moversSchema } from "./alert.ts";
import { type Progress, SHIFT_RULES, type Shift } from "./alert-progress.ts";

/** Ways in which an alert goes out, besides the pages. */
export const ALERT_WAYS = ["email", "webhook"] as const;
export type AlertWay = (typeof ALERT_WAYS)[number];

/** The latest alerts of a shop, the newest first. Those of figures that the book does not have any more are left out. */
export function listAlerts(shopId: string, most: number): Promise<Alert[]> {
  return findAlerts(Prisma.sql`a.shop_id = ${shopId}::uuid`, most);
}

/** The latest alerts that nobody has acknowledged and whose shift goes on, and how many there are of them. */
export async function listOpenAlerts(shopId: string, most: number): Promise<{ alerts: Alert[]; total: number }> {
  const isOpen = Prisma.sql`a.shop_id = ${shopId}::uuid and a.acknowledged_at is null and a.ended_at is null`;
  const [alerts, counted] = await Promise.all([
    findAlerts(isOpen, most),
    db().$queryRaw<{ n: number }[]>`select count(*)::float8 as n from alert a where ${isOpen}`,
  ]);
  return { alerts, total: counted[0]?.n ?? 0 };
}

/** One alert; null where there is none of this id. */
export async function findAlert(shopId: string, alertId: string): Promise<Alert | null> {
  const [alert] = await findAlerts(Prisma.sql`a.shop_id = ${shopId}::uuid and a.alert_id = ${alertId}::uuid`, 1);
  return alert ?? null;
}

/** For each KPI and side the alerts that decide whether another may be raised: those that began or went on since a day. */
export function listAlertsSince(shopId: string, weekOn: string): Promise<Alert[]> {
  const counts = Prisma.sql`(a.last_week_on >= ${weekOn}::text::date or a.ended_at is null)`;
  return findAlerts(Prisma.sql`a.shop_id = ${shopId}::uuid and ${counts}`, MOST_DECIDING);
}

const MOST_DECIDING = 1_000;

/** Alerts raised since an instant that have not gone out in a way. */
export function listUnsent(shopId: string, way: AlertWay, raisedAfter: Date): Promise<Alert[]> {
  const unsent = Prisma.sql`a.${sentColumn(way)} is null and a.raised_at > ${raisedAfter}`;
  return findAlerts(Prisma.sql`a.shop_id = ${shopId}::uuid and ${unsent}`, MOST_DECIDING);
}

/**
 * Stores a shift as an alert, unless there is one already of its week, or one that still goes on: whoever looks at the same
 * weeks at the same time raises it once.
 * @returns the new alert's id, or null where there was one
 */
export async function raiseAlert(
  tx: Db,
  { shopId, kpiId, raisedAt }: { shopId: string; kpiId: KpiId; raisedAt: Date },
  { shift, movers }: { shift: Shift; movers: Movers },
): Promise<string | null> {
  const { week, limits } = shift.standing;
  const range = shift.rule === "two-of-three" ? limits.narrow : limits.wide;
  const alertId = randomUUID();
  const rows = await tx.$queryRaw<unknown[]>`
    insert into alert (shop_id, alert_id, kpi_id, side, week_on, last_week_on, rule, value, n, center, lower, upper, movers,
      raised_at, ended_at)
    select ${shopId}::uuid, ${alertId}::uuid, ${kpiId}, ${shift.side}, ${week.weekOn}::text::date,
      ${shift.lastWeekOn}::text::date, ${shift.rule}, ${week.value}::float8, ${week.n}::int, ${limits.center}::float8,
      ${range.low}::float8, ${range.high}::float8, ${JSON.stringify(movers)}::jsonb, ${raisedAt},
      ${shift.hasEnded ? raisedAt : null}::timestamptz
    where not exists (
      select from alert a
      where a.shop_id = ${shopId}::uuid and a.kpi_id = ${kpiId} and a.side = ${shift.side} and a.ended_at is null)
    on conflict (shop_id, kpi_id, side, week_on) do nothing
    returning alert_id`;
  return rows.length === 1 ? alertId : null;
}

/** Takes down that alerts have gone on or ended. */
export async function moveAlerts(tx: Db, shopId: string, moved: Progress["moved"], at: Date): Promise<void> {
  for (const { alertId, lastWeekOn, hasEnded } of moved) {
    await tx.$executeRaw`
      update alert set last_week_on = greatest(last_week_on, ${lastWeekOn}::text::date),
        ended_at = coalesce(ended_at, ${hasEnded ? at : null}::timestamptz)
      where shop_id = ${shopId}::uuid and alert_id = ${alertId}::uuid`;
  }
}

/** Somebody has seen an alert; who was first stays on record. */
export async function acknowledgeAlert(
  { shopId, userId }: { shopId: string; userId: string },
  alertId: string,
  at: Date,
): Promise<void> {
  await db().$executeRaw`
    update alert set acknowledged_at = ${at}, acknowledged_by = ${userId}
    where shop_id = ${shopId}::uuid and alert_id = ${alertId}::uuid and acknowledged_at is null`;
}

/** An alert has gone out in a way; what kept it from that before is settled. */
export async function markAlertSent(
  { shopId, alertId, way }: { shopId: string; alertId: string; way: AlertWay },
  at: Date,
  problem: AlertProblem | null,
): Promise<void> {
  const column = sentColumn(way);
  await db().$executeRaw`
    update alert set ${column} = coalesce(${column}, ${at}),
      problem = case when ${problem}::text is not null then ${problem}::text
        when problem like ${`${PROBLEMS_OF_WAY[way]}-%`} then null else problem end
    where shop_id = ${shopId}::uuid and alert_id = ${alertId}::uuid`;
}

/** What keeps an alert from going out. */
export async function markAlertProblem(shopId: string, alertId: string, problem: AlertProblem): Promise<void> {
  await db().$executeRaw`
    update alert set problem = ${problem} where shop_id = ${shopId}::uuid and alert_id = ${alertId}::uuid`;
}

const PROBLEMS_OF_WAY: Record<AlertWay, string> = { email: "mail", webhook: "webhook" };

function sentColumn(way: AlertWay): Prisma.Sql {
  return Prisma.raw(way === "email" ? "mailed_at" : "posted_at");
}

const rowSchema = z.object({
  side: z.enum(["above", "below"]),
  rule: z.enum(SHIFT_RULES),
  movers: moversSchema,
  problem: z.enum(ALERT_PROBLEMS).nullable(),
});

type Row = Omit<Alert, "kpiId" | "side" | "rule" | "movers" | "problem"> & {
  kpiId: string;
  side: unknown;
  rule: unknown;
  movers: unknown;
  problem: unknown;
};

async function findAlerts(condition: Prisma.Sql, most: number): Promise<Alert[]> {
  const rows = await db().$queryRaw<Row[]>`
    select a.alert_id::text as "alertId", a.kpi_id as "kpiId", a.side, to_char(a.week_on, 'YYYY-MM-DD') as "weekOn",
      to_char(a.last_week_on, 'YYYY-MM-DD') as "lastWeekOn", a.rule, a.value, a.n::float8 as n, a.center, a.lower, a.upper,
      a.movers, a.raised_at as "raisedAt", a.ended_at as "endedAt", a.acknowledged_at as "acknowledgedAt",
      a.mailed_at as "mailedAt", a.posted_at as "postedAt", a.problem
    from alert a where ${condition}
    order by a.raised_at desc, a.week_on desc, a.alert_id limit ${most}`;
  return rows.flatMap((row) => {
    const kpiId = kpiIdOf(row.kpiId);
    return kpiId ? [{ ...row, kpiId, ...rowSchema.parse(row) }] : [];
  });
}
