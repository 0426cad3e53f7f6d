import { randomUUID } from "node:crypto";
import { z } from "zod";
import { encrypt, newMatchKey } from "../../app/platform/crypto.server.ts";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import { stopQueue } from "../../app/platform/queue.server.ts";
import { action, loader } from "../../app/routes/proxy.survey.tsx";
import type { TicketHeader, TicketMessage } from "../../app/tickets/ticket.ts";
import { saveTicketRows } from "../../app/tickets/ticket-store.server.ts";
import { signProxyQuery } from "../sandbox/shopify/proxy-signature.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

setTestEnvironment();
const SECRET = "deskworth-secret";
const MATCH_KEY = Buffer.alloc(32, 9);
const tokenSchema = z.object({ token: z.string() });

export interface SurveyShop {
  shopId: string;
  domain: string;
  connectionId: string;
}

/** How a request differs from the usual one: a visitor of an address of their own whom nobody knows. */
export interface Visit {
  customer?: string;
  address?: string;
  headers?: Record<string, string>;
  /** Parameters of the query besides Shopify's, or in their place. */
  query?: Record<string, string>;
}

/** An empty database; shops are made by `newShop`. */
export async function openSurveyWorld(): Promise<TestDatabase> {
  const opened = await openTestDatabase();
  return {
    ...opened,
    close: async () => {
      await stopQueue();
      await opened.close();
    },
  };
}

/** A shop that has the app, with one helpdesk. */
export async function newShop(): Promise<SurveyShop> {
  const shopId = randomUUID();
  const connectionId = randomUUID();
  const domain = `shop-${shopId.slice(0, 13)}.myshopify.com`;
  const place = { name: "Lantern House", timeZone: "Europe/Amsterdam", currency: "EUR", countryCode: "NL" };
  const matchKey = encrypt(newMatchKey(), `shop/${shopId}/match_key`);
  await db().shop.create({ data: { shopId, domain, ...place, scopes: "", matchKey, installedAt: new Date() } });
  await connect({ shopId, connectionId }, "example");
  return { shopId, domain, connectionId };
}

/** Connects one more helpdesk. */
export async function connect(
  { shopId, connectionId }: { shopId: string; connectionId: string },
  vendor: string,
): Promise<void> {
  const account = { vendor, name: vendor, account: connectionId, connectedAt: new Date() };
  await db().helpdeskConnection.create({ data: { shopId, connectionId, ...account } });
}

/** Sends the JSON of the panel through the app proxy. */
export function send({ domain }: Pick<SurveyShop, "domain">, body: unknown, visit: Visit = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return post(domain, text, { ...visit, headers: { "content-type": "application/json", ...visit.headers } });
}

/** Sends the form of the page behind a link. */
export function sendForm(
  { domain }: Pick<SurveyShop, "domain">,
  fields: Record<string, string>,
  visit: Visit = {},
): Promise<Response> {
  const headers = { "content-type": "application/x-www-form-urlencoded", ...visit.headers };
  return post(domain, new URLSearchParams(fields).toString(), { ...visit, headers });
}

/** Opens the page behind a link. */
export async function openLink(
  { domain }: Pick<SurveyShop, "domain">,
  link: Record<string, string>,
  visit: Visit = {},
): Promise<Response> {
  await nextMillisecond();
  const request = new Request(addressOf(domain, { ...visit, query: { ...link, ...visit.query } }), {
    headers: { "x-forwarded-for": visit.address ?? randomAddress(), ...visit.headers },
  });
  return answerOf(request, loader({ request, params: {}, context: {} }));
}

/** Opens a survey on a page of the shop. @returns its token */
export async function openPanel(shop: SurveyShop, changes: object = {}, visit: Visit = {}): Promise<string> {
  const usual = { do: "open", visitor: randomUUID(), lang: "nl", widget: null, vendor: null, ticket: null };
  await nextMillisecond();
  const response = await send(shop, { ...usual, ...changes }, visit);
  return tokenSchema.parse(await response.json()).token;
}

/** Answers with a token. @returns the status */
export async function answer(shop: SurveyShop, token: string, given: object = {}, visit: Visit = {}): Promise<number> {
  const usual = { do: "answer", token, score: 4, nps: null, comment: "" };
  return (await send(shop, { ...usual, ...given }, visit)).status;
}

/** Saves a ticket of the shop's helpdesk, made and written to by its customer at an instant. */
export async function saveTicket(
  { shopId, connectionId }: SurveyShop,
  ticketId: string,
  {
    at,
    customerId = "c-1",
    shopifyIds = [],
    assigneeId = "a-1",
    messages = [],
    ...header
  }: {
    at: Date;
    customerId?: string;
    shopifyIds?: string[];
    assigneeId?: string | null;
    messages?: { at: Date; isPublic?: boolean; author?: TicketMessage["author"] }[];
  } & Partial<TicketHeader>,
): Promise<void> {
  const customer = { customerId, shopifyCustomerIds: shopifyIds, emails: [], phones: [] };
  const ticket = {
    ...{ ticketId, channel: "chat" as const, createdAt: at, version: 1, isOpen: true, closedAt: null, excluded: null },
    ...{ assigneeId, customer, tags: [], ...header },
  };
  const written = [{ at, author: "customer" as const }, ...messages].map((message, index) => ({
    ...{ ticketId, messageId: String(index), agentId: null, isPublic: true, delivered: true },
    ...{ author: "human" as const, ...message },
  }));
  const rows = { agents: [], tickets: [ticket], messages: written, statusChanges: [], ratings: [] };
  const keyMaker = { matchKey: MATCH_KEY, countryCode: "NL" };
  await inTransaction((tx) => saveTicketRows(tx, { shopId, connectionId, keyMaker }, rows));
}

/** The surveys of a shop, in the order in which they were asked. */
export function surveysOf({ shopId }: SurveyShop) {
  return db().survey.findMany({ where: { shopId }, orderBy: [{ askedAt: "asc" }, { surveyId: "asc" }] });
}

/** All versions of the answers of a shop. */
export function answersOf({ shopId }: SurveyShop) {
  return db().surveyAnswer.findMany({ where: { shopId }, orderBy: [{ answeredAt: "asc" }, { ordinal: "asc" }] });
}

/** The address at which Shopify sends a request on. */
export function addressOf(domain: string, { customer = "", query = {} }: Visit = {}): string {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const own = { shop: domain, logged_in_customer_id: customer, path_prefix: "/apps/deskworth", timestamp };
  return `https://app.deskworth.test/proxy/survey?${signProxyQuery({ ...own, ...query }, SECRET)}`;
}

async function post(domain: string, body: string, visit: Visit): Promise<Response> {
  const request = new Request(addressOf(domain, visit), {
    method: "POST",
    body,
    headers: { "x-forwarded-for": visit.address ?? randomAddress(), ...visit.headers },
  });
  return answerOf(request, action({ request, params: {}, context: {} }));
}

/** Nothing of the signature and its query may come back, whatever the answer is. */
async function answerOf(request: Request, answered: Response | Promise<Response>): Promise<Response> {
  const response = await answered;
  const text = `${await response.clone().text()} ${JSON.stringify([...response.headers])}`;
  const { search, searchParams } = new URL(request.url);
  const isRepeated = text.includes(search) || text.includes(searchParams.get("signature") ?? "none");
  if (isRepeated) throw new Error(`An answer repeats the query: ${text}`);
  return response;
}

/** Surveys are told apart by when they were asked. */
function nextMillisecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

let addresses = 0;

function randomAddress(): string {
  addresses++;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}
