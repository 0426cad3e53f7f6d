import { expect, test } from "vitest";
import { z } from "zod";
import type { Walk } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { intercom } from "./adapter.server.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const SECONDS = NOW.getTime() / 1000;
const DAY = 86_400;

test("a page reads each listed conversation and, by one search, their contacts", async () => {
  const desk = deskWith({ conversations: [conversation(1), conversation(2), conversation(3)] });
  const page = await read(desk, "history");
  expect(page.tickets.map(({ ticketId, customer }) => [ticketId, customer.emails])).toEqual([
    ["1", ["buyer1@post.example"]],
    ["2", ["buyer2@post.example", "shown2@post.example"]],
    ["3", ["buyer3@post.example"]],
  ]);
  expect(desk.asked).toEqual([
    "/conversations/search",
    ...["/conversations/1", "/conversations/2", "/conversations/3"],
    "/contacts/search",
  ]);
});

test("a contact that cannot be searched yet is asked for alone, and one that was merged has no record", async () => {
  const desk = deskWith({ conversations: [conversation(1), conversation(2)], unfound: ["c1"], merged: ["c2"] });
  const page = await read(desk, "history");
  expect(page.tickets.map(({ customer }) => customer.emails)).toEqual([
    ["buyer1@post.example"],
    ["shown2@post.example"],
  ]);
  expect(desk.asked.slice(-2)).toEqual(["/contacts/c1", "/contacts/c2"]);
});

test("contacts whom nobody asked for are an earlier answer, and reading them again and again is an error", async () => {
  const desk = deskWith({ conversations: [conversation(1)], stranger: true });
  await expect(read(desk, "history")).rejects.toMatchObject({ kind: "bad-response" });
});

test("a conversation that is deleted between list and reading is left out, the rest arrives", async () => {
  const desk = deskWith({
    conversations: [conversation(1), conversation(2)],
    failing: { "/conversations/1": "not-found" },
  });
  const page = await read(desk, "history");
  expect(page.tickets.map(({ ticketId }) => ticketId)).toEqual(["2"]);
  expect(page.setAside).toEqual([]);
});

test("a conversation too long to read is asked for without markup, and set aside when that is too long as well", async () => {
  const once = deskWith({ conversations: [conversation(1)], failing: { "/conversations/1": "too-long" } });
  expect((await read(once, "history")).tickets).toHaveLength(1);
  const always = deskWith({
    conversations: [conversation(1), conversation(2)],
    failing: { "/conversations/1": "too-long", "/conversations/1?plaintext": "too-long" },
  });
  const page = await read(always, "history");
  expect(page.tickets.map(({ ticketId }) => ticketId)).toEqual(["2"]);
  expect(page.setAside).toMatchObject([{ vendorRowId: "ticket 1" }]);
});

test("a conversation that cannot be read at all is set aside under its id", async () => {
  const desk = deskWith({ conversations: [{ ...conversation(1), state: "paused" }, conversation(2)] });
  const page = await read(desk, "history");
  expect(page.setAside).toEqual([{ vendorRowId: "ticket 1", reason: expect.stringMatching(/^state: /) }]);
  expect(page.tickets).toHaveLength(1);
});

test("a history that comes newest first says how far back it is, one in another order only at its end", async () => {
  const newestFirst = deskWith({ conversations: [conversation(9), conversation(8)], next: "more" });
  expect((await read(newestFirst, "history")).reachedAt).toEqual(createdAt(8));
  const otherwise = deskWith({ conversations: [conversation(8), conversation(9)], next: "more" });
  const page = await read(otherwise, "history");
  expect(page.reachedAt).toBeNull();
  const end = await read(deskWith({ conversations: [conversation(7)] }), "history", page.cursor);
  expect([end.done, end.reachedAt]).toEqual([true, createdAt(7)]);
});

test("a round asks for what changed since the last one began, ten minutes earlier, and then for what was rated", async () => {
  const desk = deskWith({ conversations: [] });
  const start = intercom.startCursor("tickets", "current", NOW);
  const first = await read(desk, "current", start, new Date(NOW.getTime() + 60_000));
  expect(first).toMatchObject({ done: false });
  const second = await read(desk, "current", first.cursor, new Date(NOW.getTime() + 90_000));
  expect(second).toMatchObject({ done: true, cursor: { since: new Date(NOW.getTime() + 60_000).toISOString() } });
  expect(desk.searched).toMatchObject([
    { query: { field: "updated_at", operator: ">", value: SECONDS - 601 }, sort: { order: "ascending" } },
    { query: { field: "conversation_rating.replied_at", operator: ">", value: SECONDS - 601 } },
  ]);
});

test("a conversation that was rated without having changed is read, one that changed was read already", async () => {
  const changed = { ...conversation(2), updated_at: SECONDS };
  const desk = deskWith({ conversations: [conversation(1), changed] });
  const start = { ...Object(intercom.startCursor("tickets", "current", NOW)), asks: "rated" };
  const page = await read(desk, "current", start);
  expect(page.tickets.map(({ ticketId }) => ticketId)).toEqual(["1"]);
});

test("a vendor that does not know ratings by their time is asked for nothing more in this round", async () => {
  const desk = deskWith({ conversations: [conversation(1)], failing: { "/conversations/search": "refused" } });
  const start = { ...Object(intercom.startCursor("tickets", "current", NOW)), asks: "rated" };
  expect(await read(desk, "current", start)).toMatchObject({ done: true, tickets: [] });
  const updated = intercom.startCursor("tickets", "current", NOW);
  await expect(read(desk, "current", updated)).rejects.toMatchObject({ status: 400 });
});

