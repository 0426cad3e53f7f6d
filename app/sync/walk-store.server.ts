import { z } from "zod";
import type { SetAside, TicketPage } from "../helpdesks/adapter.ts";
import type { Json } from "../helpdesks/json.ts";
import type { PageRows } from "../helpdesks/ticket-page.ts";
import { type Db, db, Prisma } from "../platform/database.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { CHECKS, type WalkState } from "./sync-plan.ts";

const walkName = z.enum(["history", "current", ...CHECKS]);

/** Starts all walks of a connection that it does not have yet; those that it has go on where they stand. */
export async function createWalks(tx: Db, scope: ConnectionScope, walks: readonly WalkState[]): Promise<void> {
  await tx.syncWalk.createMany({
    data: walks.map((walk) => ({ ...scope, ...walk, cursor: columnOf(walk.cursor) })),
    skipDuplicates: true,
  });
}

/** Where all walks of a connection stand. */
export async function listWalks(scope: ConnectionScope): Promise<WalkState[]> {
  const rows = await db().syncWalk.findMany({ where: scope });
  return rows.map((row) => ({
    ...row,
    walk: walkName.parse(row.walk),
    cursor: jsonOf(row.cursor),
  }));
}

/** Moves a walk past a page that has just been written in the same transaction. */
export async function advanceWalk(
  tx: Db,
  scope: ConnectionScope,
  advance: { walk: WalkState; page: TicketPage; done: boolean; now: Date },
): Promise<void> {
  const { walk, page, done, now } = advance;
  const { stream } = walk;
  const begins =
    walk.walk === "current"
      ? !walk.startedAt || (walk.finishedAt && walk.startedAt <= walk.finishedAt)
      : !walk.startedAt;
  await tx.syncWalk.update({
    where: { shopId_connectionId_stream_walk: { ...scope, stream, walk: walk.walk } },
    data: {
      cursor: columnOf(page.cursor),
      done: { increment: countRows(page) },
      reachedAt: page.reachedAt ?? walk.reachedAt,
      lastPageAt: now,
      ...(begins ? { startedAt: now } : {}),
      // A round that began and ended within one clock tick has still ended.
      ...(done ? { finishedAt: now } : {}),
    },
  });
}

/** Keeps what could not be read, and forgets rows that could be read this time. */
export async function saveSetAside(
  tx: Db,
  scope: ConnectionScope,
  { stream, rows, now }: { stream: string; rows: PageRows; now: Date },
): Promise<void> {
  await forgetSetAside(tx, scope, rows);
  for (const { vendorRowId, reason } of firstOfEach(rows.setAside)) {
    await tx.setAsideRow.upsert({
      where: { shopId_connectionId_stream_vendorRowId: { ...scope, stream, vendorRowId } },
      create: { ...scope, stream, vendorRowId, reason, firstSeenAt: now, lastSeenAt: now },
      update: { reason, lastSeenAt: now },
    });
  }
}

/** A row set aside is named by what it is and its id, such as "ticket 123". Most connections have none at all. */
async function forgetSetAside(tx: Db, scope: ConnectionScope, rows: PageRows): Promise<void> {
  const waiting = await tx.setAsideRow.findMany({ where: scope, select: { stream: true, vendorRowId: true } });
  if (waiting.length === 0) return;
  const read = new Set([
    ...rows.agents.map(({ agentId }) => agentId),
    ...rows.tickets.map(({ ticketId }) => ticketId),
    ...rows.messages.map(({ messageId }) => messageId),
    ...rows.statusChanges.map(({ changeId }) => changeId),
    ...rows.ratings.map(({ ratingId }) => ratingId),
  ]);
  const readNow = waiting.filter(({ vendorRowId }) => read.has(idOf(vendorRowId)));
  for (const row of readNow) {
    await tx.setAsideRow.deleteMany({ where: { ...scope, stream: row.stream, vendorRowId: row.vendorRowId } });
  }
}

function idOf(vendorRowId: string): string {
  return vendorRowId.slice(vendorRowId.lastIndexOf(" ") + 1);
}

function firstOfEach(rows: readonly SetAside[]): SetAside[] {
  return [...new Map(rows.map((row) => [row.vendorRowId, row])).values()];
}

function countRows(page: TicketPage): number {
  return (
    page.tickets.length || page.messages.length + page.statusChanges.length + page.ratings.length + page.agents.length
  );
}

/** A JSON null is a value of its own to Prisma. */
function columnOf(json: Json): Prisma.InputJsonValue | typeof Prisma.JsonNull {
  return json === null ? Prisma.JsonNull : (json as Prisma.InputJsonValue); // Json holds exactly what JSON can
}

function jsonOf(value: Prisma.JsonValue | null): Json {
  return value as Json; // what the database gives back came through columnOf
}
