import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import type { Shop } from "../../app/platform/shop-store.server.ts";
import { listWaitingShops, noteFlowEvent } from "../../app/sync/flow-event-store.server.ts";
import { cleanFlowEvents, sendFlowEvents } from "../../app/sync/flow-send.server.ts";
import type { FlowHandle, FlowPayload } from "../../app/sync/flow-triggers.ts";
import { recompute } from "../../app/sync/recompute.server.ts";
import { exampleOrder, exampleShop, exampleTicket } from "../oracle/example-shop.ts";
import { type SavedShop, saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { openShopifyWorld, type ShopifyWorld } from "./shopify-world.ts";

const HOUR_MS = 3_600_000;

let world: ShopifyWorld;
beforeAll(async () => {
  world = await openShopifyWorld();
});
beforeEach(() => world.restart());
afterAll(() => world.close());

test("what waits is told to Flow in the order in which it happened, once, and is not kept", async () => {
  const shop = await world.visit();
  await note(shop, "shift:b", hoursAgo(1));
  await note(shop, "shift:a", hoursAgo(2));
  await note(shop, "shift:a", hoursAgo(1));
  expect(await listWaitingShops()).toEqual([shop.shopId]);
  const told = answering([], []);
  await sendFlowEvents(shop.shopId);
  await sendFlowEvents(shop.shopId);
  expect(told.map(({ payload }) => payload["Alert ID"])).toEqual(["shift:a", "shift:b"]);
  expect(told.map(({ handle }) => handle)).toEqual(["kpi-shifted", "kpi-shifted"]);
  expect(await listWaitingShops()).toEqual([]);
  for (const row of await db().flowEvent.findMany()) {
    expect(row).toMatchObject({ sentAt: expect.any(Date), payload: {}, problem: null });
  }
});

test("Shopify takes the payload of every trigger, with all of its fields and with the fewest", async () => {
  const shop = await world.visit();
  const survey = { "Survey ID": "s", Source: "link", Language: "pt-BR", "Comment given": "yes", "Answer version": 2 };
  const ticket = { Helpdesk: randomUUID(), "Ticket ID": "77", "Agent ID": "4" };
  const order = { order_id: 5_500_000_000_001, "Net amount": 12.5, Currency: "EUR", "Hours to order": 3.5 };
  const movers = { "Number of values": 40, Channel: "chat", "Agent ID": "4", Tag: "refund" };
  const samples: [FlowHandle, FlowPayload][] = [
    ["csat-answer-received", { ...survey, Score: 1 }],
    ["csat-answer-received", { ...survey, ...ticket, customer_id: 7001, Score: 5, NPS: 10 }],
    ["ticket-converted", { ...order, Helpdesk: ticket.Helpdesk, "Ticket ID": "77" }],
    ["ticket-converted", { ...order, ...ticket, customer_id: 7001 }],
    ["kpi-shifted", shiftPayload("a")],
    ["kpi-shifted", { ...shiftPayload("a"), ...movers }],
  ];
  for (const [at, [handle, payload]] of samples.entries()) {
    const event = { shopId: shop.shopId, eventKey: String(at), handle, payload, occurredAt: hoursAgo(1) };
    await inTransaction((tx) => noteFlowEvent(tx, event));
  }
  await sendFlowEvents(shop.shopId);
  expect(Object.values(await problems())).toEqual(samples.map(() => null));
  expect(world.shopify.flow.events.map(({ handle }) => handle)).toEqual(samples.map(([handle]) => handle));
});

test("an event with a field that is not its trigger's is refused before it is stored", async () => {
  const shop = await world.visit();
  const event = { shopId: shop.shopId, eventKey: "shift:x", handle: "kpi-shifted" as const, occurredAt: new Date() };
  const payload = { ...shiftPayload("x"), Comment: "Ask for Sophie" };
  await expect(inTransaction(async (tx) => noteFlowEvent(tx, { ...event, payload }))).rejects.toThrow("Comment");
  expect(await db().flowEvent.count()).toBe(0);
});

test("what Shopify refuses is noted and never tried again, and the next event goes out all the same", async () => {
  const shop = await world.visit();
  await note(shop, "shift:a", hoursAgo(2));
  await note(shop, "shift:b", hoursAgo(1));
  const told = answering(["Invalid handle"], []);
  await sendFlowEvents(shop.shopId);
  await sendFlowEvents(shop.shopId);
  expect(told).toHaveLength(2);
  expect(await problems()).toEqual({ "shift:a": "refused", "shift:b": null });
});

test("what happened more than a day ago is not told any more", async () => {
  const shop = await world.visit();
  await note(shop, "shift:a", hoursAgo(24.1));
  await note(shop, "shift:b", hoursAgo(23.9));
  const told = answering([]);
  await sendFlowEvents(shop.shopId);
  expect(told).toHaveLength(1);
  expect(await problems()).toEqual({ "shift:a": "too-old", "shift:b": null });
});

test("an event waits while Shopify cannot be reached, and while the app is signed out", async () => {
  const shop = await world.visit();
  await note(shop, "shift:a", hoursAgo(1));
  const refuseOnce = () => world.interceptNext("graphql.json", () => new Response("no", { status: 404 }));
  refuseOnce();
  await expect(sendFlowEvents(shop.shopId)).rejects.toMatchObject({ kind: "unavailable" });
  await db().session.deleteMany();
  await sendFlowEvents(shop.shopId);
  expect(await problems()).toEqual({ "shift:a": null });
  expect(await listWaitingShops()).toEqual([shop.shopId]);
});

test("two jobs at once tell nothing twice", async () => {
  const shop = await world.visit();
  for (let at = 1; at <= 5; at++) await note(shop, `shift:${at}`, hoursAgo(at));
  const told = answering(...Array.from({ length: 10 }, () => []));
  await Promise.all([1, 2, 3].map(() => sendFlowEvents(shop.shopId)));
  expect(told.map(({ payload }) => payload["Alert ID"]).sort()).toEqual([1, 2, 3, 4, 5].map((at) => `shift:${at}`));
});

test("the night's cleaning gives up on what waits too long in any shop and deletes what is a month old", async () => {
  const shop = await world.visit();
  await note(shop, "shift:a", hoursAgo(31 * 24));
  await note(shop, "shift:b", hoursAgo(25));
  await note(shop, "shift:c", hoursAgo(1));
  await cleanFlowEvents();
  expect(await problems()).toEqual({ "shift:b": "too-old", "shift:c": null });
});

test("an order that a ticket led to is told once, and one out of a history that is read for the first time never", async () => {
  const shop = await shopWithTicket();
  await saveOrders(shop, [
    exampleOrder("501", hoursAgo(47).toISOString(), { customerId: "7001", refundedMinor: 500 }),
    exampleOrder("502", hoursAgo(49).toISOString()),
  ]);
  await recompute(shop.shopId);
  const [event, ...others] = await db().flowEvent.findMany({ where: { shopId: shop.shopId } });
  expect(others).toEqual([]);
  expect(event).toMatchObject({ eventKey: "converted:501", handle: "ticket-converted" });
  expect(event?.occurredAt.getTime()).toBeGreaterThan(hoursAgo(1).getTime());
  expect(event?.payload).toEqual({
    ...{ order_id: 501, customer_id: 7001, "Net amount": 15, Currency: "EUR", "Hours to order": 25 },
    ...{ Helpdesk: shop.connectionIds[0], "Ticket ID": "1", "Agent ID": "1" },
  });
  await saveOrders(shop, [exampleOrder("501", hoursAgo(2).toISOString(), { keys: [] })]);
  await recompute(shop.shopId);
  await saveOrders(shop, [exampleOrder("501", hoursAgo(2).toISOString())]);
  await recompute(shop.shopId);
  expect(await db().credit.count({ where: { shopId: shop.shopId } })).toBe(2);
  expect(await db().flowEvent.count({ where: { shopId: shop.shopId } })).toBe(1);
});

test("Flow is told the name of a helpdesk in place of its id, and none of one that is not connected any more", async () => {
  const shop = await world.visit();
  const connectionId = randomUUID();
  const helpdesk = { vendor: "aspen", account: "lake", name: "Aspen by the lake", connectedAt: new Date(0) };
  await db().helpdeskConnection.create({ data: { shopId: shop.shopId, connectionId, ...helpdesk } });
  const answer = { Score: 2, "Answer version": 1, "Comment given": "no", Source: "storefront", Language: "nl" };
  for (const [at, Helpdesk] of [connectionId, randomUUID()].entries()) {
    const payload = { ...answer, "Survey ID": String(at), Helpdesk, "Ticket ID": "1" };
    const event = { shopId: shop.shopId, eventKey: `answer:${at}`, handle: "csat-answer-received" as const };
    await inTransaction((tx) => noteFlowEvent(tx, { ...event, payload, occurredAt: hoursAgo(2 - at) }));
  }
  const told = answering([], []);
  await sendFlowEvents(shop.shopId);
  expect(told.map(({ payload }) => payload)).toEqual([
    { ...answer, "Survey ID": "0", Helpdesk: "Aspen by the lake", "Ticket ID": "1" },
    { ...answer, "Survey ID": "1", "Ticket ID": "1" },
  ]);
});

/** Answers the next requests to the Admin API, each with these errors, and says what they told. */
function answering(...errors: string[][]): { handle: string; payload: FlowPayload }[] {
  const told: { handle: string; payload: FlowPayload }[] = [];
  for (const messages of errors) {
    world.interceptNext("graphql.json", async (request) => {
      const body: { variables: { handle: string; payload: FlowPayload } } = await request.json();
      told.push(body.variables);
      const userErrors = messages.map((message) => ({ message }));
      return Response.json({ data: { flowTriggerReceive: { userErrors } } });
    });
  }
  return told;
}

function note({ shopId }: Shop, eventKey: string, occurredAt: Date): Promise<void> {
  const event = { shopId, eventKey, handle: "kpi-shifted" as const, payload: shiftPayload(eventKey), occurredAt };
  return inTransaction((tx) => noteFlowEvent(tx, event));
}

function shiftPayload(alertId: string): FlowPayload {
  const range = { Value: 3, "Usual value": 4, "Lower limit": 3.5, "Upper limit": 4.5 };
  return { KPI: "csat_mean", Direction: "below", "Week of": "2026-11-16", ...range, "Alert ID": alertId };
}

async function problems(): Promise<Record<string, string | null>> {
  const rows = await db().flowEvent.findMany({ orderBy: { eventKey: "asc" } });
  return Object.fromEntries(rows.map(({ eventKey, problem }) => [eventKey, problem]));
}

async function shopWithTicket(): Promise<SavedShop> {
  const saved = await saveShop(exampleShop());
  await saveTickets(saved, [exampleTicket("1", hoursAgo(72).toISOString())]);
  return saved;
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * HOUR_MS);
}
