import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { customerKeysOf } from "../../app/customers/customer-keys.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { keyMakerOf, type Shop } from "../../app/platform/shop-store.server.ts";
import { sealComment } from "../../app/surveys/comment.server.ts";
import { ORDER_TABLES, SURVEY_TABLES, TICKET_TABLES } from "../../app/sync/privacy-answer.server.ts";
import { sweepWebhooks } from "../../app/sync/webhook-processor.server.ts";
import { customerNode, openShopifyWorld, orderNode, SHOP_DOMAIN, type ShopifyWorld } from "./shopify-world.ts";

const CONNECTION = "0c7a52f4-6f3c-4a5e-9a55-6b1f4d1f2a10";
const NOOR = { number: 70_010_001, email: "noor@example.com", phone: "+31612340001" };
const PIET = { number: 70_010_002, email: "piet@example.com", phone: "+31612340002" };
const NOORS_ORDER = 5_511_000_001;
const NOORS_GUEST_ORDER = 5_511_000_002;
const PIETS_ORDER = 5_511_000_003;
/** Asked when she was logged in; and about her ticket. */
const NOORS_SURVEYS = ["5a000000-0000-4000-8000-000000000001", "5a000000-0000-4000-8000-000000000002"];
const PIETS_SURVEY = "5a000000-0000-4000-8000-000000000003";
const customers = [NOOR, PIET].map(({ number, ...contact }) => customerNode(number, contact));

let world: ShopifyWorld;
beforeAll(async () => {
  world = await openShopifyWorld();
});
beforeEach(async () => {
  const [noor, piet] = customers;
  await world.restart({
    customers,
    orders: [
      orderNode({ id: gidOf(NOORS_ORDER), customer: noor, email: "noor@work.example" }),
      orderNode({ id: gidOf(NOORS_GUEST_ORDER), email: " NOOR@example.com" }),
      orderNode({ id: gidOf(PIETS_ORDER), customer: piet, email: PIET.email }),
    ],
  });
});
afterAll(() => world.close());

test("a request for a customer's data is answered with every row that is held, by table and with all columns", async () => {
  await filledShop();
  await world.shopify.requestCustomerData(idOf(NOOR));
  await world.runJobs();
  const request = await db().privacyRequest.findFirstOrThrow();
  expect(request).toMatchObject({ topic: "customers/data_request", answeredAt: expect.any(Date) });
  const { tables } = answerSchema.parse(request.answer);
  expect(Object.keys(tables).sort()).toEqual([...ORDER_TABLES, ...TICKET_TABLES, ...SURVEY_TABLES].sort());
  expect(tables.shop_order?.map((row) => row.order_id).sort()).toEqual([NOORS_ORDER, NOORS_GUEST_ORDER]);
  expect(tables.ticket?.map((row) => row.ticket_id).sort()).toEqual(["noor-by-chat", "noor-by-mail"]);
  for (const [table, rows] of Object.entries(tables)) {
    expect(rows.length, `${table} has rows of this customer in the example`).toBeGreaterThan(0);
    const columns = await columnsOf(table);
    expect(Object.keys(rows[0] ?? {}).sort(), table).toEqual(columns.filter((column) => column !== "shop_id"));
  }
  expect(tables.survey?.map((row) => row.survey_id).sort()).toEqual(NOORS_SURVEYS);
  expect(tables.survey_answer?.map((row) => row.comment)).toEqual(["Noor was here", "Noor was here"]);
  expect(JSON.stringify(request.answer)).not.toMatch(/piet/i);
});

/** Lists of tickets that are still to be read: numbers that come and go, and nothing of what is held of anybody. */
const WORK_TO_DO = ["checked_ticket", "fact_refresh", "ticket_hint"];

test("the tables that an answer is made of are all tables with an order, a ticket or a survey in them", async () => {
  const rows = await db().$queryRaw<{ table: string }[]>`
    select distinct table_name as "table" from information_schema.columns
    where table_schema = 'public' and column_name in ('order_id', 'ticket_id', 'survey_id')`;
  const tables = rows.map(({ table }) => table).filter((table) => !WORK_TO_DO.includes(table));
  expect(tables.sort()).toEqual([...ORDER_TABLES, ...TICKET_TABLES, ...SURVEY_TABLES].sort());
});

