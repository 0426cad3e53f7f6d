import { rebuildSomeDays } from "../../app/metrics/rebuild-figures.server.ts";
import { requestFigureRebuild } from "../../app/metrics/rebuild-requests.server.ts";
import { adoptDatabase, db, inTransaction, openDatabase } from "../../app/platform/database.server.ts";
import { PAGES } from "./overview-pages/pages.ts";
import { loadRawReport } from "./overview-pages/raw-report.ts";
import { type Timing, timeRequests } from "./overview-pages/time-requests.ts";
import type { Draw } from "./overview-shop/draw-tickets.ts";
import { fillShop } from "./overview-shop/fill-shop.ts";
import { run } from "./overview-shop/sql.ts";

/** Fills one empty database with N tickets, rebuilds all daily figures, times all pages, and prints it as JSON. */
const TICKETS = Number(process.argv[2]);
const CARES_FOR_ITSELF = process.argv[3] === "postgres";
const REQUESTS = Number(process.env.OVERVIEW_REQUESTS ?? 200);
/** Nobody waits longer for a page of raw rows than for these. */
const RAW_REQUESTS = Math.min(REQUESTS, 20);
const PERIODS = { 30: "preset=last-30-days", 365: "preset=last-365-days" };
/** Pages that show the same days whatever the address says. */
const WITHOUT_PERIOD = ["goals"];

const startedAt = new Date();
adoptDatabase(openDatabase(process.env.DATABASE_URL ?? ""));
const draw = await fillShop(TICKETS, startedAt);
await tidyUp();
const loadSeconds = secondsSince(startedAt);
tell(`${TICKETS} tickets written in ${loadSeconds} s`);
const rebuildWithHoursSeconds = await timeRebuild(draw, WEEK);
const rebuildSeconds = await timeRebuild(draw, null);
await tidyUp();
const pages = await timePages(draw);
console.log(JSON.stringify({ loadSeconds, rebuildSeconds, rebuildWithHoursSeconds, pages }));
process.exit(0);
