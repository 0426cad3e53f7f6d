import { readFileSync } from "node:fs";
import type { PgBoss } from "pg-boss";
import { type QueueName, queue, stopQueue } from "../../app/platform/queue.server.ts";
import type { Shop } from "../../app/platform/shop-store.server.ts";
import { loadOrders } from "../../app/sync/order-load.server.ts";
import { reconcileOrders } from "../../app/sync/order-reconcile.server.ts";
import { APP_TOPICS, ORDER_TOPICS, PRIVACY_TOPICS } from "../../app/sync/webhook-hint.ts";
import { receiveWebhook } from "../../app/sync/webhook-inbox.server.ts";
import { processWebhooks } from "../../app/sync/webhook-processor.server.ts";
import { parseAppConfig } from "../sandbox/shopify/app-config.ts";
import { makeShopify, type ShopifyControl, type ShopifyOptions } from "../sandbox/shopify/shopify.ts";
import type { JsonObject } from "../sandbox/simulator.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

const APP_HOST = "app.deskworth.test";
export const APP_KEYS = { apiKey: "deskworth-key", apiSecret: "deskworth-secret" };
export const SHOP_DOMAIN = "lantern-house.myshopify.com";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

setTestEnvironment();

const WEBHOOK_ROUTES: Record<string, Parameters<typeof receiveWebhook>[1]> = {
  "/webhooks/app": APP_TOPICS,
  "/webhooks/orders": ORDER_TOPICS,
  "/webhooks/privacy": PRIVACY_TOPICS,
};

/** A database, the simulated Shopify with one shop, and the app's own code between them, all in this process. */
export interface ShopifyWorld {
  readonly shopify: ShopifyControl;
  /** Requests that went to Shopify so far, as "POST path". */
  readonly requests: string[];
  /** Empties the database and puts a new Shopify in place of the last one. */
  restart(options?: WorldOptions): Promise<void>;
  /** Opens the app in the admin, as the merchant does. */
  visit(): Promise<Shop>;
  /** Runs all jobs that the app has put into its queues, also those for later, until none is left or `most` have run. */
  runJobs(most?: number): Promise<string[]>;
  /** Answers the next request whose URL contains the text in Shopify's place. */
  interceptNext(part: string, answer: Interception["answer"]): void;
  close(): Promise<void>;
}

export interface WorldOptions extends ShopifyOptions {
  orders?: JsonObject[];
  customers?: JsonObject[];
}

interface Interception {
  part: string;
  answer(request: Request): Response | Promise<Response>;
}

/** Starts with an installed app that nobody has opened yet. */
export async function openShopifyWorld(): Promise<ShopifyWorld> {
  const opened = await openTestDatabase();
  const boss = await queue({ role: "sender" });
  const realFetch = globalThis.fetch;
  const intercepted: Interception[] = [];
  const requests: string[] = [];
  let shopify = startShopify({});
  globalThis.fetch = (input, init) => route(new Request(input, init), { shopify, intercepted, requests });
  return {
    get shopify() {
      return shopify.control;
    },
    requests,
    restart: async (options = {}) => {
      await shopify.close();
      shopify = startShopify(options);
      requests.length = 0;
      intercepted.length = 0;
      await emptyTables(opened);
    },
    visit: () => visit(shopify.control),
    runJobs: (most) => runJobs(boss, most),
    interceptNext: (part, answer) => void intercepted.push({ part, answer }),
    close: async () => {
      globalThis.fetch = realFetch;
      await shopify.close();
      await stopQueue();
      await opened.close();
    },
  };
}

type RunningShopify = ReturnType<typeof makeShopify>;

function startShopify(options: WorldOptions): RunningShopify {
  return makeShopify({
    dataset: datasetOf(options),
    clock: () => new Date(),
    app: { ...APP_KEYS, origin: `https://${APP_HOST}` },
    config: parseAppConfig(readFileSync("shopify.app.toml", "utf8")),
    options: { isInstalled: true, bulkDurationMs: 1, webhookRetryDelaysMs: [], ...options },
  });
}

interface Route {
  shopify: RunningShopify;
  intercepted: Interception[];
  requests: string[];
}

