import { type Db, db } from "../platform/database.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import type { Check } from "./sync-plan.ts";

/** Notes which tickets a check has met. */
export async function saveCheckedTickets(
  tx: Db,
  scope: ConnectionScope,
  { check, ticketIds }: { check: Check; ticketIds: readonly string[] },
): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.checkedTicket.createMany({
    data: ticketIds.map((ticketId) => ({ ...scope, scope: check, ticketId })),
    skipDuplicates: true,
  });
}

/** Forgets whom a check has met, at its start and after its end. */
export async function forgetCheckedTickets(tx: Db, scope: ConnectionScope, check: Check): Promise<void> {
  await tx.checkedTicket.deleteMany({ where: { ...scope, scope: check } });
}

/** Counted tickets of a span of creation that the check did not meet; at most `limit`. */
export async function listUnmetTickets(
  tx: Db,
  scope: ConnectionScope,
  { check, from, to, limit }: { check: Check; from: Date | null; to: Date; limit: number },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ ticketId: string }[]>`
    select t.ticket_id as "ticketId" from ticket t
    where t.shop_id = ${scope.shopId}::uuid and t.connection_id = ${scope.connectionId}::uuid
      and (${from}::timestamptz is null or t.created_at >= ${from}) and t.created_at < ${to}
      and t.excluded is null
      and not exists (
        select from checked_ticket c
        where c.shop_id = t.shop_id and c.connection_id = t.connection_id and c.scope = ${check} and c.ticket_id = t.ticket_id)
    order by t.ticket_id limit ${limit}`;
  return rows.map((row) => row.ticketId);
}

/** Tickets created in a span that are known and still there. */
export async function countKnownTickets(scope: ConnectionScope, span: { from: Date; to: Date }): Promise<number> {
  return db().ticket.count({
    where: {
      ...scope,
      createdAt: { gte: span.from, lt: span.to },
      OR: [{ excluded: null }, { excluded: { not: "deleted" } }],
    },
  });
}

/** Writes down how many tickets of a shop day are known and how many the helpdesk reports. */
export async function saveCoverageDay(
  scope: ConnectionScope,
  { day, known, reported, now }: { day: string; known: number; reported: number; now: Date },
): Promise<void> {
  const compared = { known, reported, comparedAt: now };
  const key = { ...scope, day: new Date(day) };
  await db().coverageDay.upsert({
    where: { shopId_connectionId_day: key },
    create: { ...key, ...compared },
    update: compared,
  });
}
