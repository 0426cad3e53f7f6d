import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FigureFilter, NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { KPI_IDS } from "../../app/metrics/kpi-book.ts";
import {
  queryBusiestHours,
  queryCsatDistribution,
  queryDistribution,
  queryParts,
  queryReport,
} from "../../app/metrics/kpi-queries.server.ts";
import type { KpiScope } from "../../app/metrics/kpi-report.ts";
import { type Period, parsePeriod, previousPeriod } from "../../app/metrics/period.ts";
import { GRAINS } from "../../app/metrics/period-buckets.ts";
import { countTickets, listTickets } from "../../app/metrics/ticket-list-queries.server.ts";
import { CHANNELS } from "../../app/tickets/ticket.ts";
import { expectSame } from "../oracle/expect-figure.ts";
import type { KpiOptions } from "../oracle/kpi-events.ts";
import { kpiShop, modelFilter } from "../oracle/kpi-shop-arbitraries.ts";
import type { ModelShop } from "../oracle/model.ts";
import type { ModelFilter } from "../oracle/population.ts";
import { readShop } from "../oracle/read-figures.ts";
import { readKpis } from "../oracle/read-kpis.ts";
import { readList } from "../oracle/read-list.ts";
import { readBusiestHours, readCsatDistribution, readDistribution, readParts } from "../oracle/read-parts.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { saveSurveys } from "../oracle/save-surveys.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

/** KPI_RUNS repeats the properties more often than every run of the suite does. */
const RUNS = { numRuns: Number(process.env.KPI_RUNS ?? 8) };
const DAY_MS = 86_400_000;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

/** A shop, a filter, a clock, a stretch of its days and the instant at which somebody asks. */
const question = fc.record({
  model: kpiShop,
  filter: modelFilter,
  clock: fc.constantFrom("calendar" as const, "business" as const),
  start: fc.nat(14),
  length: fc.nat(10),
  asksAfterDays: fc.nat(24),
});

test("every figure of every KPI, its comparison and its trend is that of the definitions, whatever is filtered", async () => {
  await fc.assert(
    fc.asyncProperty(question, fc.constantFrom(...GRAINS), async (asked, grain) => {
      const { reading, scope, options, period } = await prepare(asked);
      const comparison = previousPeriod(period, asked.model.timeZone);
      const report = await queryReport(scope, { period, comparison, grain, kpis: KPI_IDS });
      const [current, former] = [readKpis(reading, period, options), readKpis(reading, comparison, options)];
      const points = report.trends.tickets_created.map(({ day, untilOn }) =>
        readKpis(reading, { fromOn: day, toOn: untilOn }, options),
      );
      for (const id of KPI_IDS) {
        expectSame(report.figures[id], current[id], id);
        expectSame(report.compared[id], former[id], `${id} compared`);
        expect(report.trends[id]).toHaveLength(points.length);
        for (const [index, point] of points.entries()) {
          expectSame(report.trends[id][index]?.figure, point[id], `${id} on ${report.trends[id][index]?.day}`);
        }
      }
    }),
    RUNS,
  );
});

test.each(["helpdesk", "channel", "agent"] as const)(
  "the figures of every part by %s are those of the definitions",
  async (by) => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const { saved, reading, scope, options, period } = await prepare(asked);
        const found = new Map(
          (await queryParts(scope, period, { by, kpis: KPI_IDS })).map((part) => [part.key, part.figures]),
        );
        for (const { key, agent, connection, figures } of readParts(reading, period, by, options)) {
          const ownKey =
            by === "channel" || key === ""
              ? key
              : by === "helpdesk"
                ? connectionOf(saved, connection ?? 0)
                : `${connectionOf(saved, agent?.connection ?? 0)}/${agent?.agentId}`;
          const own = found.get(ownKey);
          if (!own)
            expect(
              Object.entries(figures).filter(([, { value }]) => value),
              key,
            ).toEqual([]);
          else for (const id of KPI_IDS) expectSame(own[id], figures[id], `${id} of ${by} ${key}`);
        }
      }),
      RUNS,
    );
  },
);

