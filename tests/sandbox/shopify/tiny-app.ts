import type { Dataset } from "../dataset/dataset.ts";
import { type Listener, listen, webHandler } from "../proxy/serve.ts";
import { isValidIdToken } from "./session-token.ts";

export const TINY_KEYS = { apiKey: "tiny-app-key", apiSecret: "tiny-app-secret" };

export const TINY_CONFIG = `
client_id = "tiny-app-key"
name = "Tiny Desk"   # the smallest app that a merchant could open
handle = "tiny-desk"
embedded = true
[access_scopes]
scopes = "read_orders,read_customers,read_all_orders"
optional_scopes = ["write_products"]
[webhooks]
api_version = "2026-10"
  [[webhooks.subscriptions]]
  topics = ["app/uninstalled", "app/scopes_update", "bulk_operations/finish"]
  uri = "/webhooks/app"
  [[webhooks.subscriptions]]
  topics = [
    "orders/create",
    "orders/updated",
    "orders/cancelled",
    "refunds/create",
  ]
  uri = "/webhooks/orders"
  [[webhooks.subscriptions]]
  compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
  uri = "/webhooks/privacy"
`;
/** A trigger of Shopify Flow, as its extension's file declares it. */
export const TINY_TRIGGER = `[[extensions]]
type = "flow_trigger"
handle = "tiny-answer"
[settings]
  [[settings.fields]]
  type = "customer_reference"
  [[settings.fields]]
  type = "number_decimal"
  key = "Score"
  [[settings.fields]]
  type = "single_line_text_field"
  key = "Ticket ID"
`;

/** A webhook as the tiny app received it. */
export interface ReceivedWebhook {
  path: string;
  headers: Headers;
  body: string;
}

export interface TinyApp extends Listener {
  webhooks: ReceivedWebhook[];
  /** Statuses for the next webhooks, first to last; then 200. */
  webhookStatuses: number[];
  /** Bearer tokens of the calls to /data. */
  bearers: string[];
  /** How many of the next calls to /data are told that their token is stale. */
  staleAnswers: number;
}

/** An app with one page for every path, for tests of the sandbox itself. */
export async function startTinyApp(): Promise<TinyApp> {
  const state = { webhooks: [], webhookStatuses: [], bearers: [], staleAnswers: 0 } as Omit<TinyApp, keyof Listener>;
  const listener = await listen(webHandler((request) => answer(state, request)));
  // One object, so that what a test sets is what the handler reads.
  return Object.assign(state, listener);
}

async function answer(state: Omit<TinyApp, keyof Listener>, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname.startsWith("/webhooks/")) {
    state.webhooks.push({ path: url.pathname, headers: request.headers, body: await request.text() });
    return new Response(null, { status: state.webhookStatuses.shift() ?? 200 });
  }
  if (url.pathname === "/data") return answerData(state, request);
  const headers = pageHeaders(url.searchParams.get("shop") ?? "");
  if (url.pathname === "/auth/session-token") return new Response(page("Bounce", ""), { headers });
  if (!url.searchParams.has("id_token")) {
    url.searchParams.set("shopify-reload", `${url.origin}${url.pathname}${url.search}`);
    return new Response(null, { status: 302, headers: { location: `/auth/session-token${url.search}` } });
  }
  return new Response(page(url.pathname, BODY), { headers });
}

function answerData(state: Omit<TinyApp, keyof Listener>, request: Request): Response {
  const bearer = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
  state.bearers.push(bearer);
  if (state.staleAnswers > 0) {
    state.staleAnswers -= 1;
    return new Response(null, { status: 401, headers: { "x-shopify-retry-invalid-session-request": "1" } });
  }
  const isValid = isValidIdToken(bearer, TINY_KEYS, { domain: tinyShop().shop.domain, clock: () => new Date() });
  return isValid ? Response.json({ ok: true }) : new Response(null, { status: 401 });
}

