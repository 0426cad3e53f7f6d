import { EXPORT_FORMATS, EXPORT_KINDS, type ExportRequest } from "../../app/exports/export-request.ts";
import { streamExport } from "../../app/exports/stream-export.server.ts";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { parsePeriod } from "../../app/metrics/period.ts";
import { adoptDatabase, db, openDatabase } from "../../app/platform/database.server.ts";

/** Exports once, throws the bytes away, and prints what it took as JSON. Arguments: what, and the format. */
const BEATS_MS = 50;
const MEGABYTE = 1024 * 1024;

adoptDatabase(openDatabase(process.env.DATABASE_URL ?? "", 4));
const request = await readRequest();
// A short export first, so that what is measured is rows and not the start of a program.
for await (const _piece of await streamExport({ ...request, kind: "agents" }));
const before = process.memoryUsage.rss();
let peak = before;
const beat = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, BEATS_MS);
const startedAt = performance.now();
let bytes = 0;
for await (const piece of await streamExport(request)) bytes += piece.length;
const seconds = (performance.now() - startedAt) / 1000;
clearInterval(beat);
console.log(
  JSON.stringify({
    seconds,
    megabytes: Math.round(bytes / MEGABYTE),
    grownMegabytes: Math.round((peak - before) / MEGABYTE),
  }),
);
process.exit(0);

async function readRequest(): Promise<ExportRequest> {
  const [, , what, wanted] = process.argv;
  const kind = EXPORT_KINDS.find((known) => known === what) ?? "tickets";
  const format = EXPORT_FORMATS.find((known) => known === wanted) ?? "csv";
  const shop = await db().shop.findFirstOrThrow();
  const search = new URLSearchParams({ from: "2024-01-01", to: "2025-12-31" });
  const { period } = parsePeriod(search, { now: new Date("2026-06-01"), timeZone: shop.timeZone });
  return {
    ...{ kind, format, shop: shop.domain, period, comparison: null, grain: null, by: null },
    scope: { shopId: shop.shopId, filter: NO_FILTER, clock: "calendar" },
    ...{ kpi: "tickets_created", part: "all" },
  };
}
