import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { parse } from "csv-parse";
import type { ByteSource } from "../../app/imports/byte-source.ts";
import { readCsv } from "../../app/imports/csv-table.ts";
import { guessMapping } from "../../app/imports/import-preview.ts";
import { readWorkbook } from "../../app/imports/workbook.server.ts";
import { encrypt, newMatchKey } from "../../app/platform/crypto.server.ts";
import { adoptDatabase, db, openDatabase } from "../../app/platform/database.server.ts";
import { queue } from "../../app/platform/queue.server.ts";
import { CHUNK_BYTES, importedPages, saveChunk } from "../../app/sync/import-bytes.server.ts";
import { inspectImport } from "../../app/sync/import-inspect.server.ts";
import { runImport } from "../../app/sync/import-runner.server.ts";
import { createImport, findImport, markUploaded, queueImport } from "../../app/sync/import-store.server.ts";
import { setTestEnvironment } from "../database/test-environment.ts";

/** Imports one file as the worker does, and prints what it took as JSON. The file is stored before the clock starts. */
const path = process.argv[2] ?? "";
const BEATS_MS = 250;

setTestEnvironment();
adoptDatabase(openDatabase(process.env.DATABASE_URL ?? ""));
await queue();
const shopId = await createShop();
const scope = await storeFile();
const file = await findImport(scope);
if (!file) throw new Error("the import is not there");
const head = await inspectImport(file);
await markUploaded(scope, head.format);
const mapping = guessMapping(head, { timeZone: "Europe/Amsterdam", csv: head.csv });
await queueImport(scope, { mapping, helpdesk: { name: "Bench" }, now: new Date() });
let peak = 0;
const beat = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, BEATS_MS);
const startedAt = performance.now();
await runImport(scope);
const seconds = (performance.now() - startedAt) / 1000;
clearInterval(beat);
const done = await findImport(scope);
const bare = await timeBareReading();
const tickets = await db().ticket.count({ where: { shopId } });
console.log(
  JSON.stringify({
    rows: done?.rowsRead,
    refused: done?.rowsRefused,
    tickets,
    rowsPerSecond: Math.round((done?.rowsRead ?? 0) / seconds),
    peakMegabytes: Math.round(peak / 1024 / 1024),
    ...bare,
  }),
);
process.exit(0);

/** The same file from the disk told apart into cells and nothing more; CSV also by another reader. */
async function timeBareReading() {
  const source: ByteSource = {
    size: file?.byteCount ?? 0,
    read: (from, to) => createReadStream(path, { start: from, end: to - 1, highWaterMark: CHUNK_BYTES }),
  };
  const table = head.csv
    ? readCsv(source, head.csv)
    : readWorkbook(source, { isWanted: () => true, pages: importedPages(scope) });
  const startedAt = performance.now();
  let rows = 0;
  for await (const batch of table) rows += batch.rows.length;
  const bareRowsPerSecond = Math.round(rows / ((performance.now() - startedAt) / 1000));
  return head.csv ? { bareRowsPerSecond, otherReaderRowsPerSecond: await timeOtherReader() } : { bareRowsPerSecond };
}

async function timeOtherReader(): Promise<number> {
  const startedAt = performance.now();
  let rows = 0;
  for await (const _ of createReadStream(path).pipe(parse())) rows++;
  return Math.round(rows / ((performance.now() - startedAt) / 1000));
}

async function storeFile() {
  const byteCount = (await stat(path)).size;
  const stored = await createImport(shopId, { fileName: "bench", byteCount, now: new Date() });
  let ordinal = 0;
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
    await saveChunk(stored, ordinal++, piece);
  return stored;
}

async function createShop(): Promise<string> {
  const id = randomUUID();
  await db().shop.create({
    data: {
      shopId: id,
      domain: `${id}.myshopify.com`,
      name: "Bench",
      timeZone: "Europe/Amsterdam",
      currency: "EUR",
      countryCode: "NL",
      scopes: "read_orders",
      matchKey: encrypt(newMatchKey(), `shop/${id}/match_key`),
      installedAt: new Date(),
    },
  });
  return id;
}
