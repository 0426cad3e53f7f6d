import { type FileKind, kindOfFile } from "../imports/file-kind.ts";
import { type FileProblem, ImportFileError } from "../imports/import-problem.ts";
import { now } from "../platform/clock.ts";
import { log } from "../platform/log.server.ts";
import { CHUNK_BYTES, countChunks, type ImportScope, saveChunk } from "./import-bytes.server.ts";
import { inspectImport } from "./import-inspect.server.ts";
import { countWaitingUploads, createImport, failImport, findImport, markUploaded } from "./import-store.server.ts";
import { readBody } from "./webhook-body.server.ts";

/** Largest file that is taken. */
export const MOST_FILE_BYTES = 500 * 1024 * 1024;
/** Files of one shop that may lie here without being imported. */
const MOST_WAITING = 20;

/** `too-many`: other files have to be imported or to expire first; `lost`: there is no such upload any more. */
export type UploadProblem = FileProblem | "too-many" | "lost";
export type UploadResult<Value = object> = ({ ok: true } & Value) | { ok: false; problem: UploadProblem };

/** Announces a file. It then comes in chunks of `CHUNK_BYTES`, each a request of its own, in any order. */
export async function beginUpload(
  shopId: string,
  file: { fileName: string; byteCount: number },
): Promise<UploadResult<{ importId: string; chunkBytes: number }>> {
  if (file.byteCount === 0) return { ok: false, problem: "empty" };
  if (file.byteCount > MOST_FILE_BYTES) return { ok: false, problem: "too-big" };
  if ((await countWaitingUploads(shopId)) >= MOST_WAITING) return { ok: false, problem: "too-many" };
  const { importId } = await createImport(shopId, { ...file, fileName: plainFileName(file.fileName), now: now() });
  return { ok: true, importId, chunkBytes: CHUNK_BYTES };
}

/**
 * Stores the chunk that a request carries; the same chunk again replaces it. The first one tells what the file is, so that
 * one of another kind is refused before the rest is sent.
 */
export async function receiveChunk(scope: ImportScope, ordinal: number, request: Request): Promise<UploadResult> {
  const file = await findImport(scope);
  const expected = file?.status === "uploading" ? chunkLength(file.byteCount, ordinal) : 0;
  if (expected === 0) return { ok: false, problem: "lost" };
  const bytes = await readBody(request, expected);
  if (bytes?.length !== expected) return { ok: false, problem: "incomplete" };
  if (ordinal === 0) {
    const kind = kindOfFile(bytes, file?.byteCount === bytes.length);
    if (kind.format === null) return refuse(scope, kind);
  }
  await saveChunk(scope, ordinal, bytes);
  return { ok: true };
}

/** All chunks have been sent: looks into the file and lets it be mapped, or says why it cannot be. */
export async function finishUpload(scope: ImportScope): Promise<UploadResult> {
  const file = await findImport(scope);
  if (file?.status === "uploaded") return { ok: true };
  if (file?.status !== "uploading") return { ok: false, problem: "lost" };
  if ((await countChunks(scope)) !== Math.ceil(file.byteCount / CHUNK_BYTES))
    return { ok: false, problem: "incomplete" };
  try {
    const { format } = await inspectImport(file);
    await markUploaded(scope, format);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    log().info({ err: error, ...scope }, "a file was refused");
    return refuse(scope, { problem: error.kind });
  }
}

async function refuse(scope: ImportScope, { problem }: Pick<Extract<FileKind, { format: null }>, "problem">) {
  await failImport(scope, problem, now());
  return { ok: false as const, problem };
}

/** 0 for a chunk that the file does not have. */
function chunkLength(byteCount: number, ordinal: number): number {
  if (!Number.isSafeInteger(ordinal) || ordinal < 0) return 0;
  return Math.max(0, Math.min(CHUNK_BYTES, byteCount - ordinal * CHUNK_BYTES));
}

function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return last.replace(/\p{C}/gu, "").trim().slice(0, 200) || "tickets";
}
