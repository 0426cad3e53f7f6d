import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { queryFilterOptions } from "../metrics/filter-option-queries.server.ts";
import { MAX_DAYS, parsePeriod, previousPeriod, yearBefore } from "../metrics/period.ts";
import { type MetricsShop, requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { now } from "../platform/clock.ts";
import { findShopByDomain } from "../platform/shop-store.server.ts";
import {
  ArgumentError,
  answersOf,
  type ExportArguments,
  filterOf,
  kpiOf,
  parseExportArguments,
  USAGE,
} from "./export-arguments.ts";
import type { ExportRequest } from "./export-request.ts";
import { NoDatabaseError, provideDatabase } from "./provide-database.server.ts";
import { NothingListedError, streamExport } from "./stream-export.server.ts";

/** Shells know these: something failed, and it was called wrongly. */
const FAILED = 1;
const MISUSED = 2;

/** Writes what the command line asks for. @returns the process's exit code */
async function main(argv: readonly string[]): Promise<number> {
  const given = parseExportArguments(argv);
  const close = await provideDatabase(process.env);
  try {
    const known = await findShopByDomain(given.shop);
    if (!known) {
      console.error(`There is no shop ${given.shop} in the database.`);
      return FAILED;
    }
    const request = await requestOf(given, await requireMetricsShop(known.shopId));
    await write(Readable.from(await streamExport(request), { objectMode: true, highWaterMark: 1 }), given.out);
    return 0;
  } finally {
    await close();
  }
}

async function requestOf(given: ExportArguments, shop: MetricsShop): Promise<ExportRequest> {
  const { kind, format, compare, clock } = given;
  const asOf = now();
  const { period, problem } = parsePeriod(new URLSearchParams({ from: given.from, to: given.to }), {
    ...shop,
    now: asOf,
  });
  if (problem === "future") throw new ArgumentError("--from", `${given.from} is still to come`);
  if (problem === "too-long") throw new ArgumentError("--from", `a period has ${MAX_DAYS} days at most`);
  if (problem) throw new ArgumentError("--to", `there can be no figures of ${given.to}`);
  if (clock === "business" && !shop.businessHours) throw new ArgumentError("--clock", "the shop has no business hours");
  const filter = filterOf(given, await queryFilterOptions(shop.shopId, given.tag));
  const compared = compare && (compare === "year" ? yearBefore : previousPeriod)(period, shop.timeZone);
  return {
    ...{ kind, format, period, shop: given.shop, kpi: kpiOf(given), part: given.part ?? "all" },
    scope: { shopId: shop.shopId, filter, clock, now: asOf },
    ...{ comparison: compared ?? null, grain: given.grain ?? null, by: given.by ?? null },
    answers: answersOf(given),
  };
}

/** A file gets its name when it is whole, so that half of one is never taken for it. */
async function write(content: Readable, out: string | undefined): Promise<void> {
  if (out === undefined) return pipeline(content, process.stdout, { end: false });
  const unfinished = `${out}.part`;
  try {
    await pipeline(content, createWriteStream(unfinished));
    await rename(unfinished, out);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ArgumentError || error instanceof NothingListedError) {
    console.error(error instanceof ArgumentError ? `${error.message} (${USAGE})` : `--kpi: ${error.message}`);
    return MISUSED;
  }
  // Whoever reads has enough, as `head` does.
  if (error instanceof Error && "code" in error && error.code === "EPIPE") return 0;
  console.error(error instanceof NoDatabaseError ? error.message : error);
  return FAILED;
}
