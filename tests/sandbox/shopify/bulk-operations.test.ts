import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../simulator.ts";
import type { ShopifyOptions } from "./shopify.ts";
import { type Answer, dig, makeTinyShopify, type TinyShopify } from "./tiny-shopify.ts";

const RUN = `mutation Run($query: String!, $groupObjects: Boolean! = false) {
  bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) { bulkOperation { id status } userErrors { code message } }
}`;
const STATE = `query State($id: ID!) {
  bulkOperation(id: $id) { status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt }
}`;
const ORDERS = `{ orders(sortKey: ID, first: 1) { edges { node {
  id email refunds { id } totalPriceSet { shopMoney { amount } } lineItems { edges { node { id title } } }
} } } }`;

const opened: TinyShopify[] = [];
afterEach(async () => {
  for (const shopify of opened.splice(0)) await shopify.close();
});

test("a bulk query leaves every node on a line of its own, children after parents that are not theirs", async () => {
  const shopify = open();
  const done = await finished(shopify, await start(shopify, ORDERS));
  expect(done).toMatchObject({ status: "COMPLETED", errorCode: null, objectCount: "12", rootObjectCount: "4" });
  const lines = await download(shopify, done.url);
  // `first` means nothing in bulk; lists that are no connection stay inside their line.
  expect(lines.filter((line) => !("__parentId" in line)).map((line) => [line.id, line.refunds])).toEqual(
    [5001, 5002, 5003, 5004].map((number) => [`gid://shopify/Order/${number}`, []]),
  );
  expect(lines.filter((line) => line.__parentId === "gid://shopify/Order/5001")).toEqual([
    { id: "gid://shopify/LineItem/50011", title: "Pot 1", __parentId: "gid://shopify/Order/5001" },
    { id: "gid://shopify/LineItem/50012", title: "Pot 2", __parentId: "gid://shopify/Order/5001" },
  ]);
  expect(lines[1]).not.toHaveProperty("__parentId");
  const places = new Map(lines.map((line, place) => [line.id, place]));
  for (const [place, line] of lines.entries()) {
    if (line.__parentId) expect(places.get(line.__parentId)).toBeLessThan(place);
  }
});

test("grouped objects come right after their parent", async () => {
  const shopify = open();
  const { body } = await shopify.query(RUN, { variables: { query: ORDERS, groupObjects: true } });
  const done = await finished(shopify, idIn(body));
  const lines = await download(shopify, done.url);
  expect(lines.slice(0, 3).map((line) => line.__parentId)).toEqual([
    undefined,
    "gid://shopify/Order/5001",
    "gid://shopify/Order/5001",
  ]);
});

test("a bulk query obeys its search, its order and the window of 60 days", async () => {
  const shopify = open({ scopes: ["read_orders"] });
  const query = `{ orders(query: "processed_at:>=2026-01-01", sortKey: PROCESSED_AT, reverse: true) { nodes { name } } }`;
  const done = await finished(shopify, await start(shopify, query));
  expect(await download(shopify, done.url)).toEqual([{ name: "#5001" }, { name: "#5003" }, { name: "#5002" }]);
});

test("customers with their orders are two levels of lines", async () => {
  const shopify = open();
  const query =
    "{ customers { edges { node { id orders { edges { node { id lineItems { edges { node { id } } } } } } } } } }";
  const done = await finished(shopify, await start(shopify, query));
  const lines = await download(shopify, done.url);
  expect(lines).toHaveLength(2 + 3 + 6);
  expect(lines.filter((line) => line.__parentId === "gid://shopify/Customer/901").map((line) => line.id)).toEqual([
    "gid://shopify/Order/5001",
    "gid://shopify/Order/5004",
  ]);
});

test("an empty result has no address", async () => {
  const shopify = open();
  const done = await finished(shopify, await start(shopify, `{ orders(query: "id:1") { nodes { id } } }`));
  expect(done).toMatchObject({ status: "COMPLETED", objectCount: "0", url: null, fileSize: null });
});

test("an operation takes its time: created, running, completed", async () => {
  const shopify = open({ bulkDurationMs: 300 });
  const id = await start(shopify, ORDERS);
  const seen = new Set(["CREATED"]);
  const done = await finished(shopify, id, (status) => seen.add(status));
  expect([...seen]).toEqual(["CREATED", "RUNNING", "COMPLETED"]);
  expect(done.completedAt).not.toBeNull();
});

