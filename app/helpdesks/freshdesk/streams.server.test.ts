import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { PageRequest } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { freshdesk } from "./adapter.server.ts";

const NOW = new Date("2026-04-10T12:00:00Z");
const TICKET = {
  ...{ id: 80, status: 2, source: 1, spam: false, requester_id: 4, created_at: "2026-04-10T09:00:00Z" },
  ...{ updated_at: "2026-04-10T11:55:00Z", requester: { id: 4, email: "kim@example.com" }, stats: null },
};
const REPLY = { id: 900, incoming: false, private: false, user_id: 7, created_at: "2026-04-10T10:00:00Z" };

test("who writes as an agent without being listed is an agent of the past, asked for once", async () => {
  const server = serve({
    "/api/v2/tickets": [TICKET],
    "/api/v2/tickets/80/conversations": [REPLY, { ...REPLY, id: 901 }],
    "/api/v2/contacts/7": { id: 7, name: "Bo Lind" },
  });
  const page = await freshdesk.fetchPage(server.http, request("tickets", "history"));
  expect(page.agents).toEqual([{ agentId: "7", name: "Bo Lind", kind: "human", active: false }]);
  expect(page.messages.map(({ author }) => author)).toEqual(["customer", "human", "human"]);
  expect(server.asked("/api/v2/contacts/7")).toBe(1);
  const known = new Map(page.agents.map((agent) => [agent.agentId, agent]));
  await freshdesk.fetchPage(server.http, { ...request("tickets", "history"), agents: known });
  expect(server.asked("/api/v2/contacts/7")).toBe(1);
});

test("the pages of a long ticket are all read", async () => {
  const replies = Array.from({ length: 230 }, (_, index) => ({ ...REPLY, id: 1000 + index, incoming: true }));
  const server = serve({ "/api/v2/tickets": [TICKET], "/api/v2/tickets/80/conversations": replies });
  const page = await freshdesk.fetchPage(server.http, request("tickets", "history"));
  expect(new Set(page.messages.map(({ messageId }) => messageId)).size).toBe(231);
});

test("a changed ticket comes with its contact's linked Shopify customer", async () => {
  const server = serve({
    "/api/v2/tickets": [TICKET],
    "/api/v2/tickets/80/conversations": [],
    "/api/v2/contacts/4": { id: 4, unique_external_id: "5551234567" },
  });
  const page = await freshdesk.fetchPage(server.http, request("tickets", "current"));
  expect(page.tickets[0]?.customer).toMatchObject({ shopifyCustomerIds: ["5551234567"], emails: ["kim@example.com"] });
});

test("after the history, linked contacts' tickets are read again, and others cost nothing", async () => {
  const server = serve({
    "/api/v2/contacts": [
      { id: 4, unique_external_id: "5551234567" },
      { id: 5, unique_external_id: "crm-5" },
    ],
    "/api/v2/tickets": [TICKET],
  });
  const page = await freshdesk.fetchPage(server.http, request("customers", "history"));
  expect(page).toMatchObject({ done: true, tickets: [{ ticketId: "80" }] });
  expect(server.asked("/api/v2/tickets")).toBe(1);
});

test("many linked contacts of one page are dealt with in steps, none twice and none left out", async () => {
  const contacts = Array.from({ length: 37 }, (_, index) => ({ id: index + 1, unique_external_id: `88${index}` }));
  const server = serve({ "/api/v2/contacts": contacts, "/api/v2/tickets": [] });
  let cursor = freshdesk.startCursor("customers", "history", NOW);
  for (let done = false; !done; )
    ({ cursor, done } = await freshdesk.fetchPage(server.http, { ...request("customers", "history"), cursor }));
  expect(server.asked("/api/v2/tickets")).toBe(37);
});

test("a plan without surveys has no ratings, and its sync goes on", async () => {
  const server = serve({ "/api/v2/surveys/satisfaction_ratings": refusal("forbidden") });
  const page = await freshdesk.fetchPage(server.http, request("ratings", "history"));
  expect(page).toMatchObject({ done: true, ratings: [], setAside: [] });
});

