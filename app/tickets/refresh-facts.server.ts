import { type Db, inTransaction } from "../platform/database.server.ts";
import { refreshTickets } from "./ticket-store.server.ts";

/** Tickets of one transaction. */
const AT_ONCE = 500;

interface Walk {
  connectionId: string | null;
  ticketId: string | null;
  expected: number | null;
}

/**
 * Goes on with the walk that derives the facts of all of a shop's tickets anew, by one portion; the portion and the place
 * behind it are written together, so a walk that was interrupted leaves nothing out.
 * @returns whether there is more to do; false where nothing was asked for
 */
export function refreshSomeFacts(shopId: string): Promise<{ more: boolean }> {
  return inTransaction(async (tx) => {
    const [walk] = await tx.$queryRaw<Walk[]>`
      select connection_id as "connectionId", ticket_id as "ticketId", expected
      from fact_refresh where shop_id = ${shopId}::uuid for update`;
    if (!walk) return { more: false };
    const next = await selectNext(tx, shopId, walk);
    for (const [connectionId, tickets] of Map.groupBy(next, (ticket) => ticket.connectionId)) {
      const ids = tickets.map((ticket) => ticket.ticketId);
      await refreshTickets(tx, { shopId, connectionId }, ids);
    }
    const last = next.at(-1);
    if (!last) await tx.$executeRaw`delete from fact_refresh where shop_id = ${shopId}::uuid`;
    else {
      const expected = walk.expected ?? (await countTickets(tx, shopId));
      await tx.$executeRaw`
        update fact_refresh
        set connection_id = ${last.connectionId}::uuid, ticket_id = ${last.ticketId}, done = done + ${next.length}::int,
            expected = ${expected}::int
        where shop_id = ${shopId}::uuid`;
    }
    return { more: last !== undefined };
  });
}

function selectNext(tx: Db, shopId: string, { connectionId, ticketId }: Walk) {
  return tx.ticket.findMany({
    where: {
      shopId,
      ...(connectionId && ticketId
        ? { OR: [{ connectionId: { gt: connectionId } }, { connectionId, ticketId: { gt: ticketId } }] }
        : {}),
    },
    select: { connectionId: true, ticketId: true },
    orderBy: [{ connectionId: "asc" }, { ticketId: "asc" }],
    take: AT_ONCE,
  });
}

function countTickets(tx: Db, shopId: string): Promise<number> {
  return tx.ticket.count({ where: { shopId } });
}
