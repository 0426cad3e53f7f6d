import { expect, test } from "vitest";
import type { GorgiasRows } from "../../dataset/dataset.ts";
import {
  type Answer,
  basic,
  caller,
  createFakeClock,
  datasetWith,
  GORGIAS_ACCOUNT,
  gorgiasMessage,
  gorgiasMinutesAgo,
  gorgiasTicket,
  idsIn,
  inside,
  rowsIn,
} from "../sample-accounts.ts";
import { createGorgiasSimulator } from "./gorgias-simulator.ts";

test("a list has the vendor's envelope and repeats the address that was asked", async () => {
  const { get } = account({ tickets: [gorgiasTicket(1)] });
  const answer = await get("/api/tickets?limit=100");
  expect(answer.body).toMatchObject({
    object: "list",
    uri: "/api/tickets?limit=100",
    meta: { prev_cursor: null, next_cursor: null },
  });
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
});

test("tickets come newest first, 30 a page, and the cursor leads through all of them once", async () => {
  const { get } = account({ tickets: tickets(70) });
  const pages = await walk(get, "/api/tickets");
  expect(pages.map((page) => rowsIn(page).length)).toEqual([30, 30, 10]);
  expect(pages.flatMap((page) => idsIn(page))).toEqual(Array.from({ length: 70 }, (_, index) => 70 - index));
});

test("the previous cursor leads back to the page before", async () => {
  const { get } = account({ tickets: tickets(5) });
  const [first, second] = await walk(get, "/api/tickets?limit=2");
  const cursor = encodeURIComponent(String(second && inside(second, "meta").prev_cursor));
  expect(idsIn(await get(`/api/tickets?limit=2&cursor=${cursor}`))).toEqual(first && idsIn(first));
});

test.each([["cursor="], ["cursor=null"]])("an empty cursor (%s) restarts from the first page", async (parameter) => {
  const { get } = account({ tickets: tickets(40) });
  expect(idsIn(await get(`/api/tickets?${parameter}`))[0]).toBe(40);
});

test("a cursor belongs to the order it was made in", async () => {
  const { get } = account({ tickets: tickets(40) });
  const cursor = encodeURIComponent(String(inside(await get("/api/tickets"), "meta").next_cursor));
  expect((await get(`/api/tickets?order_by=updated_datetime:desc&cursor=${cursor}`)).status).toBe(400);
  expect((await get("/api/tickets?cursor=bm9uc2Vuc2U=")).status).toBe(400);
});

test("a ticket that changes while one walks by update, newest first, is missed in that walk", async () => {
  const { get, simulator, clock } = account({ tickets: tickets(6) });
  const first = await get("/api/tickets?order_by=updated_datetime:desc&limit=2");
  clock.advanceSeconds(5);
  simulator.addMessage(1, { by: "customer" });
  const rest = await walk(get, "/api/tickets?order_by=updated_datetime:desc&limit=2", first);
  expect(rest.flatMap((page) => idsIn(page))).toEqual([4, 3, 2]);
  expect(idsIn(await get("/api/tickets?order_by=updated_datetime:desc&limit=1"))).toEqual([1]);
});

test("a ticket that changes while one walks by update, oldest first, comes twice", async () => {
  const { get, simulator, clock } = account({ tickets: tickets(6) });
  const first = await get("/api/tickets?order_by=updated_datetime:asc&limit=2");
  clock.advanceSeconds(5);
  simulator.addMessage(1, { by: "customer" });
  const rest = await walk(get, "/api/tickets?order_by=updated_datetime:asc&limit=2", first);
  expect([...idsIn(first), ...rest.flatMap((page) => idsIn(page))]).toEqual([1, 2, 3, 4, 5, 6, 1]);
});

test("trashed tickets are listed unless the client says no", async () => {
  const { get } = account({
    tickets: [gorgiasTicket(1), gorgiasTicket(2, { trashed_datetime: gorgiasMinutesAgo(9) })],
  });
  expect(idsIn(await get("/api/tickets"))).toEqual([2, 1]);
  expect(idsIn(await get("/api/tickets?trashed=false"))).toEqual([1]);
});

test("tickets can be asked for by customer and by id", async () => {
  const { get } = account({ tickets: tickets(5) });
  expect(idsIn(await get("/api/tickets?customer_id=5003"))).toEqual([3]);
  expect(idsIn(await get("/api/tickets?ticket_ids=2,4"))).toEqual([4, 2]);
  expect(idsIn(await get("/api/tickets?ticket_ids[]=2&ticket_ids[]=9"))).toEqual([2]);
});