test("erasing a customer leaves none of the customer's values in any table, and everything of others", async () => {
  const shop = await filledShop();
  const sought = [String(NOOR.number), NOOR.email, String(NOORS_ORDER), String(NOORS_GUEST_ORDER), "helpdesk-noor"];
  sought.push(...keysOf(shop, NOOR), ...keysOf(shop, { ...NOOR, email: "noor@work.example" }));
  const before = await Promise.all(sought.map(placesOf));
  expect(before.filter((places) => places.length > 0).length, "the example holds most of them").toBeGreaterThan(5);
  await world.shopify.requestCustomerData(idOf(NOOR));
  await world.runJobs();
  await world.shopify.updateOrder(gidOf(NOORS_ORDER), {});
  await world.shopify.redactCustomer(idOf(NOOR));
  await world.runJobs();
  for (const value of sought) expect(await placesOf(value), value).toEqual([]);
  expect(await db().order.findMany()).toMatchObject([
    { orderId: BigInt(PIETS_ORDER), customerId: String(PIET.number) },
  ]);
  expect(await db().ticketKey.count({ where: { ticketId: "piet-by-mail" } })).toBe(3);
  expect(await db().credit.findMany()).toMatchObject([{ orderId: BigInt(PIETS_ORDER), ticketId: "piet-by-mail" }]);
});

test("tickets of an erased customer still count: they keep their row and whether they were identifiable, and lead to nobody", async () => {
  await filledShop();
  await world.shopify.redactCustomer(idOf(NOOR));
  await world.runJobs();
  const tickets = await db().ticket.findMany({ where: { ticketId: { startsWith: "noor" } } });
  expect(tickets).toMatchObject([
    { customerId: null, identifiable: true },
    { customerId: null, identifiable: true },
  ]);
  expect(await db().ticketFact.count()).toBe(3);
  expect(await db().ticketKey.count({ where: { ticketId: { startsWith: "noor" } } })).toBe(0);
});

test("scores of an erased customer stay with their day, without a word of the customer's and of nobody's", async () => {
  const shop = await filledShop();
  await world.shopify.redactCustomer(idOf(NOOR));
  await world.runJobs();
  const answers = await db().surveyAnswer.findMany({ orderBy: { surveyId: "asc" } });
  expect(answers).toMatchObject([
    ...NOORS_SURVEYS.map((surveyId) => ({ surveyId, score: 2, nps: 9, answeredAt: AT, comment: null })),
    { surveyId: PIETS_SURVEY, comment: expect.any(String) },
  ]);
  expect(await db().survey.findMany({ orderBy: { surveyId: "asc" } })).toMatchObject([
    { customerKey: null, claimedCustomerId: null, ticketId: null },
    { customerKey: null, claimedCustomerId: null, ticketId: "noor-by-mail", agentId: "1" },
    { customerKey: keysOf(shop, PIET)[0], claimedCustomerId: "helpdesk-piet" },
  ]);
  expect(await db().flowEvent.findMany()).toMatchObject([{ eventKey: `answer:${PIETS_SURVEY}:1` }]);
});

test("the days of erased orders and of their tickets are computed anew, and so is whoever shared a key", async () => {
  const shop = await filledShop();
  await db().ticketKey.create({
    data: { shopId: shop.shopId, connectionId: CONNECTION, ticketId: "noor-by-mail", key: "p:shared" },
  });
  await db().touchedDay.deleteMany();
  await world.shopify.redactCustomer(idOf(NOOR));
  await world.runJobs();
  expect(await db().touchedKey.findMany()).toMatchObject([{ key: "p:shared" }]);
  const days = (await db().touchedDay.findMany()).map(({ day }) => day.toISOString().slice(0, 10));
  expect(days).toContain("2026-11-03");
  expect(days).toHaveLength(2);
});

test("erasing the same customer twice, and one of whom nothing is held, is answered and changes nothing more", async () => {
  await filledShop();
  for (const customer of [NOOR, NOOR]) await world.shopify.redactCustomer(idOf(customer));
  await world.shopify.sendWebhook("customers/redact", {
    shop_domain: SHOP_DOMAIN,
    customer: { id: 404 },
    orders_to_redact: null,
  });
  await world.runJobs();
  expect(await db().privacyRequest.count({ where: { topic: "customers/redact", answeredAt: { not: null } } })).toBe(3);
  expect(await db().order.count()).toBe(1);
});

