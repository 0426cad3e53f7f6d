import { expect, test } from "vitest";
import { expectSoon } from "../../../expect-soon.ts";
import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { basic, createFakeClock, datasetWith } from "../sample-accounts.ts";
import { createFreshdeskSimulator, type FreshdeskOptions } from "./freshdesk-simulator.ts";

const DAY_SECONDS = 86_400;
const ALL = "updated_since=1970-01-01T00:00:00Z";

test("without a time of change the list holds the last 30 days, newest first", async () => {
  const { ask } = open({ tickets: [ticket(1, 40), ticket(2, 20), ticket(3, 5)] });
  expect(idsOf(await ask("/tickets"))).toEqual([3, 2]);
  expect(idsOf(await ask(`/tickets?${ALL}&order_by=updated_at&order_type=asc`))).toEqual([1, 2, 3]);
});

test("spam and deleted tickets stand in lists of their own, and move there when it happens", async () => {
  const { ask, simulator } = open({ tickets: [ticket(1, 3), ticket(2, 2), ticket(3, 1)] });
  simulator.markSpam(1);
  simulator.deleteTicket(2);
  expect(idsOf(await ask(`/tickets?${ALL}`))).toEqual([3]);
  expect((await ask(`/tickets?filter=spam&${ALL}`)).body).toMatchObject([{ id: 1, spam: true }]);
  expect((await ask(`/tickets?filter=deleted&${ALL}`)).body).toMatchObject([{ id: 2, deleted: true }]);
  expect((await ask("/tickets/2")).body).toMatchObject({ deleted: true });
  simulator.restoreTicket(2);
  expect(idsOf(await ask(`/tickets?${ALL}`))).toEqual([3, 2]);
  simulator.eraseTicket(2);
  expect((await ask("/tickets/2")).status).toBe(404);
});

test("page 301 is refused with the field's name, and so are pages that are too long", async () => {
  const { ask } = open({ tickets: [ticket(1, 1)] });
  expect((await ask("/tickets?page=300&per_page=100")).status).toBe(200);
  const wall = await ask("/tickets?page=301&per_page=100");
  expect(wall).toMatchObject({ status: 400, body: { errors: [{ field: "page", code: "invalid_value" }] } });
  expect((await ask("/tickets?per_page=101")).body).toMatchObject({ errors: [{ field: "per_page" }] });
  expect((await ask("/tickets?sort=asc")).body).toMatchObject({ errors: [{ field: "sort", code: "invalid_field" }] });
});

test("requester and stats come only when they are asked for", async () => {
  const { ask } = open({ tickets: [ticket(1, 1)], contacts: [{ id: 4, name: "Kim", email: "kim@example.com" }] });
  const [plain] = rowsOf(await ask("/tickets"));
  expect(Object.keys(plain ?? {})).not.toEqual(expect.arrayContaining(["requester"]));
  const [whole] = rowsOf(await ask("/tickets?include=requester,stats"));
  expect(whole).toMatchObject({ requester: { id: 4, email: "kim@example.com" }, stats: { resolved_at: null } });
  expect((await ask("/tickets?include=secrets")).status).toBe(400);
});

test("replies are asked for by ticket, with a link to the page after", async () => {
  const { ask, simulator } = open({ tickets: [ticket(1, 1)] });
  for (let count = 0; count < 31; count += 1) simulator.addMessage(1, { by: "customer" });
  const first = await ask("/tickets/1/conversations");
  expect(rowsOf(first)).toHaveLength(30);
  expect(first.headers.get("link")).toContain("page=2");
  expect(rowsOf(await ask("/tickets/1/conversations?page=2"))).toHaveLength(1);
});

test("resolving, reopening and resolving again leave only the last times", async () => {
  const { ask, simulator, clock } = open({ tickets: [ticket(1, 1)] });
  const stats = async () => rowsOf(await ask("/tickets?include=stats"))[0]?.stats;
  simulator.closeTicket(1, { by: "agent" });
  clock.advanceSeconds(60);
  simulator.addMessage(1, { by: "customer" });
  expect(await stats()).toMatchObject({ resolved_at: null, reopened_at: "2026-06-01T12:01:00Z" });
  clock.advanceSeconds(60);
  simulator.closeTicket(1, { by: "automation" });
  expect(await stats()).toMatchObject({
    resolved_at: "2026-06-01T12:02:00Z",
    reopened_at: "2026-06-01T12:01:00Z",
  });
});

test("a web chat repeats its first message as a conversation, an e-mail does not", async () => {
  const { ask, simulator } = open({ tickets: [] });
  const chat = simulator.addTicket({ customer: { email: "kim@example.com" }, channel: "15" });
  const mail = simulator.addTicket({ customer: { email: "kim@example.com" } });
  expect(rowsOf(await ask(`/tickets/${String(chat.id)}/conversations`))).toHaveLength(1);
  expect(rowsOf(await ask(`/tickets/${String(mail.id)}/conversations`))).toHaveLength(0);
});