test("a row of the list has no messages and a brief customer; a single ticket has both in full", async () => {
  const messages = [gorgiasMessage(21, 1), gorgiasMessage(20, 1)];
  const satisfactionSurveys = [{ id: 3, ticket_id: 1, score: 4, created_datetime: gorgiasMinutesAgo(30) }];
  const { get } = account({ tickets: [gorgiasTicket(1)], messages, satisfactionSurveys });
  const row = rowsIn(await get("/api/tickets"))[0] ?? {};
  expect(row).toMatchObject({ messages_count: 2, customer: { id: 5001, email: "buyer1@post.example" } });
  expect(Object.keys(row.customer ?? {})).not.toContain("channels");
  expect(Object.keys(row)).not.toContain("messages");
  const { body } = await get("/api/tickets/1");
  expect(body).toMatchObject({ messages: [{ id: 20 }, { id: 21 }], satisfaction_survey: { id: 3, score: 4 } });
  expect(body.customer).toHaveProperty("channels");
  expect(body).not.toHaveProperty("excerpt");
});

test("messages of all tickets, or of one, come in either order", async () => {
  const messages = [gorgiasMessage(20, 1), gorgiasMessage(21, 2), gorgiasMessage(22, 1)];
  const { get } = account({ tickets: tickets(2), messages });
  expect(idsIn(await get("/api/messages?order_by=created_datetime:asc"))).toEqual([20, 21, 22]);
  expect(idsIn(await get("/api/messages?ticket_id=1"))).toEqual([22, 20]);
});

test("the deprecated list of a ticket's messages gives 30 a page whatever the limit", async () => {
  const messages = Array.from({ length: 45 }, (_, index) => gorgiasMessage(100 + index, 1));
  const { get } = account({ tickets: tickets(1), messages });
  const pages = await walk(get, "/api/tickets/1/messages?limit=100");
  expect(pages.map((page) => rowsIn(page).length)).toEqual([30, 15]);
});

test("events are cut by time, to the microsecond, and by type, object and user", async () => {
  const at = (microseconds: string) => `2026-05-01T08:00:00.${microseconds}+00:00`;
  const event = (id: number, created: string, type: string, ticketId: number) => {
    return { id, type, object_type: "Ticket", object_id: ticketId, user_id: 8, created_datetime: created };
  };
  const { get } = account({
    events: [
      event(1, at("000001"), "ticket-created", 1),
      event(2, at("000002"), "ticket-closed", 1),
      event(3, at("000003"), "ticket-created", 2),
    ],
  });
  const after = encodeURIComponent(at("000001"));
  expect(idsIn(await get(`/api/events?created_datetime[gt]=${after}&order_by=created_datetime:asc`))).toEqual([2, 3]);
  expect(idsIn(await get(`/api/events?created_datetime[gte]=${after}`))).toEqual([3, 2, 1]);
  expect(idsIn(await get(`/api/events?created_datetime[lt]=${encodeURIComponent(at("000002"))}`))).toEqual([1]);
  expect(idsIn(await get(`/api/events?created_datetime[lte]=${encodeURIComponent(at("000002"))}`))).toEqual([2, 1]);
  expect(idsIn(await get("/api/events?types[]=ticket-closed"))).toEqual([2]);
  expect(idsIn(await get("/api/events?object_type=Ticket&object_id=1"))).toEqual([2, 1]);
  expect((await get("/api/events?object_type=Ticket")).status).toBe(400);
  expect((await get("/api/events?created_datetime[gt]=lately")).status).toBe(400);
});

test("users, customers and the account can be read", async () => {
  const users = [{ id: 8, name: "Inês", email: "ines@mossandfern.example", role: { name: "agent" } }];
  const { get } = account({ tickets: tickets(2), users });
  expect(idsIn(await get("/api/users?roles=agent"))).toEqual([8]);
  expect((await get("/api/users/8")).body).toMatchObject({ name: "Inês" });
  expect(idsIn(await get("/api/customers?email=BUYER2@post.example"))).toEqual([5002]);
  expect((await get("/api/customers/5001")).body).toHaveProperty("channels");
  expect((await get("/api/account")).body).toMatchObject({ domain: "moss-and-fern", status: { status: "active" } });
});