test("a request without an address and without orders erases by the customer's id", async () => {
  await filledShop();
  const customer = { id: NOOR.number, email: null, phone: null };
  await world.shopify.sendWebhook("customers/redact", { shop_domain: SHOP_DOMAIN, customer, orders_to_redact: [] });
  await world.runJobs();
  expect(await placesOf(String(NOOR.number))).toEqual([]);
  expect(await db().order.count()).toBe(1);
});

test("erasing a shop leaves its id and its domain in no row of any table, and everything of other shops", async () => {
  const shop = await filledShop();
  const other = await db().shop.create({
    data: { ...shop, scopes: "", shopId: randomUUID(), domain: "other-house.myshopify.com", name: "Other House" },
  });
  await fillTickets(other.shopId, []);
  await world.shopify.requestCustomerData(idOf(NOOR));
  await world.runJobs();
  await world.shopify.uninstall();
  await world.shopify.updateOrder(gidOf(PIETS_ORDER), {});
  await world.shopify.redactShop();
  await world.runJobs();
  for (const value of [shop.shopId, SHOP_DOMAIN, "Lantern House"]) expect(await placesOf(value), value).toEqual([]);
  expect(await db().privacyRequest.findMany()).toMatchObject([
    { topic: "shop/redact", shopDomain: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
  ]);
  expect(await db().shop.count()).toBe(1);
  expect(await db().ticket.count({ where: { shopId: other.shopId } })).toBe(3);
});

test("an erasure of a shop that was killed half-way is finished by the next run", async () => {
  const shop = await filledShop();
  await world.shopify.uninstall();
  await world.runJobs();
  await world.shopify.redactShop();
  // As a killed run leaves it: sessions and tickets are gone, the shop's own row and the event are still there.
  await db().ticket.deleteMany({ where: { shopId: shop.shopId } });
  await db().$executeRaw`delete from pgboss.job`;
  await db().webhookEvent.updateMany({ data: { receivedAt: new Date(Date.now() - 120_000) } });
  await sweepWebhooks();
  await world.runJobs();
  for (const value of [shop.shopId, SHOP_DOMAIN]) expect(await placesOf(value), value).toEqual([]);
});

const answerSchema = z.object({ tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))) });