function pageHeaders(shop: string): Headers {
  const headers = new Headers({ "content-type": "text/html; charset=utf-8" });
  headers.set(
    "content-security-policy",
    `default-src * 'unsafe-inline'; frame-ancestors https://${shop} https://admin.shopify.com;`,
  );
  headers.append("link", '<https://cdn.shopify.com/shopifycloud/app-bridge.js>; rel="preload"; as="script";');
  return headers;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title>
<link rel="preconnect" href="https://cdn.shopify.com/">
<link rel="stylesheet" href="https://cdn.shopify.com/static/fonts/inter/v4/styles.css">
<script data-api-key="${TINY_KEYS.apiKey}" src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>
</head><body style="font-family:Inter,sans-serif;padding:16px">${body}</body></html>`;
}

const BODY = `
<ui-nav-menu><a href="/" rel="home">Home</a><a href="/helpdesks">Helpdesks</a><a href="/conversions">Conversions</a></ui-nav-menu>
<ui-title-bar title="Overview"><button variant="primary" id="export">Export</button><button id="refresh">Refresh</button></ui-title-bar>
<ui-save-bar id="bar"><button variant="primary" id="save">Save</button><button id="discard">Discard</button></ui-save-bar>
<ui-modal id="modal"><ui-title-bar title="Disconnect?"><button variant="primary" tone="critical" id="yes">Disconnect</button></ui-title-bar></ui-modal>
<main>
<h1 id="where"></h1><p id="log"></p>
<button onclick="shopify.toast.show('Saved')">Toast</button>
<button onclick="shopify.modal.show('modal')">Ask</button>
<button onclick="shopify.saveBar.show('bar')">Edit</button>
<button onclick="load()">Load</button>
<button onclick="window.open('shopify://admin/orders/5001', '_top')">Order</button>
<label>Name <input id="name" form="form"></label><form id="form" data-save-bar></form>
</main>
<script>
  const say = (text) => { document.getElementById('log').textContent = text; };
  const show = () => { document.getElementById('where').textContent = location.pathname + new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => name === 'range')).toString(); };
  addEventListener('shopify:navigate', (event) => { history.pushState(null, '', event.target.getAttribute('href')); show(); });
  addEventListener('popstate', show);
  for (const id of ['export', 'refresh', 'save', 'discard', 'yes']) document.getElementById(id).addEventListener('click', () => say(id + ' clicked'));
  for (const id of ['save', 'discard']) document.getElementById(id).addEventListener('click', () => shopify.saveBar.hide('bar'));
  const modal = document.getElementById('modal');
  modal.content.textContent = 'The tickets stay.';
  document.getElementById('yes').addEventListener('click', () => modal.hide());
  const load = async () => say('data ' + (await fetch('/data')).status);
  show();
</script>`;

/** A shop with two customers and four orders: this month's, last month's, a guest's, and one of half a year ago. */
export function tinyShop(now = new Date("2026-11-20T09:00:00Z")): Dataset {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000).toISOString();
  const money = (amount: string) => ({
    shopMoney: { amount, currencyCode: "EUR" },
    presentmentMoney: { amount, currencyCode: "EUR" },
  });
  const order = (number: number, days: number, customer: number | null) => ({
    id: `gid://shopify/Order/${number}`,
    name: `#${number}`,
    email: customer === null ? "Guest@Fernworks.example" : `c${customer}@fernworks.example`,
    phone: null,
    createdAt: daysAgo(days),
    processedAt: daysAgo(days),
    updatedAt: daysAgo(days - 1),
    cancelledAt: null,
    test: false,
    tags: ["web"],
    sourceName: "web",
    currencyCode: "EUR",
    totalPriceSet: money("40.00"),
    totalRefundedSet: money("0.00"),
    refunds: [],
    customer: customer === null ? null : { id: `gid://shopify/Customer/${customer}` },
    lineItems: [1, 2].map((line) => ({
      id: `gid://shopify/LineItem/${number}${line}`,
      title: `Pot ${line}`,
      quantity: line,
    })),
  });
  const customer = (number: number) => ({
    id: `gid://shopify/Customer/${number}`,
    displayName: `Customer ${number}`,
    createdAt: daysAgo(300),
    updatedAt: daysAgo(2),
    defaultEmailAddress: { emailAddress: `c${number}@fernworks.example` },
    defaultPhoneNumber: null,
  });
  return {
    shop: {
      domain: "fernworks.myshopify.com",
      name: "Fernworks",
      ianaTimezone: "Europe/Amsterdam",
      currencyCode: "EUR",
      email: "owner@fernworks.example",
      countryCode: "NL",
    },
    orders: [order(5001, 5, 901), order(5002, 40, 902), order(5003, 20, null), order(5004, 180, 901)],
    customers: [customer(901), customer(902)],
    gorgias: null,
    helpdesks: {},
    zendesk: null,
    truth: null,
  };
}
