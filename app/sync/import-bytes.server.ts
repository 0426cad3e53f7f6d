import type { ByteSource } from "../imports/byte-source.ts";
import type { PageStore } from "../imports/shared-texts.ts";
import { decrypt, encrypt } from "../platform/crypto.server.ts";
import { db, openedDatabase } from "../platform/database.server.ts";

/** One import of one shop. */
export interface ImportScope {
  shopId: string;
  importId: string;
}

/** Bytes of every chunk of a file but its last. */
export const CHUNK_BYTES = 1024 * 1024;
/** Chunks from this number on hold what reading a workbook puts aside. */
const FIRST_PAGE = 1_000_000;

/** A chunk of the file is not there: its upload is not complete, or it has been deleted meanwhile. */
export class ChunkMissingError extends Error {
  readonly kind = "chunk-missing";

  constructor(ordinal: number) {
    super(`Chunk ${ordinal} of the file is missing`);
    this.name = "ChunkMissingError";
  }
}

/** Stores a chunk, encrypted, in place of one with the same number. */
export async function saveChunk(scope: ImportScope, ordinal: number, bytes: Uint8Array): Promise<void> {
  // One character a byte, which keeps plain ASCII as short as it is.
  await saveContent(scope, ordinal, Buffer.from(bytes).toString("latin1"));
}

/** How many chunks of the file are there. */
export function countChunks({ shopId, importId }: ImportScope): Promise<number> {
  return db().fileImportChunk.count({ where: { shopId, importId, ordinal: { lt: FIRST_PAGE } } });
}

/** The stored file. @param size in bytes */
export function importedBytes(scope: ImportScope, size: number): ByteSource {
  let last: { ordinal: number; bytes: Buffer } | null = null;
  const chunk = async (ordinal: number) => {
    if (last?.ordinal === ordinal) return last.bytes;
    const bytes = Buffer.from(await loadContent(scope, ordinal), "latin1");
    last = { ordinal, bytes };
    return bytes;
  };
  return {
    size,
    async *read(from, to) {
      for (let at = from; at < to; ) {
        const ordinal = Math.floor(at / CHUNK_BYTES);
        const start = at - ordinal * CHUNK_BYTES;
        const bytes = (await chunk(ordinal)).subarray(start, start + to - at);
        if (bytes.length === 0) throw new ChunkMissingError(ordinal);
        yield bytes;
        at += bytes.length;
      }
    },
  };
}

/** Keeps what is put aside while a workbook is read beside its chunks; it is deleted with them. */
export function importedPages(scope: ImportScope): PageStore {
  return {
    save: (page, text) => saveContent(scope, FIRST_PAGE + page, text),
    load: (page) => loadContent(scope, FIRST_PAGE + page),
  };
}

// Straight through the pool: Prisma keeps the parameters of its last statements, each of them a megabyte here.

async function saveContent(scope: ImportScope, ordinal: number, text: string): Promise<void> {
  const content = encrypt(text, placeOf(scope, ordinal));
  await openedDatabase().pool.query(
    `insert into file_import_chunk (shop_id, import_id, ordinal, content) values ($1, $2, $3, $4)
     on conflict (shop_id, import_id, ordinal) do update set content = excluded.content`,
    [scope.shopId, scope.importId, ordinal, content],
  );
}

async function loadContent(scope: ImportScope, ordinal: number): Promise<string> {
  const { rows } = await openedDatabase().pool.query<{ content: string }>(
    "select content from file_import_chunk where shop_id = $1 and import_id = $2 and ordinal = $3",
    [scope.shopId, scope.importId, ordinal],
  );
  const [row] = rows;
  if (!row) throw new ChunkMissingError(ordinal);
  return decrypt(row.content, placeOf(scope, ordinal));
}

function placeOf({ shopId, importId }: ImportScope, ordinal: number): string {
  return `file_import_chunk/${shopId}/${importId}/${ordinal}/content`;
}
