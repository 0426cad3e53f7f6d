import { execFile, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { WORKER_MEMORY_OPTIONS } from "../../app/platform/worker-memory.ts";
import { applyMigrations } from "../../prisma/migrate.ts";
import { startPostgresServer } from "../database/start-postgres.ts";

const run = promisify(execFile);
const WRITER = fileURLToPath(new URL("ingest-writer.ts", import.meta.url));
const SIZES = [20_000, 80_000];

const resultSchema = z.object({
  ticketsPerSecond: z.number(),
  /** The same rows through the same client, without facts, keys, credits or figures. */
  plainTicketsPerSecond: z.number(),
  peakMegabytes: z.number(),
  credits: z.number(),
  created: z.number(),
});

/**
 * Normalised tickets with 5 messages each into the database, with facts, attribution and daily figures, on both
 * databases and in two sizes: the writer's memory must not grow with the number of tickets.
 */
export async function bench(): Promise<object> {
  return { postgres: await onPostgres(), embedded: await onEmbedded() };
}

async function onPostgres(): Promise<object> {
  const server = await startPostgresServer();
  try {
    await applyMigrations(`${server.url}/postgres`);
    return await ingestAllSizes(`${server.url}/postgres`);
  } finally {
    await server.stop();
  }
}

async function onEmbedded(): Promise<object> {
  const service = fileURLToPath(new URL("serve-embedded.ts", import.meta.url));
  const child = spawn(process.execPath, [service], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim())),
  );
  try {
    await applyMigrations(url);
    return await ingestAllSizes(url);
  } finally {
    child.kill("SIGTERM");
  }
}

async function ingestAllSizes(url: string): Promise<object> {
  const results: Record<number, z.infer<typeof resultSchema>> = {};
  for (const size of SIZES) {
    const { stdout } = await run(process.execPath, [...WORKER_MEMORY_OPTIONS, WRITER, String(size)], {
      env: { ...process.env, DATABASE_URL: url },
      maxBuffer: 1 << 20,
    });
    const line = stdout.trim().split("\n").at(-1) ?? "";
    results[size] = resultSchema.parse(JSON.parse(line));
    console.log(url.replace(/\/\/.*@/, "//"), size, line);
  }
  return results;
}
