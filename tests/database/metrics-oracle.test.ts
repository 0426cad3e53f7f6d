import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listCreditedOrders, queryBookedOnOrderDay } from "../../app/metrics/conversion-queries.server.ts";
import { CONVERSION_PART_KPIS } from "../../app/metrics/conversions.ts";
import { type FigureFilter, NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { queryParts } from "../../app/metrics/kpi-queries.server.ts";
import type { KpiScope } from "../../app/metrics/kpi-report.ts";
import { type Period, parsePeriod } from "../../app/metrics/period.ts";
import { db } from "../../app/platform/database.server.ts";
import { sum } from "../oracle/figure-shapes.ts";
import type { ModelShop } from "../oracle/model.ts";
import { modelShop } from "../oracle/model-arbitraries.ts";
import type { CreditReading } from "../oracle/read-credits.ts";
import { netOf } from "../oracle/read-credits.ts";
import { convertedOf, creditsOf, isWithin, readShop } from "../oracle/read-figures.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

const RUNS = { numRuns: 20 };

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("credits, agents, matching keys and assists are those of the definitions", async () => {
  await fc.assert(
    fc.asyncProperty(modelShop, async (model) => {
      const saved = await savedAndComputed(model);
      const { credits } = readShop(model);
      const rows = await db().credit.findMany({ where: { shopId: saved.shopId }, orderBy: { orderId: "asc" } });
      expect(rows).toEqual(
        credits.map((credit) => creditRow(saved, credit)).sort((a, b) => Number(a.orderId - b.orderId)),
      );
      const assists = await db().assist.findMany({ where: { shopId: saved.shopId } });
      expect(new Set(assists.map((row) => [row.orderId, row.connectionId, row.ticketId].join()))).toEqual(
        new Set(credits.flatMap((credit) => assistKeys(saved, credit))),
      );
    }),
    RUNS,
  );
});

test("credits booked on the day of the order, and the parts of the conversions, are those of the definitions", async () => {
  await fc.assert(
    fc.asyncProperty(modelShop, fc.nat(14), fc.nat(8), async (model, start, length) => {
      const saved = await savedAndComputed(model);
      const reading = readShop(model);
      const period = periodOf(model, start, length);
      const scope = scopeOf(saved);
      const { orders, ...bookedMoney } = await queryBookedOnOrderDay(scope, period);
      const booked = reading.credits.filter((credit) => isWithin(reading, period, credit.order.processedAt));
      expect({ orders, ...bookedMoney }).toEqual({ orders: booked.length, ...moneyOf(booked) });
      const credits = creditsOf(reading, period);
      const whole = { converted: convertedOf(credits).length, orders: credits.length, ...moneyOf(credits) };
      for (const by of ["agent", "channel", "helpdesk"] as const) {
        const parts = await queryParts(scope, period, { by, kpis: CONVERSION_PART_KPIS });
        const total = (id: (typeof CONVERSION_PART_KPIS)[number]) =>
          sum(parts.map(({ figures }) => figures[id].value ?? 0));
        expect({
          converted: total("tickets_converted"),
          orders: total("attributed_orders"),
          grossMinor: total("attributed_revenue_gross"),
          refundedMinor: total("attributed_revenue_refunded"),
          netMinor: total("attributed_revenue_net"),
        }).toEqual(whole);
      }
    }),
    RUNS,
  );
});

test("a filter leaves the credits of its helpdesk, channel or agent, in the list and in the sum booked on the day of the order", async () => {
  await fc.assert(
    fc.asyncProperty(modelShop, async (model) => {
      const saved = await savedAndComputed(model);
      const reading = readShop(model);
      const period = periodOf(model, 0, 40);
      const [connectionId, agentId] = [connectionOf(saved, 0), model.connections[0]?.agents[0]?.agentId ?? ""];
      const filters: [Partial<FigureFilter>, (credit: CreditReading) => boolean][] = [
        [{ connectionIds: [connectionId] }, ({ winner }) => winner.ticket.connection === 0],
        [{ channels: ["email"] }, ({ winner }) => winner.ticket.channel === "email"],
        [
          { agents: [{ connectionId, agentId }] },
          (credit) => credit.winner.ticket.connection === 0 && credit.agentId === agentId,
        ],
      ];
      for (const [filter, isPart] of filters) {
        const scope = { ...scopeOf(saved), filter: { ...NO_FILTER, ...filter } };
        const wanted = creditsOf(reading, period).filter(isPart);
        const { orders, total } = await listCreditedOrders(scope, period, { after: null, limit: 1000 });
        expect(orders.map(({ orderId }) => orderId).sort()).toEqual(wanted.map(({ order }) => order.orderId).sort());
        expect(total).toBe(wanted.length);
        const placed = reading.credits
          .filter(isPart)
          .filter(({ order }) => isWithin(reading, period, order.processedAt));
        expect((await queryBookedOnOrderDay(scope, period)).netMinor).toBe(moneyOf(placed).netMinor);
      }
    }),
    RUNS,
  );
});

test("pages of credited orders, however short, give every order of the period once, newest first", async () => {
  await fc.assert(
    fc.asyncProperty(modelShop, fc.integer({ min: 1, max: 5 }), async (model, limit) => {
      const saved = await savedAndComputed(model);
      const reading = readShop(model);
      const period = periodOf(model, 0, 20);
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listCreditedOrders>> = await listCreditedOrders(scopeOf(saved), period, {
          after,
          limit,
        });
        expect(page.orders.length).toBeLessThanOrEqual(limit);
        expect(page.total).toBe(creditsOf(reading, period).length);
        found.push(...page.orders.map((order) => order.orderId));
        after = page.next;
      } while (after !== null);
      const newestFirst = creditsOf(reading, period)
        .map((credit) => credit.order)
        .sort((a, b) => b.processedAt.getTime() - a.processedAt.getTime() || Number(b.orderId) - Number(a.orderId));
      expect(found).toEqual(newestFirst.map((order) => order.orderId));
    }),
    RUNS,
  );
});

