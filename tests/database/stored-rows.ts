import { db } from "../../app/platform/database.server.ts";

/**
 * What is stored of a shop's tickets, by vendor and ticket, without ids and instants of this very run. Tickets that were
 * deleted are left out: who looked too late has never heard of them.
 */
export async function readStoredRows(shopId: string) {
  const connections = await db().helpdeskConnection.findMany({ where: { shopId } });
  const vendors = new Map(connections.map((row) => [row.connectionId, row.vendor]));
  const byTicket = <Row extends { connectionId: string; ticketId: string }, Kept>(
    rows: Row[],
    keep: (row: Row) => Kept,
  ) =>
    Object.fromEntries(
      rows
        .map((row) => [`${vendors.get(row.connectionId)}/${row.ticketId}`, keep(row)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const tickets = (await db().ticket.findMany({ where: { shopId } })).filter(({ excluded }) => excluded !== "deleted");
  const kept = new Set(tickets.map(({ connectionId, ticketId }) => `${connectionId}/${ticketId}`));
  const isKept = (row: { connectionId: string; ticketId: string }) => kept.has(`${row.connectionId}/${row.ticketId}`);
  const facts = await db().ticketFact.findMany({ where: { shopId } });
  const timelines = (await db().ticketTimeline.findMany({ where: { shopId } })).filter(isKept);
  const keys = Map.groupBy(await db().ticketKey.findMany({ where: { shopId } }), (row) => row.ticketId);
  const ratings = (await db().rating.findMany({ where: { shopId, isCurrent: true } })).filter(isKept);
  const figures = await db().dailyFigure.findMany({ where: { shopId } });
  return {
    tickets: byTicket(tickets, ({ shopId: _, connectionId: __, version: ___, ...row }) => ({
      ...row,
      tags: row.tags.toSorted(),
      keys: keys.get(row.ticketId)?.length ?? 0,
    })),
    facts: byTicket(facts, ({ shopId: _, connectionId: __, days, ...row }) => ({
      ...row,
      days: days.map(String).sort(),
    })),
    timelines: byTicket(timelines, ({ messages, statusChanges }) => ({
      messages: sortedTexts(messages),
      statusChanges: sortedTexts(statusChanges),
    })),
    ratings: byTicket(ratings, ({ shopId: _, connectionId: __, ...row }) => row),
    agents: (await db().agent.findMany({ where: { shopId } })).map(({ name, kind }) => `${name}/${kind}`).sort(),
    figures: figures
      .map(({ shopId: _, connectionId, ...row }) => textOf({ ...row, vendor: vendors.get(connectionId) }))
      .sort(),
  };
}

/** The order in which rows came in is no part of what was stored. */
function sortedTexts(rows: unknown): string[] {
  return Array.isArray(rows) ? rows.map(textOf).sort() : [textOf(rows)];
}

function textOf(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
}
