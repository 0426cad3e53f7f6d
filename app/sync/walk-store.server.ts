import type { Json, SetAside, TicketPage } from "../helpdesks/adapter.ts";
import { type Db, db, Prisma } from "../platform/database.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import type { WalkState } from "./sync-plan.ts";

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
    walk: row.walk === "history" ? "history" : "current",
    cursor: jsonOf(row.cursor),
  }));
}

/** Moves a walk past a page that has just been written in the same transaction. */
export async function advanceWalk(
  tx: Db,
  scope: ConnectionScope,
  advance: { walk: WalkState; page: TicketPage; now: Date },
): Promise<void> {
  const { walk, page, now } = advance;
  const { stream } = walk;
  const begins =
    walk.walk === "history"
      ? !walk.startedAt
      : !walk.startedAt || (walk.finishedAt && walk.startedAt <= walk.finishedAt);
  await tx.syncWalk.update({
    where: { shopId_connectionId_stream_walk: { ...scope, stream, walk: walk.walk } },
    data: {
      cursor: columnOf(page.cursor),
      done: { increment: countRows(page) },
      reachedAt: page.reachedAt ?? walk.reachedAt,
      lastPageAt: now,
      ...(begins ? { startedAt: now } : {}),
      // A round that began and ended within one clock tick has still ended.
      ...(page.done ? { finishedAt: now } : {}),
    },
  });
}

/** Keeps what could not be read, and forgets rows that could be read this time. */
export async function saveSetAside(
  tx: Db,
  scope: ConnectionScope,
  page: { stream: string; rows: readonly SetAside[]; readIds: readonly string[]; now: Date },
): Promise<void> {
  const { stream, rows, readIds, now } = page;
  if (readIds.length > 0)
    await tx.setAsideRow.deleteMany({ where: { ...scope, stream, vendorRowId: { in: [...readIds] } } });
  for (const { vendorRowId, reason } of rows) {
    await tx.setAsideRow.upsert({
      where: { shopId_connectionId_stream_vendorRowId: { ...scope, stream, vendorRowId } },
      create: { ...scope, stream, vendorRowId, reason, firstSeenAt: now, lastSeenAt: now },
      update: { reason, lastSeenAt: now },
    });
  }
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
