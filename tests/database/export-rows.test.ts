import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportRequest } from "../../app/exports/export-request.ts";
import { streamExport } from "../../app/exports/stream-export.server.ts";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { KPI_IDS, type KpiId } from "../../app/metrics/kpi-book.ts";
import { queryFigures, queryParts, queryReport } from "../../app/metrics/kpi-queries.server.ts";
import type { KpiScope, TicketRow } from "../../app/metrics/kpi-report.ts";
import { type Period, parsePeriod, previousPeriod } from "../../app/metrics/period.ts";
import { listTickets } from "../../app/metrics/ticket-list-queries.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { CHANNELS } from "../../app/tickets/ticket.ts";
import { exampleShop, exampleTicket } from "../oracle/example-shop.ts";
import { kpiShop, modelFilter } from "../oracle/kpi-shop-arbitraries.ts";
import type { ModelShop } from "../oracle/model.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

const RUNS = { numRuns: Number(process.env.KPI_RUNS ?? 5) };
const DAY_MS = 86_400_000;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("the tickets of every figure go out as the page lists them, whatever is filtered", async () => {
  await fc.assert(
    fc.asyncProperty(
      kpiShop,
      modelFilter,
      fc.constantFrom("calendar" as const, "business" as const),
      fc.constantFrom("all" as const, "hits" as const),
      async (model, asked, clock, part) => {
        const saved = await savedAndComputed(model);
        const now = new Date(firstAt(model) + 20 * DAY_MS);
        const filter = {
          ...NO_FILTER,
          connectionIds: (asked.connections ?? []).map((index) => connectionOf(saved, index)),
          channels: CHANNELS.filter((channel) => asked.channels?.includes(channel)),
          tags: asked.tags ?? [],
        };
        const scope: KpiScope = { shopId: saved.shopId, filter, clock, now };
        const period = periodOf(model);
        for (const kpi of KPI_IDS) {
          const list = await listTickets(scope, { period, kpi, part, sort: "oldest", after: null, limit: 1000 });
          if (list.total === 0) continue;
          const { rows } = await jsonOf({ ...requestOf(scope, period), kind: "tickets", kpi, part });
          expect(keysOf(rows, kpi).sort(), kpi).toEqual(list.rows.map((row) => keyOf(row, kpi)).sort());
        }
      },
    ),
    RUNS,
  );
});

test("the KPIs of a file are those of the pages, and so are its periods, parts and comparison", async () => {
  await fc.assert(
    fc.asyncProperty(kpiShop, fc.constantFrom("channel" as const, "agent" as const), async (model, by) => {
      const saved = await savedAndComputed(model);
      const scope: KpiScope = { ...scopeOf(saved), now: new Date(firstAt(model) + 20 * DAY_MS) };
      const period = periodOf(model);
      const comparison = previousPeriod(period, model.timeZone);
      const request = { ...requestOf(scope, period), comparison, grain: "week", by } as const;
      const { figures, compared, periods, parts, ...head } = await jsonOf(request);
      expect(head).toEqual({
        ...{ shop: "model.example", from: period.fromOn, to: period.toOn, currency: "EUR", timeZone: model.timeZone },
      });
      const report = await queryReport(scope, { period, comparison, grain: "week", kpis: KPI_IDS });
      expect(valuesOf(figures)).toEqual(valuesOf(report.figures));
      expect(valuesOf(compared.figures)).toEqual(valuesOf(report.compared));
      expect(periods.map(({ from }: { from: string }) => from)).toEqual(
        report.trends.tickets_created.map(({ day }) => day),
      );
      const shown = await queryParts(scope, period, { by, kpis: KPI_IDS });
      expect(parts.map((part: { key: string }) => part.key)).toEqual(shown.map(({ key }) => key));
      for (const [index, part] of shown.entries())
        expect(valuesOf(parts[index].figures)).toEqual(valuesOf(part.figures));
    }),
    RUNS,
  );
});

