import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { applyMigrations } from "../../prisma/migrate.ts";
import { startPostgresServer } from "../database/start-postgres.ts";

const SIZES = (process.env.OVERVIEW_SIZES ?? "10000,1000000").split(",").map(Number);
const DATABASES = (process.env.OVERVIEW_DATABASES ?? "postgres,embedded").split(",");

const timingSchema = z.object({ p50Ms: z.number(), p95Ms: z.number(), requests: z.number() });
const resultSchema = z.object({
  loadSeconds: z.number(),
  rebuildSeconds: z.number(),
  rebuildWithHoursSeconds: z.number(),
  /** By page and days. */
  pages: z.record(z.string(), timingSchema),
  /** A report's page over raw rows, by days. */
  raw: z.record(z.string(), timingSchema),
});
type Result = z.infer<typeof resultSchema>;

/**
 * Server time of every page's loader for shops of several sizes, on both databases, beside a page that aggregates raw rows,
 * and the time in which all daily figures are computed.
 */
export async function bench(): Promise<object> {
  const summaries: Record<string, object> = {};
  for (const database of DATABASES) {
    const results: { size: number; result: Result }[] = [];
    for (const size of SIZES) {
      const result = await (database === "postgres" ? onPostgres(size) : onEmbedded(size));
      results.push({ size, result });
    }
    printTable(database, results);
    summaries[database] = summaryOf(results);
  }
  return summaries;
}

async function onPostgres(size: number): Promise<Result> {
  const server = await startPostgresServer();
  try {
    return await timeSize(`${server.url}/postgres`, size, "postgres");
  } finally {
    await server.stop();
  }
}

async function onEmbedded(size: number): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "deskworth-embedded-"));
  const service = fileURLToPath(new URL("overview-serve-embedded.ts", import.meta.url));
  const child = spawn(process.execPath, [service, join(directory, "data")], { stdio: ["ignore", "pipe", "inherit"] });
  const [address]: unknown[] = await once(child.stdout, "data");
  try {
    return await timeSize(String(address).trim(), size, "embedded");
  } finally {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    await rm(directory, { recursive: true, force: true });
  }
}

/** In a process of its own: what one size leaves in memory is no burden to the next. */
async function timeSize(url: string, size: number, database: string): Promise<Result> {
  await applyMigrations(url);
  const script = fileURLToPath(new URL("overview-run.ts", import.meta.url));
  const child = spawn(process.execPath, [script, String(size), database], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [stdout, [code, signal]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`The process that times ${size} tickets ended with ${code ?? signal}`);
  return resultSchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}

function printTable(database: string, results: readonly { size: number; result: Result }[]): void {
  const lines = new Map<string, Record<string, string>>();
  for (const { size, result } of results) {
    const raw = Object.entries(result.raw).map(([days, timing]) => [`raw rows ${days}`, timing] as const);
    for (const [page, { p50Ms, p95Ms }] of [...Object.entries(result.pages), ...raw]) {
      lines.set(page, { ...lines.get(page), [`${size} p50`]: `${p50Ms} ms`, [`${size} p95`]: `${p95Ms} ms` });
    }
  }
  console.log(database);
  console.table(Object.fromEntries(lines));
}

/** The largest size, and how it compares with the smallest and with raw rows. */
function summaryOf(results: readonly { size: number; result: Result }[]): object {
  const [smallest, largest] = [results[0], results.at(-1)];
  if (!smallest || !largest) throw new RangeError("OVERVIEW_SIZES names no size");
  const { pages, raw, ...times } = largest.result;
  const ofPeriod = (days: string) => {
    const [own, small, other] = [pages[`overview ${days}`], smallest.result.pages[`overview ${days}`], raw[days]];
    if (!own || !small || !other) throw new RangeError(`The Overview of ${days} days was not timed`);
    return {
      [`overview${days}P95Ms`]: own.p95Ms,
      [`overview${days}TimesSmallest`]: rounded(own.p95Ms / small.p95Ms),
      [`overview${days}TimesFasterThanRaw`]: rounded(other.p50Ms / own.p50Ms),
    };
  };
  return {
    ...{ tickets: largest.size, smallest: smallest.size, ...ofPeriod("30"), ...ofPeriod("365"), ...times },
    p95Ms: Object.fromEntries(Object.entries(pages).map(([page, { p95Ms }]) => [page, p95Ms])),
  };
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