/** Every table with rows in which the value stands in any column, asked of the database itself. */
async function placesOf(value: string): Promise<string[]> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`;
  const pattern = `%${value.replace(/[\\%_]/g, "\\$&")}%`;
  const places: string[] = [];
  for (const { name } of tables) {
    const [found] = await db().$queryRawUnsafe<{ count: bigint }[]>(
      `select count(*) from ${name} t where t::text ilike $1`,
      pattern,
    );
    if (found && found.count > 0n) places.push(name);
  }
  return places;
}

async function columnsOf(table: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ column: string }[]>`
    select column_name as "column" from information_schema.columns where table_schema = 'public' and table_name = ${table}`;
  return rows.map(({ column }) => column).sort();
}

/** The shop after its first load, with tickets of both customers and what is computed from them. */
async function filledShop(): Promise<Shop> {
  const shop = await world.visit();
  await world.runJobs();
  await world.shopify.webhooks.settled();
  await db().webhookEvent.deleteMany();
  await db().touchedKey.deleteMany();
  const tickets = [
    { ticketId: "noor-by-mail", customerId: "helpdesk-noor", keys: keysOf(shop, NOOR) },
    { ticketId: "noor-by-chat", customerId: "helpdesk-noor", keys: [] },
    { ticketId: "piet-by-mail", customerId: "helpdesk-piet", keys: keysOf(shop, PIET) },
  ];
  await fillTickets(shop.shopId, tickets);
  await db().credit.createMany({
    data: [
      { shopId: shop.shopId, orderId: BigInt(NOORS_ORDER), ...CREDIT, ticketId: "noor-by-mail" },
      { shopId: shop.shopId, orderId: BigInt(PIETS_ORDER), ...CREDIT, ticketId: "piet-by-mail" },
    ],
  });
  await db().assist.create({
    data: { shopId: shop.shopId, orderId: BigInt(NOORS_ORDER), connectionId: CONNECTION, ticketId: "noor-by-chat" },
  });
  await fillSurveys(shop);
  return shop;
}

/** Each with an answer, its comment, and what a workflow is to be told. */
async function fillSurveys(shop: Shop): Promise<void> {
  const { shopId } = shop;
  const [loggedIn = "", byTicket = ""] = NOORS_SURVEYS;
  const [noor, piet] = [keysOf(shop, NOOR)[0] ?? "", keysOf(shop, PIET)[0] ?? ""];
  const ticket = { connectionId: CONNECTION, ticketId: "noor-by-mail", agentId: "1" };
  const link = { claimedConnectionId: CONNECTION, claimedTicketId: "noor-by-mail", claimedCustomerId: "helpdesk-noor" };
  const surveys = [
    { surveyId: loggedIn, subject: `visitor:customer:${noor}/2026-11-03`, source: "storefront", customerKey: noor },
    { surveyId: byTicket, subject: "link:1/noor-by-mail/helpdesk-noor", source: "link", ...ticket, ...link },
    {
      surveyId: PIETS_SURVEY,
      subject: "link:1/piet",
      source: "link",
      customerKey: piet,
      claimedCustomerId: "helpdesk-piet",
    },
  ];
  for (const survey of surveys) {
    const place = { shopId, surveyId: survey.surveyId, ordinal: 1 };
    const comment = sealComment(survey.surveyId === PIETS_SURVEY ? "Piet was here" : "Noor was here", place);
    await db().survey.create({ data: { shopId, language: "nl", askedAt: AT, answeredAt: AT, ...survey } });
    await db().surveyAnswer.create({ data: { ...place, answeredAt: AT, score: 2, nps: 9, comment, isCurrent: true } });
    const event = { handle: "csat-answer-received", occurredAt: AT, payload: { "Survey ID": survey.surveyId } };
    await db().flowEvent.create({ data: { shopId, eventKey: `answer:${survey.surveyId}:1`, ...event } });
  }
}

const AT = new Date("2026-11-03T10:00:00Z");
const CREDIT = { connectionId: CONNECTION, agentId: null, matchedBy: "email", anchorAt: AT };

interface ExampleTicket {
  ticketId: string;
  customerId: string;
  keys: string[];
}

async function fillTickets(shopId: string, given: readonly ExampleTicket[]): Promise<void> {
  const empty = ["a", "b", "c"].map((ticketId) => ({ ticketId, customerId: ticketId, keys: [] }));
  const tickets = given.length > 0 ? given : empty;
  const account = { vendor: "example", name: "Example", account: "example", connectedAt: AT };
  await db().helpdeskConnection.create({ data: { shopId, connectionId: CONNECTION, ...account } });
  for (const { ticketId, customerId, keys } of tickets) {
    const id = { shopId, connectionId: CONNECTION, ticketId };
    const base = { channel: "email", createdAt: AT, identifiable: true };
    await db().ticket.create({ data: { ...id, ...base, version: 1n, isOpen: true, customerId, tags: [] } });
    await db().ticketTimeline.create({ data: { ...id, messages: [], statusChanges: [] } });
    await db().ticketFact.create({
      data: { ...id, ...base, inbound: true, askedAt: AT, messageCount: 1, closings: [], reopened: [], days: [AT] },
    });
    await db().replyFact.create({
      data: {
        ...{ ...id, ordinal: 0, channel: "email", inbound: true },
        ...{ repliedAt: AT, human: true, agentId: "1", responseSeconds: 60 },
      },
    });
    await db().turnFact.create({
      data: { ...id, ordinal: 0, channel: "email", inbound: true, turnedAt: AT, openDelta: 1, waitingDelta: 0 },
    });
    await db().rating.create({
      data: { ...id, ratingId: "1", ratedAt: AT, scale: "five-point", score: 5, positive: true, isCurrent: true },
    });
    await db().ticketKey.createMany({ data: keys.map((key) => ({ ...id, key })) });
  }
}

function keysOf(shop: Shop, { number, email, phone }: typeof NOOR): string[] {
  return customerKeysOf({ shopifyCustomerIds: [String(number)], emails: [email], phones: [phone] }, keyMakerOf(shop));
}

function idOf({ number }: typeof NOOR): string {
  return `gid://shopify/Customer/${number}`;
}

function gidOf(number: number): string {
  return `gid://shopify/Order/${number}`;
}