test.each([
  ["is no GraphQL", "{ orders {", "Syntax Error"],
  ["asks for what does not exist", "{ orders { nodes { colour } } }", "colour"],
  ["has no connection", "{ shop { name } }", "must be a connection"],
  ["has two top-level fields", "{ orders { nodes { id } } customers { nodes { id } } }", "exactly one top-level field"],
  [
    "nests three deep",
    "{ customers { nodes { id orders { nodes { id lineItems { nodes { id customAttributes { key } taxLines { title } duties { id } } } fulfillmentOrders { nodes { lineItems { nodes { id } } } } } } } } }",
    "deeper than 2",
  ],
  [
    "has six connections",
    "{ orders { nodes { id a: lineItems { nodes { id } } b: lineItems { nodes { id } } c: lineItems { nodes { id } } d: lineItems { nodes { id } } e: lineItems { nodes { id } } } } }",
    "more than 5",
  ],
  [
    "has a connection inside a list",
    "{ orders { nodes { id refunds { refundLineItems { nodes { quantity } } } } } }",
    "within a list",
  ],
])("a bulk query that %s is refused", async (_, query, reason) => {
  const { body } = await open().query(RUN, { variables: { query } });
  expect(dig(body, "data", "bulkOperationRunQuery", "bulkOperation")).toBeNull();
  expect(String(dig(body, "data", "bulkOperationRunQuery", "userErrors", 0, "message"))).toContain(reason);
});

test("a sixth operation at once is refused, and one that is cancelled makes room", async () => {
  const shopify = open({ bulkDurationMs: 60_000 });
  const ids: string[] = [];
  for (let nth = 0; nth < 5; nth += 1) ids.push(await start(shopify, ORDERS));
  const refused = await shopify.query(RUN, { variables: { query: ORDERS } });
  expect(dig(refused.body, "data", "bulkOperationRunQuery", "userErrors", 0, "code")).toBe("LIMIT_REACHED");
  const cancelled = await shopify.query(
    "mutation Cancel($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }",
    { variables: { id: ids[0] } },
  );
  expect(dig(cancelled.body, "data", "bulkOperationCancel", "bulkOperation", "status")).toBe("CANCELING");
  expect(await finished(shopify, ids[0] ?? "")).toMatchObject({ status: "CANCELED", url: null });
  expect(await start(shopify, ORDERS)).toMatch(/^gid:/);
});

test("an operation fails as asked for, with what was written before it failed", async () => {
  const shopify = open();
  shopify.control.failNextBulk({ errorCode: "TIMEOUT", afterShare: 0.5 });
  const failed = await finished(shopify, await start(shopify, ORDERS));
  expect(failed).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT", url: null });
  expect(await download(shopify, failed.partialDataUrl)).toHaveLength(6);
});

test("a row without a field that the schema promises fails the operation", async () => {
  const shopify = open();
  const failed = await finished(shopify, await start(shopify, "{ orders { nodes { id statusPageUrl } } }"));
  expect(failed).toMatchObject({ status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR" });
});

test("a result's address is refused once it has expired or was changed, and its body can be cut", async () => {
  const shopify = open();
  const { url } = await finished(shopify, await start(shopify, ORDERS));
  expect((await shopify.fetch(String(url).replace(/Signature=./, "Signature=_"))).status).toBe(403);
  shopify.control.bulk.files.cutNextDownload(100);
  await expect((await shopify.fetch(String(url))).text()).rejects.toThrow("cut on request");
  expect(await download(shopify, url)).toHaveLength(12);
  shopify.control.bulk.files.expireUrls();
  expect((await shopify.fetch(String(url))).status).toBe(400);
});

test("an address is good for seven days", async () => {
  const shopify = open();
  const { url } = await finished(shopify, await start(shopify, ORDERS));
  shopify.passSeconds(7 * 24 * 3600 - 60);
  expect((await shopify.fetch(String(url))).status).toBe(200);
  shopify.passSeconds(61);
  expect((await shopify.fetch(String(url))).status).toBe(400);
});

test("operations are listed by status", async () => {
  const shopify = open();
  await finished(shopify, await start(shopify, ORDERS));
  const { body } = await shopify.query(`{ done: bulkOperations(first: 5, query: "status:completed") { nodes { status } }
    running: bulkOperations(first: 5, query: "status:running") { nodes { status } } }`);
  expect(body.data).toEqual({ done: { nodes: [{ status: "COMPLETED" }] }, running: { nodes: [] } });
});

function open(options: ShopifyOptions = {}): TinyShopify {
  const shopify = makeTinyShopify({ webhookRetryDelaysMs: [], ...options });
  opened.push(shopify);
  return shopify;
}

function idIn(body: Answer["body"]): string {
  return String(dig(body, "data", "bulkOperationRunQuery", "bulkOperation", "id"));
}

async function start(shopify: TinyShopify, query: string): Promise<string> {
  const { body } = await shopify.query(RUN, { variables: { query } });
  const errors = dig(body, "data", "bulkOperationRunQuery", "userErrors");
  if (!Array.isArray(errors) || errors.length > 0) throw new Error(JSON.stringify(body));
  return idIn(body);
}

async function finished(
  shopify: TinyShopify,
  id: string,
  saw: (status: string) => void = () => undefined,
): Promise<JsonObject> {
  for (;;) {
    const { body } = await shopify.query(STATE, { variables: { id } });
    const node = dig(body, "data", "bulkOperation") as JsonObject;
    saw(String(node.status));
    if (!["CREATED", "RUNNING", "CANCELING"].includes(String(node.status))) return node;
    await new Promise((resume) => setTimeout(resume, 10));
  }
}

async function download(shopify: TinyShopify, url: unknown): Promise<JsonObject[]> {
  const text = await (await shopify.fetch(String(url))).text();
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
