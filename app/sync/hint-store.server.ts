import { type Db, db } from "../platform/database.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";

/** A ticket to be read again. */
export interface TicketHint {
  ticketId: string;
  /** Somebody waits for it: a webhook named it, or the merchant asked. A check's is read after everything else. */
  isUrgent: boolean;
  /** When it was last asked for: what has been read before then may be out of date. */
  noticedAt: Date;
}

/** Why a ticket is read again: a webhook named it, the merchant asked, or a check did not meet it. */
export type HintReason = "webhook" | "retry" | "check";

/** Asks for tickets to be read again; one that waits already waits on, with the new time and the more urgent reason. */
export async function saveHints(
  tx: Db,
  scope: ConnectionScope,
  { ticketIds, reason, now }: { ticketIds: readonly string[]; reason: HintReason; now: Date },
): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.$executeRaw`
    insert into ticket_hint (shop_id, connection_id, ticket_id, reason, noticed_at)
    select distinct ${scope.shopId}::uuid, ${scope.connectionId}::uuid, ticket_id, ${reason}, ${now}::timestamptz
    from unnest(${[...ticketIds]}::text[]) as given(ticket_id)
    order by ticket_id
    on conflict (shop_id, connection_id, ticket_id)
    do update set noticed_at = greatest(ticket_hint.noticed_at, excluded.noticed_at),
      reason = case when excluded.reason = 'check' then ticket_hint.reason else excluded.reason end`;
}

/** The ticket that has been waiting longest, urgent ones before all others; null when none waits. */
export async function findNextHint(scope: ConnectionScope): Promise<TicketHint | null> {
  const [hint] = await db().$queryRaw<TicketHint[]>`
    select ticket_id as "ticketId", reason <> 'check' as "isUrgent", noticed_at as "noticedAt" from ticket_hint
    where shop_id = ${scope.shopId}::uuid and connection_id = ${scope.connectionId}::uuid
    order by (reason = 'check'), noticed_at, ticket_id limit 1`;
  return hint ?? null;
}

/** Whether somebody waits for a ticket: a webhook's or a merchant's, not a check's. */
export async function hasUrgentHint(scope: ConnectionScope): Promise<boolean> {
  const hint = await db().ticketHint.findFirst({
    where: { ...scope, reason: { not: "check" } },
    select: { shopId: true },
  });
  return hint !== null;
}

/** The ticket has been read; a hint that came meanwhile stays. */
export async function deleteHint(tx: Db, scope: ConnectionScope, { ticketId, noticedAt }: TicketHint): Promise<void> {
  await tx.ticketHint.deleteMany({ where: { ...scope, ticketId, noticedAt: { lte: noticedAt } } });
}
