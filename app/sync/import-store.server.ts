import { randomUUID } from "node:crypto";
import { type ImportMapping, mappingSchema } from "../imports/import-mapping.ts";
import { FILE_PROBLEMS, type FileProblem } from "../imports/import-problem.ts";
import { type Db, db, inTransaction } from "../platform/database.server.ts";
import { enqueue, queue } from "../platform/queue.server.ts";
import type { ImportScope } from "./import-bytes.server.ts";

export const IMPORT_STATUSES = ["uploading", "uploaded", "queued", "running", "done", "failed"] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A file that a merchant has handed in, and how far it has been read. */
export interface ImportedFile extends ImportScope {
  connectionId: string | null;
  fileName: string;
  format: "csv" | "xlsx";
  status: ImportStatus;
  byteCount: number;
  bytesRead: number;
  mapping: ImportMapping | null;
  rowsRead: number;
  rowsStored: number;
  rowsRefused: number;
  problem: FileProblem | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** The vendor under which tickets out of files are kept. */
export const FILE_VENDOR = "file";

/** A file whose bytes are about to come. */
export async function createImport(
  shopId: string,
  { fileName, byteCount, now }: { fileName: string; byteCount: number; now: Date },
): Promise<ImportScope> {
  const importId = randomUUID();
  const file = { shopId, importId, fileName, byteCount: BigInt(byteCount), createdAt: now };
  await db().fileImport.create({ data: { ...file, format: "csv", status: "uploading" } });
  return { shopId, importId };
}

/** Null for an import that this shop does not have. */
export async function findImport(scope: ImportScope): Promise<ImportedFile | null> {
  const row = await db().fileImport.findUnique({ where: { shopId_importId: scope } });
  return row && fileOf(row);
}

/** The shop's imports, the newest first. */
export async function listImports(shopId: string, most: number): Promise<ImportedFile[]> {
  const rows = await db().fileImport.findMany({
    where: { shopId },
    orderBy: [{ createdAt: "desc" }, { importId: "asc" }],
    take: most,
  });
  return rows.map(fileOf);
}

/** Files of the shop whose import has not started. */
export function countWaitingUploads(shopId: string): Promise<number> {
  return db().fileImport.count({ where: { shopId, status: { in: ["uploading", "uploaded"] } } });
}

/** All bytes are here and can be read. */
export async function markUploaded(scope: ImportScope, format: ImportedFile["format"]): Promise<void> {
  await db().fileImport.updateMany({ where: { ...scope, status: "uploading" }, data: { status: "uploaded", format } });
}

/** Hands the file to the worker. @returns false when it is not waiting for that */
export async function queueImport(
  { shopId, importId }: ImportScope,
  { mapping, helpdesk, now }: { mapping: ImportMapping; helpdesk: FileHelpdesk; now: Date },
): Promise<boolean> {
  await queue();
  return inTransaction(async (tx) => {
    const connectionId = await ensureFileHelpdesk(tx, { shopId, helpdesk, now });
    if (connectionId === null) return false;
    const { count } = await tx.fileImport.updateMany({
      where: { shopId, importId, status: "uploaded" },
      data: { status: "queued", connectionId, content: mapping.content, mapping },
    });
    if (count === 1) await enqueueImport({ shopId, importId }, tx);
    return count === 1;
  });
}

/** Asks a worker to read the file, or to go on reading it. */
export async function enqueueImport(scope: ImportScope, tx?: Db): Promise<void> {
  const { shopId, importId } = scope;
  await enqueue("import", { shopId, importId }, { singletonKey: `${shopId}/${importId}`, ...(tx ? { tx } : {}) });
}

/** A helpdesk whose tickets come in files: one that is there, or a new one by its name. */
export type FileHelpdesk = { connectionId: string } | { name: string };

/** Helpdesks whose tickets come in files. */
export function listFileHelpdesks(shopId: string): Promise<{ connectionId: string; name: string }[]> {
  return db().helpdeskConnection.findMany({
    where: { shopId, vendor: FILE_VENDOR, status: "active" },
    orderBy: { name: "asc" },
    select: { connectionId: true, name: true },
  });
}

/** Null when there is no such helpdesk. A name that was used before, however it is capitalised, is the same helpdesk. */
async function ensureFileHelpdesk(
  tx: Db,
  { shopId, helpdesk, now }: { shopId: string; helpdesk: FileHelpdesk; now: Date },
): Promise<string | null> {
  if ("connectionId" in helpdesk) {
    const { connectionId } = helpdesk;
    const known = await tx.helpdeskConnection.count({ where: { shopId, connectionId, vendor: FILE_VENDOR } });
    return known === 1 ? connectionId : null;
  }
  const name = helpdesk.name.trim().replace(/\s+/g, " ");
  const account = name.normalize("NFC").toLowerCase();
  const present = { name, status: "active", disconnectedAt: null };
  const { connectionId } = await tx.helpdeskConnection.upsert({
    where: { shopId_vendor_account: { shopId, vendor: FILE_VENDOR, account } },
    create: {
      shopId,
      connectionId: randomUUID(),
      vendor: FILE_VENDOR,
      account,
      connectedAt: now,
      syncs: false,
      ...present,
    },
    update: present,
  });
  return connectionId;
}

/** How a file with these headings was read the last time. */
export async function findMappingFor(shopId: string, header: readonly string[]): Promise<ImportMapping | null> {
  const rows = await db().fileImport.findMany({
    where: { shopId, status: { in: ["queued", "running", "done", "failed"] }, content: { not: null } },
    orderBy: { createdAt: "desc" },
    take: 20,
    select: { mapping: true },
  });
  const wanted = JSON.stringify(header);
  const mappings = rows.map(({ mapping }) => mappingSchema.safeParse(mapping).data);
  return mappings.find((mapping) => mapping && JSON.stringify(mapping.header) === wanted) ?? null;
}

/** The import cannot go on: nothing of the file is kept. What was stored before stays. */
export async function failImport(scope: ImportScope, problem: FileProblem, now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.fileImport.updateMany({
      where: { ...scope, status: { notIn: ["done", "failed"] } },
      data: { status: "failed", problem, finishedAt: now },
    });
    await tx.fileImportChunk.deleteMany({ where: scope });
  });
}

type ImportRow = NonNullable<Awaited<ReturnType<Db["fileImport"]["findUnique"]>>>;

function fileOf({
  byteCount,
  bytesRead,
  mapping,
  status,
  format,
  problem,
  content: _,
  ...row
}: ImportRow): ImportedFile {
  return {
    ...row,
    byteCount: Number(byteCount),
    bytesRead: Number(bytesRead),
    format: format === "xlsx" ? "xlsx" : "csv",
    status: IMPORT_STATUSES.find((known) => known === status) ?? "failed",
    mapping: mapping === null ? null : (mappingSchema.safeParse(mapping).data ?? null),
    problem: problem === null ? null : (FILE_PROBLEMS.find((known) => known === problem) ?? "unexpected"),
  };
}
