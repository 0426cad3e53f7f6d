import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recomputeCredits } from "../../app/attribution/recompute-credits.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { exampleOrder, exampleShop, exampleTicket, message } from "../oracle/example-shop.ts";
import type { ModelOrder, ModelShop, ModelTicket } from "../oracle/model.ts";
import { modelShop } from "../oracle/model-arbitraries.ts";
import { readCredits } from "../oracle/read-credits.ts";
import { dumpDerived, recompute } from "../oracle/recompute.ts";
import { forgetTicket, type SavedShop, saveOrders, saveShop, saveTickets, touch } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("any order of arrival, with older versions first, gives what all at once gives", async () => {
  const outdated = fc.record({
    keys: fc.subarray(["s:11", "e:one", "p:one"]),
    shiftHours: fc.integer({ min: -48, max: 48 }),
  });
  await fc.assert(
    fc.asyncProperty(modelShop, outdated, fc.infiniteStream(fc.nat(99)), async (model, old, random) => {
      const atOnce = await saveShop(model);
      await saveTickets(atOnce, model.tickets);
      await saveOrders(atOnce, model.orders);
      await recompute(atOnce);

      const piecemeal = await saveShop(model);
      const arrivals = [
        ...model.tickets.map((ticket) => () => saveTickets(piecemeal, [ticket])),
        ...model.orders.map((order) => () => saveOrders(piecemeal, [order])),
      ];
      await saveTickets(
        piecemeal,
        model.tickets.slice(0, 6).map((ticket) => outdatedTicket(ticket, old)),
      );
      await saveOrders(
        piecemeal,
        model.orders.slice(0, 6).map((order) => outdatedOrder(order, old)),
      );
      for (const [index, arrive] of shuffled(arrivals, random).entries()) {
        if (index % 3 === 0) await recompute(piecemeal, 5);
        await arrive();
      }
      await recompute(piecemeal, 3);
      expect(await dumpDerived(piecemeal)).toBe(await dumpDerived(atOnce));
    }),
    { numRuns: 5 },
  );
});

test("computing everything again changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(modelShop, async (model) => {
      const saved = await savedAndComputed(model);
      const before = await dumpDerived(saved);
      const days = await db().dailyFigure.findMany({ where: { shopId: saved.shopId } });
      const orderDays = await db().dailyOrder.findMany({ where: { shopId: saved.shopId } });
      const keys = [...model.tickets, ...model.orders].flatMap((row) => row.keys);
      await touch(saved, { keys, days: [...days, ...orderDays].map((row) => row.day) });
      await recompute(saved);
      expect(await dumpDerived(saved)).toBe(before);
    }),
    { numRuns: 10 },
  );
});

test("the random shops these rules are tried on hold credits, assists, automation and orders at a window's very end", () => {
  const credits = fc.sample(modelShop, { numRuns: 100, seed: 11 }).map(readCredits);
  const all = credits.flat();
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter((credit) => credit.assists.length > 0).length).toBeGreaterThan(30);
  expect(all.filter((credit) => credit.agentId === null).length).toBeGreaterThan(10);
  const reach = all.map(({ order, anchorAt }) => (order.processedAt.getTime() - anchorAt.getTime()) / 86_400_000);
  expect(reach.filter((days) => days === 1 || days === 3 || days === 5).length).toBeGreaterThan(3);
});

test.each([
  ["2026-03-01T10:00:00.000Z", false],
  ["2026-03-01T10:00:00.001Z", true],
  ["2026-03-06T10:00:00.000Z", true],
  ["2026-03-06T10:00:00.001Z", false],
  ["2026-03-01T09:59:59.000Z", false],
])("an automated answer at the start: the order placed at %s is credited: %s", async (placedAt, credited) => {
  const startedAt = "2026-03-01T10:00:00.000Z";
  const ticket = exampleTicket("7", startedAt, {
    messages: [message("customer", startedAt), message("automation", startedAt)],
  });
  const saved = await savedAndComputed(exampleShop({ tickets: [ticket], orders: [exampleOrder("1", placedAt)] }));
  expect((await creditsOf(saved)).length).toBe(credited ? 1 : 0);
});

