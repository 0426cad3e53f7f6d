import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { JsonObject } from "../simulator.ts";
import type { Dataset } from "./dataset.ts";
import { ROW_FILES, type RowFile } from "./row-schemas.ts";

/**
 * Writes a data set as a folder that `loadDataset` reads back to the same rows. Files that stand there already are
 * replaced; a helpdesk that is null gets no folder.
 */
export async function writeDataset(directory: string, dataset: Dataset): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "shop.json"), `${JSON.stringify(dataset.shop, null, 2)}\n`);
  if (dataset.truth !== null) {
    await writeFile(join(directory, "truth.json"), `${JSON.stringify(dataset.truth, null, 1)}\n`);
  }
  for (const [file, rows] of filesOf(dataset)) await writeRows(directory, file, rows);
}

type File = [Pick<RowFile, "path">, JsonObject[]];

function filesOf({ orders, customers, gorgias, zendesk, helpdesks }: Dataset): File[] {
  const files: File[] = [
    [ROW_FILES.orders, orders],
    [ROW_FILES.customers, customers],
  ];
  if (gorgias !== null) {
    files.push(
      [ROW_FILES.gorgias.tickets, gorgias.tickets],
      [ROW_FILES.gorgias.messages, gorgias.messages],
      [ROW_FILES.gorgias.users, gorgias.users],
      [ROW_FILES.gorgias.satisfactionSurveys, gorgias.satisfactionSurveys],
      [ROW_FILES.gorgias.events, gorgias.events],
    );
  }
  if (zendesk !== null) {
    files.push(
      [ROW_FILES.zendesk.tickets, zendesk.tickets],
      [ROW_FILES.zendesk.ticketMetrics, zendesk.ticketMetrics],
      [ROW_FILES.zendesk.comments, zendesk.comments],
      [ROW_FILES.zendesk.audits, zendesk.audits],
      [ROW_FILES.zendesk.users, zendesk.users],
      [ROW_FILES.zendesk.satisfactionRatings, zendesk.satisfactionRatings],
    );
  }
  const others = Object.entries(helpdesks).flatMap(([vendor, rowsByFile]) =>
    Object.entries(rowsByFile).map(([name, rows]): File => [{ path: `${vendor}/${name}.jsonl` }, rows]),
  );
  return [...files, ...others];
}

async function writeRows(directory: string, file: Pick<RowFile, "path">, rows: readonly JsonObject[]): Promise<void> {
  const path = join(directory, file.path);
  await mkdir(dirname(path), { recursive: true });
  const lines = Readable.from(chunksOf(rows), { objectMode: true });
  await pipeline(lines, createWriteStream(path));
}

const ROWS_A_WRITE = 500;

function* chunksOf(rows: readonly JsonObject[]): Generator<string> {
  for (let start = 0; start < rows.length; start += ROWS_A_WRITE) {
    const chunk = rows.slice(start, start + ROWS_A_WRITE);
    yield chunk.map((row) => `${JSON.stringify(row)}\n`).join("");
  }
}