test("what changed long ago is not read again by every round of a quiet account", async () => {
  const server = serve({ "/api/v2/tickets": [TICKET], "/api/v2/tickets/80/conversations": [] });
  let cursor = freshdesk.startCursor("tickets", "current", NOW);
  for (const minutes of [0, 20, 40]) {
    const now = new Date(NOW.getTime() + minutes * 60_000);
    ({ cursor } = await freshdesk.fetchPage(server.http, { ...request("tickets", "current"), cursor, now }));
  }
  const since = server.questions("/api/v2/tickets").map((params) => String(params.updated_since));
  expect(since).toEqual(["2026-04-10T11:50:00Z", "2026-04-10T11:54:00Z", "2026-04-10T12:14:00Z"]);
  expect(server.asked("/api/v2/tickets/80/conversations")).toBe(2);
});

test("a key whose agent sees only some tickets is refused when connecting", async () => {
  const server = serve({ "/api/v2/agents/me": { id: 7, ticket_scope: 2 } });
  await expect(freshdesk.verify(server.http)).rejects.toMatchObject({ kind: "forbidden" });
});

test("one ticket is read with everything, and null when it is not there", async () => {
  const server = serve({
    "/api/v2/tickets/80": { ...TICKET, deleted: true },
    "/api/v2/tickets/80/conversations": [REPLY],
    "/api/v2/tickets/80/satisfaction_ratings": [
      { id: 60, ticket_id: 80, ratings: { default_question: 100 }, created_at: "2026-04-10T11:00:00Z" },
    ],
  });
  const agents = new Map<string, HelpdeskAgent>([["7", { agentId: "7", name: "Bo", kind: "human", active: true }]]);
  const rows = await freshdesk.fetchTicket(server.http, { ticketId: "80", agents, now: NOW });
  expect(rows).toMatchObject({ tickets: [{ excluded: "deleted" }], ratings: [{ positive: false }], agents: [] });
  expect(rows?.messages).toHaveLength(2);
  expect(await freshdesk.fetchTicket(server.http, { ticketId: "81", agents, now: NOW })).toBeNull();
});

test("a ticket that cannot be read is set aside by its id, also when it is asked for alone", async () => {
  const server = serve({ "/api/v2/tickets/80": { ...TICKET, status: "open" } });
  const rows = await freshdesk.fetchTicket(server.http, { ticketId: "80", agents: new Map(), now: NOW });
  expect(rows).toMatchObject({ tickets: [], messages: [], setAside: [{ vendorRowId: "ticket 80" }] });
});

function request(stream: string, walk: PageRequest["walk"]): PageRequest {
  return { stream, walk, cursor: freshdesk.startCursor(stream, walk, NOW), agents: new Map(), now: NOW };
}

function refusal(kind: HelpdeskError["kind"]): HelpdeskError {
  return new HelpdeskError(kind, "Refused");
}

function fieldOf(row: Json, name: string): Json {
  return typeof row === "object" && row !== null && !Array.isArray(row) ? (row[name] ?? "9") : "9";
}

/** Answers by path, a list page by page; whatever is not there is not found. */
function serve(answers: Record<string, Json | HelpdeskError>) {
  const asked: { path: string; params: Record<string, QueryValue> }[] = [];
  const get: HelpdeskHttp["get"] = async (path, params = {}) => {
    asked.push({ path, params });
    const answer = answers[path] ?? refusal("not-found");
    if (answer instanceof HelpdeskError) throw answer;
    const [page, size] = [Number(params.page ?? 1), Number(params.per_page ?? 30)];
    const isChanged = (row: Json) => !(String(fieldOf(row, "updated_at")) < String(params.updated_since ?? ""));
    const json = Array.isArray(answer) ? answer.filter(isChanged).slice((page - 1) * size, page * size) : answer;
    return { json, headers: new Headers(), status: 200 };
  };
  const refuse = async () => {
    throw new Error("Nothing is written here");
  };
  const http: HelpdeskHttp = {
    ...{ origin: "https://pine-shop.freshdesk.com", get, post: refuse, delete: refuse },
    withPriority: () => http,
  };
  const questions = (path: string) => asked.filter((one) => one.path === path).map(({ params }) => params);
  return { http, questions, asked: (path: string) => questions(path).length };
}