test("the lines of the leaderboard add up to the tickets closed and the revenue of the whole shop", async () => {
  await fc.assert(
    fc.asyncProperty(kpiShop, async (model) => {
      const saved = await savedAndComputed(model);
      const [scope, period] = [scopeOf(saved), periodOf(model)];
      const whole = await queryFigures(scope, period, ["tickets_closed", "attributed_revenue_net"]);
      const { agents } = await jsonOf({ ...requestOf(scope, period), kind: "agents" });
      for (const id of ["tickets_closed", "attributed_revenue_net"] as const) {
        const values = agents.map(({ figures }: { figures: Values }) => figures[id]?.value ?? 0);
        expect({ id, sum: values.reduce((sum: number, value: number) => sum + value, 0) }).toEqual({
          id,
          sum: whole[id].value ?? 0,
        });
      }
    }),
    RUNS,
  );
});

test("many tickets, thousands of them created at one instant, go out once each and in order", async () => {
  const rows = 12_503;
  const saved = await savedAndComputed(exampleShop({ tickets: [exampleTicket("1", "2026-03-01T10:00:00Z")] }));
  await db().$executeRaw`
    insert into ticket_fact (shop_id, connection_id, ticket_id, channel, created_at, inbound, identifiable, asked_at,
                             message_count, closings, reopened, days)
    select ${saved.shopId}::uuid, ${connectionOf(saved, 0)}::uuid, 'n' || i, 'email', at, true, false, at, 1, '{}', '{}', '{}'
    from (select i, '2026-03-02T00:00:00Z'::timestamptz + make_interval(days => i / 11000) as at
          from generate_series(2, ${rows}::int) as i) as created`;
  const period = parsePeriod(new URLSearchParams({ from: "2026-03-01", to: "2026-03-31" }), {
    now: new Date("2026-06-01"),
    timeZone: "Europe/Berlin",
  }).period;
  const found = await jsonOf({ ...requestOf(scopeOf(saved), period), kind: "tickets" });
  const created = found.rows.map((row: Values) => row.ticket_created_at);
  expect(new Set(found.rows.map((row: Values) => row.ticket_id)).size).toBe(rows);
  expect(created).toHaveLength(rows);
  expect(created).toEqual(created.toSorted());
});

type Values = Record<string, { value: number | null } | undefined>;

/** What is told of each figure, without parts that are null. */
function valuesOf(figures: Record<string, object>) {
  return Object.fromEntries(
    Object.entries(figures).map(([id, figure]) => [
      id,
      Object.fromEntries(Object.entries(figure).filter(([, value]) => value !== null)),
    ]),
  );
}

function keyOf(row: TicketRow, kpi: KpiId): string {
  if (kpi === "tickets_created") return `${row.helpdeskName} ${row.ticketId}`;
  const facts = [row.helpdeskName, row.ticketId, Math.floor(row.at.getTime() / 1000), row.agentName];
  return [...facts, row.value, row.hit, row.orderName].join(" ");
}

function keysOf(rows: Record<string, string>[], kpi: KpiId): string[] {
  return rows.map((row) => {
    if (kpi === "tickets_created") return `${row.helpdesk} ${row.ticket_id}`;
    const facts = [row.helpdesk, row.ticket_id, Date.parse(row.counted_at ?? "") / 1000, row.counted_agent];
    return [...facts, row.counted_value, row.counted_hit, row.order_name].join(" ");
  });
}

async function jsonOf(request: ExportRequest) {
  const chunks: Uint8Array[] = [];
  for await (const piece of await streamExport(request)) chunks.push(piece);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function requestOf(scope: KpiScope, period: Period): ExportRequest {
  return {
    ...{ kind: "kpis", format: "json", shop: "model.example", scope, period, comparison: null, grain: null, by: null },
    ...{ kpi: "tickets_created", part: "all" },
  };
}

function scopeOf({ shopId }: SavedShop): KpiScope {
  return { shopId, filter: NO_FILTER, clock: "calendar" };
}

async function savedAndComputed(model: ModelShop): Promise<SavedShop> {
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  await saveOrders(saved, model.orders);
  await recompute(saved, 50);
  return saved;
}

function firstAt(model: ModelShop): number {
  return model.tickets.map((ticket) => ticket.createdAt.getTime()).sort((a, b) => a - b)[0] ?? Date.parse("2026-03-01");
}

/** Three weeks from the day before the first on which anything may happen. */
function periodOf(model: ModelShop): Period {
  const day = (count: number) => new Date(firstAt(model) + count * DAY_MS).toISOString().slice(0, 10);
  const context = { now: new Date(firstAt(model) + 60 * DAY_MS), timeZone: model.timeZone };
  return parsePeriod(new URLSearchParams({ from: day(-1), to: day(20) }), context).period;
}
