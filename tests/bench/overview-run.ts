import { z } from "zod";
import type { BusinessHours } from "../../app/metrics/business-hours.ts";
import { rebuildSomeDays } from "../../app/metrics/rebuild-figures.server.ts";
import { requestFigureRebuild } from "../../app/metrics/rebuild-requests.server.ts";
import { adoptDatabase, inTransaction, openDatabase } from "../../app/platform/database.server.ts";
import { openPages, type PageLoad } from "./overview-pages/pages.ts";
import { loadRawReport } from "./overview-pages/raw-report.ts";
import { type Timing, timeRequests } from "./overview-pages/time-requests.ts";
import type { Draw } from "./overview-shop/draw-tickets.ts";
import { fillShop } from "./overview-shop/fill-shop.ts";
import { run } from "./overview-shop/sql.ts";

/**
 * Fills an empty database with a shop of N tickets, computes all its daily figures, times every page, and prints what it
 * took as JSON. Arguments: N, and the kind of database.
 */
const TICKETS = Number(process.argv[2]);
const REQUESTS = Number(process.env.OVERVIEW_REQUESTS ?? 200);
const RAW_REQUESTS = Math.min(REQUESTS, 20);
const PRESETS = { "30": "last-30-days", "365": "last-365-days" };
/** Shows the same days whatever its address says. */
const WITHOUT_PERIOD = "goals";
const OFFICE_DAY = [
  { fromMinute: 9 * 60, toMinute: 12 * 60 },
  { fromMinute: 13 * 60, toMinute: 17 * 60 },
];
const OFFICE_HOURS: BusinessHours = {
  week: [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY.slice(0, 1), []],
  holidays: [{ day: "2026-01-01", name: "" }],
};
const overviewSchema = z.object({
  tiles: z.object({ tickets_created: z.object({ figure: z.object({ value: z.number() }) }) }),
});

adoptDatabase(openDatabase(process.env.DATABASE_URL ?? ""));
const startedAt = new Date();
const draw = await fillShop(TICKETS, startedAt);
await tidyUp();
const loadSeconds = secondsSince(startedAt);
tell(`written in ${loadSeconds} s`);
const rebuildWithHoursSeconds = await timeRebuild(draw, OFFICE_HOURS);
const rebuildSeconds = await timeRebuild(draw, null);
await tidyUp();
const pages = await timePages(draw);
console.log(JSON.stringify({ loadSeconds, rebuildSeconds, rebuildWithHoursSeconds, ...pages }));
process.exit(0);

/** What a server does by itself after so many rows; the embedded database never does. */
async function tidyUp(): Promise<void> {
  if (process.argv[3] === "postgres") await run("vacuum (analyze)");
}

/** All daily figures anew, as after a change of the shop's hours; the former ones are taken away at the end. */
async function timeRebuild({ shopId }: Draw, hours: BusinessHours | null): Promise<number> {
  await run("update shop set business_hours = $2::jsonb where shop_id = $1::uuid", [
    shopId,
    hours && JSON.stringify(hours),
  ]);
  const beganAt = new Date();
  await inTransaction((tx) => requestFigureRebuild(tx, shopId));
  while ((await rebuildSomeDays(shopId)).more);
  const seconds = secondsSince(beganAt);
  tell(`all daily figures ${hours ? "with business hours " : ""}in ${seconds} s`);
  return seconds;
}

/** Every page, and a page of raw rows, for both periods. */
async function timePages({
  shopId,
  connectionIds,
}: Draw): Promise<{ pages: Record<string, Timing>; raw: Record<string, Timing> }> {
  const loads = await openPages(shopId, { connectionId: connectionIds[0] ?? "", agentId: "agent-1" });
  await requireFigures(loads.get("overview"));
  const pages: Record<string, Timing> = {};
  const raw: Record<string, Timing> = {};
  for (const [days, preset] of Object.entries(PRESETS)) {
    for (const [name, load] of loads) {
      if (name === WITHOUT_PERIOD && days !== "30") continue;
      const page = name === WITHOUT_PERIOD ? name : `${name} ${days}`;
      pages[page] = await timeRequests(() => load(preset), REQUESTS);
      tell(`${page}: ${describe(pages[page])}`);
    }
    raw[days] = await timeRequests(() => loadRawReport(shopId, preset, new Date()), RAW_REQUESTS);
    tell(`raw rows ${days}: ${describe(raw[days])}`);
  }
  return { pages, raw };
}

/** A page without figures would be fast. @throws when the tickets of a year, of the two that there are, are not all there */
async function requireFigures(overview: PageLoad | undefined): Promise<void> {
  const { tiles } = overviewSchema.parse(JSON.parse((await overview?.(PRESETS["365"])) ?? "null"));
  const shown = tiles.tickets_created.figure.value;
  if (Math.abs(shown / TICKETS - 0.5) > 0.05) throw new Error(`The Overview shows ${shown} of ${TICKETS} tickets`);
}

function describe({ p50Ms, p95Ms, requests }: Timing): string {
  return `p50 ${p50Ms} ms, p95 ${p95Ms} ms of ${requests}`;
}

function secondsSince(instant: Date): number {
  return Math.round((Date.now() - instant.getTime()) / 100) / 10;
}

function tell(line: string): void {
  console.error(`  ${process.argv[3]} ${TICKETS}: ${line}`);
}
