import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { WORKER_MEMORY_OPTIONS } from "../../app/platform/worker-memory.ts";
import { applyMigrations } from "../../prisma/migrate.ts";
import { startPostgresServer } from "../database/start-postgres.ts";
import { writeCsvFile, writeWorkbookFile } from "./import-files.ts";

const run = promisify(execFile);
const WRITER = fileURLToPath(new URL("import-writer.ts", import.meta.url));
const SIZES = (process.env.BENCH_ROWS ?? "100000,1000000").split(",").map(Number);

const resultSchema = z.object({
  rows: z.number(),
  refused: z.number(),
  tickets: z.number(),
  rowsPerSecond: z.number(),
  peakMegabytes: z.number(),
  /** The file told apart into cells, nothing else. */
  bareRowsPerSecond: z.number(),
  /** The same CSV file by another reader. */
  otherReaderRowsPerSecond: z.number().optional(),
});

/**
 * A file of tickets into PostgreSQL, as CSV and as a workbook, in two sizes: the worker's memory must not grow with the
 * number of rows. The worker is a process of its own, with the options it has in production.
 */
export async function bench(): Promise<object> {
  const server = await startPostgresServer();
  const directory = await mkdtemp(join(tmpdir(), "deskworth-import-"));
  try {
    await applyMigrations(`${server.url}/postgres`);
    const results: Record<string, z.infer<typeof resultSchema>> = {};
    for (const rows of SIZES) {
      for (const [format, write] of [["csv", writeCsvFile] as const, ["xlsx", writeWorkbookFile] as const]) {
        const path = join(directory, `tickets.${format}`);
        await write(path, rows);
        results[`${format} ${rows}`] = await importFile(path, `${server.url}/postgres`);
        await rm(path);
        console.log(format, rows, JSON.stringify(results[`${format} ${rows}`]));
      }
    }
    return results;
  } finally {
    await rm(directory, { recursive: true, force: true });
    await server.stop();
  }
}

async function importFile(path: string, url: string): Promise<z.infer<typeof resultSchema>> {
  const { stdout } = await run(process.execPath, [...WORKER_MEMORY_OPTIONS, WRITER, path], {
    env: { ...process.env, DATABASE_URL: url },
    maxBuffer: 1 << 20,
  });
  return resultSchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}