async function route(request: Request, { shopify, intercepted, requests }: Route): Promise<Response> {
  const url = new URL(request.url);
  if (url.host === APP_HOST) return receiveWebhook(request, WEBHOOK_ROUTES[url.pathname] ?? []);
  if (!shopify.simulator.owns(url.host)) throw new TypeError(`no such host: ${url.host}`);
  requests.push(`${request.method} ${url.pathname}`);
  const index = intercepted.findIndex(({ part }) => request.url.includes(part));
  const [interception] = index < 0 ? [] : intercepted.splice(index, 1);
  return interception ? interception.answer(request) : shopify.simulator.handle(request);
}

async function emptyTables({ database: { prisma } }: TestDatabase): Promise<void> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where (schemaname = 'public' and tablename <> '_prisma_migrations') or (schemaname = 'pgboss' and tablename = 'job_common')`;
  await prisma.$executeRawUnsafe(`truncate ${tables.map(({ name }) => name).join(", ")} cascade`);
}

/** A request as Shopify's admin makes it when it opens the app in its frame. */
export function embeddedRequest(shopify: ShopifyControl, overrides: Record<string, string> = {}): Request {
  const params = shopify.embeddedParams();
  for (const [name, value] of Object.entries(overrides)) params.set(name, value);
  return new Request(`https://${APP_HOST}/app?${params}`, { headers: { "user-agent": CHROME } });
}

async function visit(shopify: ShopifyControl): Promise<Shop> {
  // Imported late: the settings above must stand before the library is configured.
  const { requireShop } = await import("../../app/platform/shop-context.server.ts");
  const { requireShopById } = await import("../../app/platform/shop-store.server.ts");
  const { shopId } = await requireShop(embeddedRequest(shopify));
  return requireShopById(shopId);
}

const HANDLERS: Partial<Record<QueueName, (payload: never) => Promise<void>>> = {
  "orders-load": loadOrders,
  "orders-reconcile": reconcileOrders,
  webhooks: processWebhooks,
  recompute: async () => undefined,
};

async function runJobs(boss: PgBoss, most = 100): Promise<string[]> {
  const ran: string[] = [];
  for (let idle = false; !idle && ran.length < most; ) {
    idle = true;
    for (const [name, handle] of Object.entries(HANDLERS)) {
      const [job] = await boss.fetch(name, { ignoreStartAfter: true });
      if (!job || ran.length >= most) continue;
      idle = false;
      ran.push(name);
      try {
        await handle(job.data as never);
        await boss.complete(name, job.id);
      } catch (error) {
        await boss.cancel(name, job.id);
        throw error;
      }
    }
  }
  return ran;
}

function datasetOf({ orders = [], customers = [] }: WorldOptions) {
  const shop = {
    domain: SHOP_DOMAIN,
    name: "Lantern House",
    ianaTimezone: "Europe/Amsterdam",
    currencyCode: "EUR",
    email: "owner@lantern-house.example",
    countryCode: "NL",
  };
  return { shop, orders, customers, gorgias: null, zendesk: null, helpdesks: {}, truth: null };
}

let lastOrderNumber = 5_500_000_000_000;

/** An order node of the Admin API; unlike the ones before it in id and name. */
export function orderNode(overrides: JsonObject = {}): JsonObject {
  lastOrderNumber += 1;
  const at = new Date(Date.now() - 24 * 3600_000).toISOString();
  return {
    id: `gid://shopify/Order/${lastOrderNumber}`,
    name: `#${lastOrderNumber - 5_499_999_999_000}`,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    test: false,
    sourceName: "web",
    tags: [],
    email: null,
    phone: null,
    currencyCode: "EUR",
    presentmentCurrencyCode: "EUR",
    totalPriceSet: moneyBag("80.00"),
    totalRefundedSet: moneyBag("0.00"),
    customer: null,
    app: { id: "gid://shopify/App/580111", name: "Online Store" },
    refunds: [],
    ...overrides,
  };
}

export function moneyBag(amount: string, currencyCode = "EUR"): JsonObject {
  return { shopMoney: { amount, currencyCode }, presentmentMoney: { amount, currencyCode } };
}

export function customerNode(number: number, contact: { email?: string; phone?: string }): JsonObject {
  return {
    id: `gid://shopify/Customer/${number}`,
    defaultEmailAddress: contact.email ? { emailAddress: contact.email } : null,
    defaultPhoneNumber: contact.phone ? { phoneNumber: contact.phone } : null,
  };
}