test("a window of five days is 120 hours, also over a change of clocks", async () => {
  const ticket = exampleTicket("7", "2026-03-26T10:00:00Z");
  const saved = await savedAndComputed(
    exampleShop({
      tickets: [ticket],
      orders: [exampleOrder("1", "2026-03-31T10:00:00Z"), exampleOrder("2", "2026-03-31T10:00:01Z")],
    }),
  );
  expect((await creditsOf(saved)).map((credit) => credit.orderId)).toEqual([1n]);
});

test("tickets of one instant: the later reply wins, then the smaller id as text, then the helpdesk's name", async () => {
  const at = "2026-03-01T10:00:00Z";
  const answeredAt = (minute: string) => [message("customer", at), message("human", `2026-03-01T${minute}:00Z`, "1")];
  const placed = exampleOrder("1", "2026-03-02T10:00:00Z");
  const winnerOf = async (tickets: ModelTicket[]) => {
    const saved = await savedAndComputed(exampleShop({ tickets, orders: [placed] }));
    const [credit] = await creditsOf(saved);
    expect(await db().assist.count({ where: { shopId: saved.shopId } })).toBe(tickets.length - 1);
    return [credit?.connectionId === saved.connectionIds[0] ? "aspen" : "birch", credit?.ticketId];
  };
  const early = exampleTicket("1", at, { messages: answeredAt("10:05") });
  const late = exampleTicket("9", at, { messages: answeredAt("10:06") });
  expect(await winnerOf([early, late])).toEqual(["aspen", "9"]);
  expect(await winnerOf([exampleTicket("9", at), exampleTicket("10", at), exampleTicket("b", at)])).toEqual([
    "aspen",
    "10",
  ]);
  expect(await winnerOf([exampleTicket("a", at), exampleTicket("Z", at)])).toEqual(["aspen", "Z"]);
  expect(await winnerOf([exampleTicket("5", at, { connection: 1 }), exampleTicket("5", at)])).toEqual(["aspen", "5"]);
});

test("the strongest shared key is kept, and a differing Shopify id does not stand in the way of a shared address", async () => {
  const at = "2026-03-01T10:00:00Z";
  const saved = await savedAndComputed(
    exampleShop({
      tickets: [exampleTicket("7", at, { keys: ["s:5", "e:mira", "p:mira"] })],
      orders: [
        exampleOrder("1", "2026-03-02T10:00:00Z", { keys: ["p:mira", "e:mira", "s:5"] }),
        exampleOrder("2", "2026-03-02T10:00:00Z", { keys: ["s:6", "p:mira", "e:mira"] }),
        exampleOrder("3", "2026-03-02T10:00:00Z", { keys: ["s:6", "p:mira"] }),
        exampleOrder("4", "2026-03-02T10:00:00Z", { keys: ["s:6"] }),
      ],
    }),
  );
  expect((await creditsOf(saved)).map((credit) => credit.matchedBy)).toEqual(["shopify-id", "email", "phone"]);
});

test("a ticket that is excluded or deleted passes its credit on to the one that only assisted", async () => {
  const [former, latter] = [exampleTicket("1", "2026-03-01T10:00:00Z"), exampleTicket("2", "2026-03-01T11:00:00Z")];
  const model = exampleShop({ tickets: [former, latter], orders: [exampleOrder("1", "2026-03-02T10:00:00Z")] });
  for (const takeAway of [
    (saved: SavedShop) => saveTickets(saved, [{ ...latter, excluded: "spam" }]),
    (saved: SavedShop) => forgetTicket(saved, latter),
  ]) {
    const saved = await savedAndComputed(model);
    expect((await creditsOf(saved)).map((credit) => credit.ticketId)).toEqual(["2"]);
    await takeAway(saved);
    await recompute(saved);
    expect((await creditsOf(saved)).map((credit) => credit.ticketId)).toEqual(["1"]);
    expect(await db().assist.count({ where: { shopId: saved.shopId } })).toBe(0);
  }
});

