import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listCreditedOrders, queryConversions } from "../../app/metrics/conversion-queries.server.ts";
import { queryOverview } from "../../app/metrics/overview-queries.server.ts";
import { daysOf, type Period, parsePeriod, previousPeriod } from "../../app/metrics/period.ts";
import { db } from "../../app/platform/database.server.ts";
import type { ModelShop } from "../oracle/model.ts";
import { modelShop } from "../oracle/model-arbitraries.ts";
import type { CreditReading } from "../oracle/read-credits.ts";
import { netOf } from "../oracle/read-credits.ts";
import {
  convertedOf,
  creditsOf,
  eligibleNet,
  isIdentifiable,
  isWithin,
  readOverview,
  readShop,
  share,
  sum,
} from "../oracle/read-figures.ts";
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

test("every figure of the Overview, its comparison and its trend is that of the definitions", async () => {
  await fc.assert(
    fc.asyncProperty(modelShop, fc.nat(14), fc.nat(8), async (model, start, length) => {
      const saved = await savedAndComputed(model);
      const reading = readShop(model);
      const period = periodOf(model, start, length);
      const { tiles } = await queryOverview(saved.shopId, period);
      const [current, previous] = [
        readOverview(reading, period),
        readOverview(reading, previousPeriod(period, model.timeZone)),
      ];
      for (const [kpi, tile] of Object.entries(tiles) as [keyof typeof tiles, (typeof tiles)[keyof typeof tiles]][]) {
        expect({ kpi, ...tile.current }).toEqual({ kpi, ...current[kpi] });
        expect({ kpi, ...tile.previous }).toEqual({ kpi, ...previous[kpi] });
        const trend = daysOf(period).map((day) => ({
          day,
          value: readOverview(reading, { fromOn: day, toOn: day })[kpi].value,
        }));
        expect({ kpi, trend: tile.trend }).toEqual({ kpi, trend });
      }
    }),
    RUNS,
  );
});

test("every figure of the conversions is that of the definitions, and the parts add up to the whole", async () => {
  await fc.assert(
    fc.asyncProperty(modelShop, fc.nat(14), fc.nat(8), async (model, start, length) => {
      const saved = await savedAndComputed(model);
      const reading = readShop(model);
      const period = periodOf(model, start, length);
      const conversions = await queryConversions(saved.shopId, period);
      const created = reading.inbound.filter((ticket) => isWithin(reading, period, ticket.ticket.createdAt));
      const identifiable = created.filter(isIdentifiable).length;
      const credits = creditsOf(reading, period);
      const converted = convertedOf(credits);
      const money = moneyOf(credits);
      expect(conversions.current).toEqual({
        ticketsCreated: created.length,
        ticketsConverted: converted.length,
        conversionRate: share(converted.length, identifiable),
        conversionRateAll: share(converted.length, created.length),
        attributedOrders: credits.length,
        ...money,
        attributedShare: share(money.netMinor, eligibleNet(reading, period)),
        attributedAovMinor: {
          value: credits.length ? Math.round(money.netMinor / credits.length) : null,
          n: credits.length,
        },
        matchCoverage: share(identifiable, created.length),
        cohortMaturity: expect.objectContaining({ n: created.length }),
      });
      const { orders, ...bookedMoney } = conversions.bookedOnOrderDay;
      const booked = reading.credits.filter((credit) => isWithin(reading, period, credit.order.processedAt));
      expect({ orders, ...bookedMoney }).toEqual({ orders: booked.length, ...moneyOf(booked) });
      for (const parts of [conversions.byAgent, conversions.byChannel, conversions.byHelpdesk]) {
        expect(sum(parts.map((part) => part.ticketsConverted))).toBe(converted.length);
        expect(sum(parts.map((part) => part.attributedOrders))).toBe(credits.length);
        expect(sum(parts.map((part) => part.grossMinor))).toBe(money.grossMinor);
        expect(sum(parts.map((part) => part.refundedMinor))).toBe(money.refundedMinor);
        expect(sum(parts.map((part) => part.netMinor))).toBe(money.netMinor);
      }
      for (const part of conversions.byAgent) {
        const isPart = (agentId: string | null, connection: number) =>
          part.key === (agentId === null ? "automation" : `${connectionOf(saved, connection)}/${agentId}`);
        const ofAgent = credits.filter((credit) => isPart(credit.agentId, credit.winner.ticket.connection));
        expect(part).toMatchObject({ attributedOrders: ofAgent.length, ...moneyOf(ofAgent) });
        expect(part.ticketsConverted).toBe(
          converted.filter(({ ticket, agentId }) => isPart(agentId, ticket.ticket.connection)).length,
        );
      }
      expect(conversions.current.ticketsConverted).toBeLessThanOrEqual(conversions.current.ticketsCreated);
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
        const page: Awaited<ReturnType<typeof listCreditedOrders>> = await listCreditedOrders(saved.shopId, period, {
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
  return parsePeriod(search, { now: new Date(first), timeZone: model.timeZone }).period;
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
