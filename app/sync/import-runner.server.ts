import type { TableBatch } from "../imports/byte-source.ts";
import { readCsv } from "../imports/csv-table.ts";
import type { ImportMapping } from "../imports/import-mapping.ts";
import { ImportFileError, type TableRow } from "../imports/import-problem.ts";
import { readWorkbook } from "../imports/workbook.server.ts";
import { now } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.server.ts";
import { log } from "../platform/log.server.ts";
import { findInstalledShop, keyMakerOf } from "../platform/shop-store.server.ts";
import { saveTicketRows, type TicketShop } from "../tickets/ticket-store.server.ts";
import { listAgents } from "./connection-store.server.ts";
import { enqueueRecompute } from "./enqueue-jobs.server.ts";
import { ChunkMissingError, type ImportScope, importedBytes, importedPages } from "./import-bytes.server.ts";
import { type ImportPage, ImportPages } from "./import-pages.ts";
import {
  advanceImport,
  countKeptProblems,
  finishImport,
  holdConnection,
  ImportOvertakenError,
  markRunning,
  saveProblems,
} from "./import-progress.server.ts";
import { enqueueImport, failImport, type ImportedFile } from "./import-store.server.ts";

/** Credits and figures follow while the file is read, but not after every page. */
const PAGES_BETWEEN_RECOMPUTES = 20;

interface Run {
  file: ImportedFile;
  mapping: ImportMapping;
  shop: TicketShop;
  keptProblems: number;
}

/**
 * Reads a file to its end and stores its rows. A page of rows, everything derived from them, the lines that were left out
 * and how far the file has been read are one transaction, so a run that is killed anywhere goes on without loss or
 * double; of two runs that meet, one gives up. What is wrong with the file is told to the merchant; anything else is
 * thrown, and the job tried again.
 */
export async function runImport(scope: ImportScope, signal?: AbortSignal): Promise<void> {
  try {
    const run = await prepareRun(scope);
    if (!run) return;
    const finished = await readPages(run, signal);
    await enqueueRecompute(scope.shopId);
    if (!finished) await enqueueImport(scope);
  } catch (error) {
    if (error instanceof ImportOvertakenError) return log().info({ ...scope }, "another run reads this file");
    const problem = error instanceof ImportFileError ? error.kind : null;
    if (problem === null && !(error instanceof ChunkMissingError)) throw error;
    log().warn({ err: error, ...scope }, "a file could not be imported");
    await failImport(scope, problem ?? "expired", now());
    await enqueueRecompute(scope.shopId);
  }
}

/** Null when there is nothing to do: imported, given up, or the shop has uninstalled the app. */
async function prepareRun(scope: ImportScope): Promise<Run | null> {
  const shop = await findInstalledShop(scope.shopId);
  const file = await markRunning(scope, now());
  if (!shop || !file?.mapping || !file.connectionId) return null;
  const { shopId } = scope;
  return {
    file,
    mapping: file.mapping,
    shop: { shopId, connectionId: file.connectionId, keyMaker: keyMakerOf(shop) },
    keptProblems: await countKeptProblems(scope),
  };
}

/** @returns whether the file has been read to its end */
async function readPages(run: Run, signal: AbortSignal | undefined): Promise<boolean> {
  const pages = new ImportPages(run.mapping, {
    startedAt: run.file.startedAt ?? now(),
    skipRows: run.file.rowsRead,
    agents: await listAgents({ shopId: run.shop.shopId, connectionId: run.shop.connectionId }),
  });
  let saved = 0;
  let before = 0;
  for await (const { rows, share } of readTable(run)) {
    for (const [index, row] of rows.entries()) {
      const page = pages.add(row);
      if (!page) continue;
      await savePage(run, page, before + ((share - before) * (index + 1)) / rows.length);
      if (signal?.aborted) return false;
      if (++saved % PAGES_BETWEEN_RECOMPUTES === 0) await enqueueRecompute(run.shop.shopId);
    }
    before = share;
  }
  const last = pages.end();
  if (last) await savePage(run, last, 1);
  await finishImport(run.file, { connectionId: run.shop.connectionId, now: now() });
  return true;
}

function readTable({ file, mapping }: Run): AsyncIterable<TableBatch<TableRow>> {
  const source = importedBytes(file, file.byteCount);
  if (mapping.csv) return readCsv(source, mapping.csv);
  const wanted = new Set(Object.values(mapping.columns));
  return readWorkbook(source, { isWanted: (column) => wanted.has(column), pages: importedPages(file) });
}

async function savePage(run: Run, page: ImportPage, share: number): Promise<void> {
  const bytesRead = Math.round(share * run.file.byteCount);
  run.keptProblems += await inTransaction(async (tx) => {
    if (!(await holdConnection(tx, run.shop))) throw new ImportFileError("helpdesk-gone");
    await advanceImport(tx, run.file, { ...page.counts, bytesRead });
    await saveTicketRows(tx, run.shop, page.rows);
    return saveProblems(tx, run.file, { problems: page.problems, kept: run.keptProblems });
  });
}