test("a round's page that is wholly older than what was asked for is another question's answer", async () => {
  const desk = deskWith({ conversations: [conversation(1)] });
  const start = intercom.startCursor("tickets", "current", NOW);
  await expect(read(desk, "current", start)).rejects.toMatchObject({ kind: "bad-response" });
});

test("agents who are no longer listed have left, and an empty list is no news", async () => {
  const known = new Map([["12", { agentId: "12", name: "Ada", kind: "human" as const, active: true }]]);
  const admins = [{ id: "11", name: "Noor", email: "noor@wool.example" }];
  const request = {
    stream: "agents",
    walk: "current" as const,
    cursor: intercom.startCursor("agents", "current", NOW),
  };
  const page = await intercom.fetchPage(deskWith({ conversations: [], admins }).http, {
    ...request,
    agents: known,
    now: NOW,
  });
  expect(page.agents.map(({ agentId, active }) => [agentId, active])).toEqual([
    ["11", true],
    ["12", false],
  ]);
  const empty = await intercom.fetchPage(deskWith({ conversations: [] }).http, { ...request, agents: known, now: NOW });
  expect(empty.agents).toEqual([]);
});

test("one ticket comes with its contact as it is now; one that is not there is null", async () => {
  const desk = deskWith({ conversations: [conversation(1)], unfound: ["c1"] });
  const request = { ticketId: "1", agents: new Map(), now: NOW };
  const rows = await intercom.fetchTicket(desk.http, request);
  expect(rows?.tickets[0]?.customer.emails).toEqual(["buyer1@post.example"]);
  expect(desk.asked).toEqual(["/conversations/1", "/contacts/c1"]);
  expect(await intercom.fetchTicket(desk.http, { ...request, ticketId: "9" })).toBeNull();
  const broken = deskWith({ conversations: [conversation(1)], failing: { "/conversations/1": "refused" } });
  await expect(intercom.fetchTicket(broken.http, request)).rejects.toMatchObject({ status: 400 });
});

type Failure = "not-found" | "too-long" | "refused";

interface Desk {
  conversations: { id: string; updated_at: number }[];
  next?: string;
  admins?: object[];
  /** Contacts that the search does not find, and those without a record. */
  unfound?: string[];
  merged?: string[];
  /** The contact search always answers about somebody else. */
  stranger?: boolean;
  failing?: Record<string, Failure>;
}

/** A helpdesk that answers from memory. */
function deskWith(desk: Desk) {
  const asked: string[] = [];
  const searched: Json[] = [];
  const gone = [...(desk.unfound ?? []), ...(desk.merged ?? [])];
  const answer = (json: unknown) => ({ json, headers: new Headers(), status: 200 });
  const http: HelpdeskHttp = {
    origin: "https://api.intercom.io",
    async get(path, params) {
      asked.push(path);
      refuse(desk.failing?.[params ? `${path}?plaintext` : path]);
      if (path === "/admins") return answer({ admins: desk.admins ?? [] });
      const id = path.split("/").at(-1) ?? "";
      if (path.startsWith("/contacts/")) {
        refuse(desk.merged?.includes(id) ? "not-found" : undefined);
        return answer(contact(id));
      }
      const found = desk.conversations.find((each) => each.id === id);
      refuse(found ? undefined : "not-found");
      return answer(found);
    },
    async post(path, body) {
      asked.push(path);
      refuse(desk.failing?.[path]);
      if (path === "/contacts/search") {
        const { query } = z.object({ query: z.object({ value: z.array(z.string()) }) }).parse(body);
        const found = desk.stranger ? ["c99"] : query.value.filter((id) => !gone.includes(id));
        return answer({ data: found.map(contact), pages: null });
      }
      searched.push(body);
      const pages = desk.next ? { next: { starting_after: desk.next } } : {};
      return answer({ conversations: desk.conversations, total_count: desk.conversations.length, pages });
    },
    async delete() {
      throw new HelpdeskError("bad-response", "Nothing is ever deleted");
    },
    withPriority: () => http,
  };
  return { http, asked, searched };
}

function refuse(failure: Failure | undefined): void {
  if (failure === "not-found") throw new HelpdeskError("not-found", "Gone", { status: 404 });
  if (failure === "too-long") throw new HelpdeskError("bad-response", "Too long", { tooLong: true });
  if (failure === "refused") throw new HelpdeskError("bad-response", "Refused", { status: 400 });
}

function read({ http }: { http: HelpdeskHttp }, walk: Walk, cursor?: Json, now = NOW) {
  const from = cursor ?? intercom.startCursor("tickets", walk, NOW);
  return intercom.fetchPage(http, { stream: "tickets", walk, cursor: from, agents: new Map(), now });
}

/** A conversation that began so many days before an instant long ago, newer ones with higher numbers. */
function conversation(number: number) {
  return {
    ...{ id: String(number), created_at: secondsOf(number), updated_at: secondsOf(number) + 60, state: "open" },
    source: {
      ...{ type: "email", delivered_as: "customer_initiated", body: "<p>Hello</p>" },
      author: { type: "user", id: `c${number}`, email: number === 2 ? "shown2@post.example" : null },
    },
    contacts: { contacts: [{ id: `c${number}`, external_id: null }] },
    conversation_parts: { conversation_parts: [] },
  };
}

function contact(id: string) {
  return { id, email: `buyer${id.slice(1)}@post.example`, external_id: null };
}

function secondsOf(number: number): number {
  return SECONDS - 100 * DAY + number * DAY;
}

function createdAt(number: number): Date {
  return new Date(secondsOf(number) * 1000);
}
