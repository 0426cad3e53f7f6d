import { now as clock } from "../platform/clock.ts";
import { type Db, db, inTransaction } from "../platform/database.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import type { ImportScope } from "./import-bytes.server.ts";
import type { ImportPage, LineProblem } from "./import-pages.ts";
import { failImport, findImport, type ImportedFile } from "./import-store.server.ts";

/** Lines of which the reason is kept; all are counted. */
const MOST_PROBLEMS = 10_000;
const KEEP_HOURS = 24;
const HOUR_MS = 3_600_000;

/** Another run has stored the page that this one was about to, or the import was given up meanwhile. */
export class ImportOvertakenError extends Error {
  readonly kind = "import-overtaken";

  constructor() {
    super("The file is being read by another run");
    this.name = "ImportOvertakenError";
  }
}

/** Takes a queued import up, or one whose run has died. Null when it is neither. */
export async function markRunning({ shopId, importId }: ImportScope, now: Date): Promise<ImportedFile | null> {
  await db().fileImport.updateMany({
    where: { shopId, importId, status: "queued" },
    data: { status: "running", startedAt: now },
  });
  const file = await findImport({ shopId, importId });
  return file?.status === "running" ? file : null;
}

/**
 * Moves the import past a page that is written in the same transaction.
 * @throws ImportOvertakenError when it does not stand where the page begins
 */
export async function advanceImport(
  tx: Db,
  { shopId, importId }: ImportScope,
  { rowsBefore, rowsRead, rowsStored, rowsRefused, bytesRead }: ImportPage["counts"] & { bytesRead: number },
): Promise<void> {
  const { count } = await tx.fileImport.updateMany({
    where: { shopId, importId, status: "running", rowsRead: rowsBefore },
    data: {
      rowsRead,
      rowsStored: { increment: rowsStored },
      rowsRefused: { increment: rowsRefused },
      bytesRead: BigInt(bytesRead),
    },
  });
  if (count !== 1) throw new ImportOvertakenError();
}

/** Keeps the helpdesk from being disconnected until the transaction ends. @returns false when it has been already */
export async function holdConnection(tx: Db, { shopId, connectionId }: ConnectionScope): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    select connection_id from helpdesk_connection
    where shop_id = ${shopId}::uuid and connection_id = ${connectionId}::uuid and status = 'active' for share`;
  return held.length === 1;
}

/** How many lines of the import have a reason by now. */
export function countKeptProblems({ shopId, importId }: ImportScope): Promise<number> {
  return db().fileImportProblem.count({ where: { shopId, importId } });
}

/** Keeps the reasons of a page, as long as there is room. @returns how many */
export async function saveProblems(
  tx: Db,
  { shopId, importId, mapping }: ImportedFile,
  { problems, kept }: { problems: readonly LineProblem[]; kept: number },
): Promise<number> {
  const room = problems.slice(0, Math.max(0, MOST_PROBLEMS - kept));
  if (room.length === 0) return 0;
  const data = room.map(({ line, reason, column }) => ({
    ...{ shopId, importId, line, reason },
    column: column === null ? null : (mapping?.header[column] ?? null),
  }));
  return (await tx.fileImportProblem.createMany({ data, skipDuplicates: true })).count;
}

/** Problems of an import by line, from behind `afterLine` on. */
export function listProblems(
  { shopId, importId }: ImportScope,
  { afterLine, limit }: { afterLine: number; limit: number },
): Promise<{ line: number; reason: string; column: string | null }[]> {
  return db().fileImportProblem.findMany({
    where: { shopId, importId, line: { gt: afterLine } },
    orderBy: { line: "asc" },
    take: limit,
    select: { line: true, reason: true, column: true },
  });
}

/** The file has been read to its end: nothing of it is kept. */
export async function finishImport(
  { shopId, importId, byteCount }: ImportedFile,
  { connectionId, now }: { connectionId: string; now: Date },
): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.fileImport.updateMany({
      where: { shopId, importId, status: "running" },
      data: { status: "done", finishedAt: now, bytesRead: BigInt(byteCount) },
    });
    if (count !== 1) throw new ImportOvertakenError();
    await tx.fileImportChunk.deleteMany({ where: { shopId, importId } });
    await tx.helpdeskConnection.updateMany({ where: { shopId, connectionId }, data: { lastSyncedAt: now } });
  });
}

/** Gives up every file that has lain here for a day: customers' addresses are in it. */
export async function sweepImports(): Promise<void> {
  const now = clock();
  const stale = await db().fileImport.findMany({
    where: {
      status: { notIn: ["done", "failed"] },
      createdAt: { lt: new Date(now.getTime() - KEEP_HOURS * HOUR_MS) },
    },
    select: { shopId: true, importId: true },
  });
  for (const scope of stale) await failImport(scope, "expired", now);
}