test("the list behind every figure has as many rows as the figure counts, page by page", async () => {
  await fc.assert(
    fc.asyncProperty(question, fc.constantFrom("all" as const, "hits" as const), async (asked, part) => {
      const { reading, scope, options, period } = await prepare(asked);
      for (const id of KPI_IDS) {
        if (id === "channel_share") continue; // its tickets are those of `tickets_created`
        const wanted = readList(reading, period, id, { ...options, part });
        if (wanted === null) continue;
        expect({ id, n: await countTickets(scope, { period, kpi: id, part }) }).toEqual({ id, n: wanted });
      }
    }),
    RUNS,
  );
});

test("the pages of a list hold every row once, in the order that was asked for", async () => {
  await fc.assert(
    fc.asyncProperty(
      question,
      fc.constantFrom(...KPI_IDS),
      fc.constantFrom("newest", "oldest", "longest", "shortest"),
      async (asked, id, sort) => {
        const { scope, period } = await prepare(asked);
        const rows: string[] = [];
        const places: number[] = [];
        let after: string | null = null;
        do {
          const page = await listTickets(scope, { period, kpi: id, part: "all", sort, after, limit: 3 });
          for (const row of page.rows) {
            rows.push(JSON.stringify(row));
            places.push(
              sort === "newest" || sort === "oldest"
                ? row.at.getTime()
                : (row.value ?? (sort === "longest" ? -1 : 1e15)),
            );
          }
          expect(page.total).toBeGreaterThanOrEqual(rows.length);
          after = page.next;
          if (after === null) expect(rows).toHaveLength(page.total);
        } while (after !== null);
        const sorted = places.toSorted((a, b) => (sort === "newest" || sort === "longest" ? b - a : a - b));
        expect(places).toEqual(sorted);
      },
    ),
    RUNS,
  );
});

test("classes of durations, scores and busiest hours are those of the definitions", async () => {
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const { reading, scope, options, period } = await prepare(asked);
      for (const distribution of ["first_response", "first_any_response", "response", "resolution"] as const) {
        const wanted = readDistribution(reading, period, distribution, options);
        if (wanted === null || (distribution === "first_any_response" && scope.filter.agents.length > 0)) continue;
        expect(await queryDistribution(scope, period, distribution), distribution).toEqual(wanted);
      }
      expect(await queryCsatDistribution(scope, period)).toEqual(readCsatDistribution(reading, period, options));
      const hours = readBusiestHours(reading, period, options);
      if (hours) expect(await queryBusiestHours(scope, period)).toEqual(hours);
    }),
    RUNS,
  );
});

interface Asked {
  model: ModelShop;
  filter: ModelFilter;
  clock: "calendar" | "business";
  start: number;
  length: number;
  asksAfterDays: number;
}

async function prepare({ model, filter, clock, start, length, asksAfterDays }: Asked) {
  const saved = await saveShop(model);
  await saveOrders(saved, model.orders);
  await saveTickets(saved, model.tickets);
  await saveSurveys(saved, model.surveys);
  await recompute(saved, 50);
  const first =
    model.tickets.map((ticket) => ticket.createdAt.getTime()).sort((a, b) => a - b)[0] ?? Date.parse("2026-03-01");
  const now = new Date(first + asksAfterDays * DAY_MS);
  const scope: KpiScope = { shopId: saved.shopId, filter: filterOf(saved, filter), clock, now };
  const options: KpiOptions = { filter, clock, now };
  return { saved, reading: readShop(model), scope, options, period: periodOf(model, first, { start, length }) };
}

function filterOf(
  saved: SavedShop,
  { connections = [], channels = [], agents = [], tags = [] }: ModelFilter,
): FigureFilter {
  return {
    ...NO_FILTER,
    connectionIds: connections.map((index) => connectionOf(saved, index)),
    channels: CHANNELS.filter((channel) => channels.includes(channel)),
    agents: agents.flatMap((agent) =>
      agent ? [{ ...agent, connectionId: connectionOf(saved, agent.connection) }] : [],
    ),
    tags,
  };
}

/** Days counted from the first on which anything may happen. */
function periodOf(model: ModelShop, first: number, { start, length }: { start: number; length: number }): Period {
  const day = (count: number) => new Date(first + count * DAY_MS).toISOString().slice(0, 10);
  const search = new URLSearchParams({ from: day(start - 2), to: day(start - 2 + length) });
  const now = new Date(first + 60 * DAY_MS);
  return parsePeriod(search, { now, timeZone: model.timeZone, weekStart: model.weekStart }).period;
}