test("an order that loses the key it was matched by loses its credit", async () => {
  const order = exampleOrder("1", "2026-03-02T10:00:00Z");
  const saved = await savedAndComputed(
    exampleShop({ tickets: [exampleTicket("1", "2026-03-01T10:00:00Z")], orders: [order] }),
  );
  expect(await creditsOf(saved)).toHaveLength(1);
  await saveOrders(saved, [{ ...order, keys: [] }]);
  await recompute(saved);
  expect(await creditsOf(saved)).toEqual([]);
});

test("credits of one shop never lead to tickets of another, though ids, keys and agents are the same", async () => {
  const ticket = exampleTicket("1", "2026-03-01T10:00:00Z");
  const withTicket = await saveShop(exampleShop({ tickets: [ticket] }));
  const withOrder = await saveShop(exampleShop());
  await saveTickets(withTicket, [ticket]);
  await saveOrders(withOrder, [exampleOrder("1", "2026-03-02T10:00:00Z")]);
  await recompute(withTicket);
  await recompute(withOrder);
  expect(await creditsOf(withTicket)).toEqual([]);
  expect(await creditsOf(withOrder)).toEqual([]);
});

test("touched keys are worked off in portions, and a shop that is not known has none", async () => {
  const saved = await saveShop(exampleShop());
  await touch(saved, { keys: ["e:a", "e:b", "e:c"], days: [] });
  expect(await recomputeCredits(saved.shopId, { limit: 2 })).toEqual({ more: true, keys: 2 });
  expect(await recomputeCredits(saved.shopId, { limit: 2 })).toEqual({ more: false, keys: 1 });
  expect(await recomputeCredits(saved.shopId, { limit: 2 })).toEqual({ more: false, keys: 0 });
  expect(await recomputeCredits("00000000-0000-4000-8000-000000000000", { limit: 2 })).toEqual({
    more: false,
    keys: 0,
  });
});

test("a computation that fails leaves its keys touched", async () => {
  const order = exampleOrder("1", "2026-03-02T10:00:00Z");
  const saved = await saveShop(exampleShop({ orders: [order] }));
  await saveOrders(saved, [order]);
  await db().shop.update({ where: { shopId: saved.shopId }, data: { anchor: "first-contact" } });
  await expect(recomputeCredits(saved.shopId, { limit: 5 })).rejects.toThrow(RangeError);
  expect(await db().touchedKey.count({ where: { shopId: saved.shopId } })).toBe(1);
});

async function savedAndComputed(model: ModelShop): Promise<SavedShop> {
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  await saveOrders(saved, model.orders);
  await recompute(saved);
  return saved;
}

function creditsOf({ shopId }: SavedShop) {
  return db().credit.findMany({ where: { shopId }, orderBy: { orderId: "asc" } });
}

interface Outdated {
  keys: string[];
  shiftHours: number;
}

function outdatedTicket(ticket: ModelTicket, { keys, shiftHours }: Outdated): ModelTicket {
  const shifted = (at: Date) => new Date(at.getTime() + shiftHours * 3_600_000);
  return {
    ...ticket,
    keys,
    excluded: null,
    changes: [],
    rating: ticket.rating && { ...ticket.rating, ratedAt: shifted(ticket.rating.ratedAt) },
    messages: ticket.messages.map((sent) => ({ ...sent, at: shifted(sent.at) })),
  };
}

function outdatedOrder(order: ModelOrder, { keys, shiftHours }: Outdated): ModelOrder {
  const processedAt = new Date(order.processedAt.getTime() - shiftHours * 3_600_000);
  return { ...order, keys, processedAt, cancelled: false, test: false, refundedMinor: 0 };
}

function shuffled<Value>(values: readonly Value[], random: IterableIterator<number>): Value[] {
  return values
    .map((value) => ({ value, place: Number(random.next().value) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