test("each rating is a row of its own, and its comment a conversation of its own kind", async () => {
  const { ask, simulator } = open({ tickets: [ticket(1, 1)] });
  simulator.rate(1, 5);
  simulator.rate(1, "bad", "Too slow");
  const ratings = rowsOf(await ask("/surveys/satisfaction_ratings?created_since=2026-05-31T00:00:00Z"));
  expect(ratings.map((row) => row.ratings)).toEqual([{ default_question: -103 }, { default_question: 103 }]);
  expect(rowsOf(await ask("/tickets/1/conversations"))).toMatchObject([{ source: 6, incoming: true }]);
  expect(() => simulator.rate(1, 9)).toThrow();
});

test("the account's allowance is told with every answer; a list's own is not, and runs out first", async () => {
  const { ask, clock } = open({ tickets: [ticket(1, 1)] }, { limits: { account: 50, tickets: 2, contacts: 2 } });
  const first = await ask("/tickets");
  expect(first.headers.get("x-ratelimit-total")).toBe("50");
  expect(first.headers.get("x-ratelimit-remaining")).toBe("49");
  await ask("/tickets");
  const refused = await ask("/tickets");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("60");
  expect((await ask("/agents")).status).toBe(200);
  clock.advanceSeconds(60);
  expect((await ask("/tickets")).status).toBe(200);
});

test("what is added to a list can cost requests of its own", async () => {
  const { ask } = open({ tickets: [] }, { creditsPerInclude: 2 });
  const { headers } = await ask("/tickets?include=requester,stats");
  expect(headers.get("x-ratelimit-used-currentrequest")).toBe("5");
  expect(headers.get("x-ratelimit-remaining")).toBe("195");
});

test("a wrong key, another account, an agent of few rights and unknown paths are refused", async () => {
  const { ask, simulator } = open({
    agents: [{ id: 7 }],
    tickets: [ticket(1, 1), { ...ticket(2, 1), responder_id: 7 }],
  });
  expect((await ask("/tickets", { authorization: basic("wrong", "X") })).status).toBe(401);
  expect((await ask("/discussions")).status).toBe(404);
  const elsewhere = await simulator.handle(new Request("https://other.freshdesk.com/api/v2/tickets"));
  expect(elsewhere.status).toBe(404);
  simulator.setRole("agent");
  expect((await ask("/agents")).status).toBe(403);
  expect((await ask("/agents/me")).body).toMatchObject({ id: 7, ticket_scope: 3 });
  expect(idsOf(await ask("/tickets"))).toEqual([2]);
});

test("a rule that was made by hand tells of every change, unsigned and with the ticket's id alone", async () => {
  const told: [string, unknown, boolean][] = [];
  const send = async (request: Request) => {
    told.push([request.url, await request.json(), request.headers.has("x-signature")]);
    return new Response(null, { status: 200 });
  };
  const { simulator } = open({ tickets: [ticket(1, 1)] }, { send });
  simulator.addMessage(1, { by: "customer" });
  expect(simulator.webhooksSent()).toBe(0);
  simulator.addWebhookRule("https://app.example/hooks/abc");
  simulator.closeTicket(1, { by: "agent" });
  await expectSoon(() => told).toEqual([["https://app.example/hooks/abc", { ticket_id: 1 }, false]]);
});

function open(rows: HelpdeskRows, options: Omit<FreshdeskOptions, "clock"> = {}) {
  const clock = createFakeClock();
  const simulator = createFreshdeskSimulator(rows, datasetWith({}).shop, { clock, ...options });
  const authorization = basic(simulator.credentials.apiKey, "X");
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const url = `https://moss-and-fern.freshdesk.com/api/v2${path}`;
    const response = await simulator.handle(new Request(url, { headers: { authorization, ...headers } }));
    const body: unknown = await response.json();
    return { status: response.status, headers: response.headers, body };
  };
  return { simulator, clock, ask };
}

function rowsOf({ body }: { body: unknown }): JsonObject[] {
  return Array.isArray(body) ? body : [];
}

function idsOf(answer: { body: unknown }): unknown[] {
  return rowsOf(answer).map((row) => row.id);
}

/** A ticket that was made and last changed so many days ago. */
function ticket(id: number, daysAgo: number): JsonObject {
  const at = new Date(Date.parse("2026-06-01T12:00:00Z") - daysAgo * DAY_SECONDS * 1000 + id).toISOString();
  const stats = { resolved_at: null, closed_at: null, reopened_at: null };
  return { id, status: 2, source: 1, spam: false, requester_id: 4, created_at: at, updated_at: at, tags: [], stats };
}