test("an HTTP integration can be added and never shows its secret again", async () => {
  const { get, call } = account({});
  const http = { url: "https://hooks.example/g", hmac_secret: "hush", triggers: { "ticket-created": true } };
  const added = await call("/api/integrations", {
    method: "POST",
    body: JSON.stringify({ type: "http", name: "Hook", http }),
  });
  expect(added.status).toBe(201);
  expect(JSON.stringify(added.body)).not.toContain("hush");
  expect(rowsIn(await get("/api/integrations"))).toMatchObject([
    { http: { triggers: { "ticket-created": true, "ticket-updated": false } } },
  ]);
});

test.each([
  ["/api/tickets?limit=101", 400],
  ["/api/tickets?limit=0", 400],
  ["/api/tickets?order_by=closed_datetime:desc", 400],
  ["/api/tickets?updated_since=2026-01-01", 400],
  ["/api/tickets?trashed=perhaps", 400],
  ["/api/tickets/999", 404],
  ["/api/nothing", 404],
  ["/tickets", 404],
])("%s is refused with %i and an error object", async (path, status) => {
  const answer = await account({}).get(path);
  expect(answer.status).toBe(status);
  expect(answer.body).toHaveProperty("error.msg");
});

test("only the account's own credentials are let in, and only while they are valid", async () => {
  const { get, simulator } = account({});
  expect((await get("/api/account", { headers: { authorization: basic("owner@example.com", "other") } })).status).toBe(
    401,
  );
  expect((await get("/api/account", { headers: { authorization: "" } })).status).toBe(401);
  expect((await get("/api/account", { headers: { authorization: "Bearer app-token" } })).status).toBe(200);
  expect((await get("/api/account", { headers: { authorization: "Bearer stale" } })).status).toBe(401);
  simulator.revokeAccess();
  expect((await get("/api/account")).status).toBe(401);
  simulator.restoreAccess();
  expect((await get("/api/account")).status).toBe(200);
});

test("a user who is no admin may not read integrations", async () => {
  const { get, simulator } = account({});
  simulator.setRole("agent");
  expect((await get("/api/integrations")).status).toBe(403);
  expect((await get("/api/tickets")).status).toBe(200);
});

test("another subdomain is not found and is no JSON", async () => {
  const { simulator } = account({});
  const response = await simulator.handle(new Request("https://nobody.gorgias.com/api/account"));
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
});

test("the 41st request at once is rejected, says when to come back, and is counted", async () => {
  const { get, simulator, clock } = account({});
  for (let request = 1; request <= 40; request += 1) {
    const answer = await get("/api/account");
    expect(answer.headers.get("x-gorgias-account-api-call-limit")).toBe(`${request}/40`);
  }
  const rejected = await get("/api/account");
  expect([rejected.status, rejected.headers.get("retry-after")]).toEqual([429, "1"]);
  clock.advanceSeconds(1);
  expect((await get("/api/account")).status).toBe(200);
  expect(simulator.requests.rejected).toBe(1);
  expect(simulator.requests.countOf("GET /api/account")).toBe(42);
});

test("an OAuth app has a bucket of its own, twice the size", async () => {
  const { get } = account({});
  const answer = await get("/api/account", { headers: { authorization: "Bearer app-token" } });
  expect(answer.headers.get("x-gorgias-account-api-call-limit")).toBe("1/80");
});

function tickets(count: number) {
  return Array.from({ length: count }, (_, index) => gorgiasTicket(index + 1));
}

function account(rows: Partial<GorgiasRows>) {
  const clock = createFakeClock();
  const simulator = createGorgiasSimulator(datasetWith({ gorgias: rows }), {
    clock,
    credentials: {
      ...{ subdomain: "moss-and-fern", email: "owner@example.com", apiKey: "gorgias-key" },
      accessTokens: ["app-token"],
    },
  });
  const call = caller(simulator, GORGIAS_ACCOUNT);
  return { simulator, clock, get: call, call };
}

/** All pages from `path` on, or those after `from`. */
async function walk(get: (path: string) => Promise<Answer>, path: string, from?: Answer): Promise<Answer[]> {
  const pages: Answer[] = [];
  let last = from ?? (await get(path));
  if (!from) pages.push(last);
  while (typeof inside(last, "meta").next_cursor === "string") {
    const cursor = encodeURIComponent(String(inside(last, "meta").next_cursor));
    last = await get(`${path}${path.includes("?") ? "&" : "?"}cursor=${cursor}`);
    pages.push(last);
  }
  return pages;
}