function scopeOf({ shopId }: SavedShop): KpiScope {
  return { shopId, filter: NO_FILTER, clock: "calendar" };
}

async function savedAndComputed(model: ModelShop): Promise<SavedShop> {
  const saved = await saveShop(model);
  await saveOrders(saved, model.orders);
  await saveTickets(saved, model.tickets);
  await recompute(saved);
  return saved;
}

/** Days counted from the first on which anything may happen. */
function periodOf(model: ModelShop, start: number, length: number): Period {
  const first = model.tickets.map((ticket) => ticket.createdAt.getTime()).sort((a, b) => a - b)[0] ?? 0;
  const day = (count: number) => new Date(first + count * 86_400_000).toISOString().slice(0, 10);
  const search = new URLSearchParams({ from: day(start - 2), to: day(start - 2 + length) });
  return parsePeriod(search, { now: new Date(first + 90 * 86_400_000), timeZone: model.timeZone }).period;
}

function creditRow(saved: SavedShop, { order, winner, agentId, matchedBy, anchorAt }: CreditReading) {
  return {
    shopId: saved.shopId,
    orderId: BigInt(order.orderId),
    connectionId: connectionOf(saved, winner.ticket.connection),
    ticketId: winner.ticket.ticketId,
    agentId,
    matchedBy,
    anchorAt,
  };
}

function assistKeys(saved: SavedShop, { order, assists }: CreditReading): string[] {
  return assists.map(({ ticket }) => [order.orderId, connectionOf(saved, ticket.connection), ticket.ticketId].join());
}

function moneyOf(credits: readonly CreditReading[]) {
  return {
    grossMinor: sum(credits.map((credit) => credit.order.grossMinor)),
    refundedMinor: sum(credits.map((credit) => credit.order.refundedMinor)),
    netMinor: sum(credits.map((credit) => netOf(credit.order))),
  };
}
