import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { Walk } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import { createHelpdeskHttp, type HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { startAgentsCursor, startListCursor } from "./list-cursors.ts";
import { GORGIAS_STREAMS } from "./streams.server.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

test("the history of tickets costs one request a page, the customers' records follow later, one each", async () => {
  const desk = deskWith(
    { "/api/tickets": [list([ticket(1, 9), ticket(2, 9), ticket(3, 8)])] },
    { "9": ["+31612345678"], "8": [] },
  );
  const listed = await read(desk, "tickets", "history");
  expect(desk.paths()).toEqual(["/api/tickets"]);
  expect(listed.tickets.map(({ customer }) => customer.phones)).toEqual([[], [], []]);
  const whole = await read(desk, "customers", "history");
  expect(desk.paths().slice(1)).toEqual(["/api/tickets", "/api/customers/9", "/api/customers/8"]);
  expect(whole.tickets.map(({ customer }) => customer.phones)).toEqual([["+31612345678"], ["+31612345678"], []]);
});

test("a changed ticket comes with its customer's record at once", async () => {
  const desk = deskWith({ "/api/tickets": [list([ticket(1, 9)])] }, { "9": ["+31612345678"] });
  expect((await read(desk, "tickets", "current")).tickets[0]?.customer.phones).toEqual(["+31612345678"]);
});

test("a customer who has been erased keeps what the list tells", async () => {
  const desk = deskWith({ "/api/tickets": [list([ticket(1, 404)])] }, {});
  expect((await read(desk, "customers", "history")).tickets[0]?.customer).toMatchObject({
    customerId: "404",
    phones: [],
  });
});

test("a customer whose record came with the ticket is not asked for", async () => {
  const known = {
    ...ticket(1, 9),
    customer: { id: 9, email: null, channels: [{ type: "phone", address: "06 1234 5678" }] },
  };
  const desk = deskWith({ "/api/tickets": [list([known])] }, {});
  expect((await read(desk, "tickets", "history")).tickets[0]?.customer.phones).toEqual(["06 1234 5678"]);
  expect((await read(desk, "customers", "history")).tickets).toEqual([]);
  expect(desk.paths()).toEqual(["/api/tickets", "/api/tickets"]);
});

test("an empty cursor ends the walk, since sending it would start at page one again", async () => {
  for (const next_cursor of [null, "", undefined]) {
    const desk = deskWith(
      { "/api/messages": [{ ...list([message(1)]), meta: { prev_cursor: null, next_cursor } }] },
      {},
    );
    expect((await read(desk, "messages", "history")).done).toBe(true);
  }
});

test("a walk that has ended asks for nothing more", async () => {
  const desk = deskWith({ "/api/messages": [list([message(1)])] }, {});
  const end = await read(desk, "messages", "history");
  expect(await read(desk, "messages", "history", end.cursor)).toMatchObject({
    done: true,
    messages: [],
    cursor: end.cursor,
  });
  expect(desk.paths()).toHaveLength(1);
});

test("a vendor that starts again at page one is noticed by the times, not only by the rows", async () => {
  const pages = [
    list([message(9), message(8)], "b"),
    list([message(7)], "c"),
    list([message(9, 1), message(8, 1)], "d"),
  ];
  const desk = deskWith({ "/api/messages": pages }, {});
  const first = await read(desk, "messages", "history");
  const second = await read(desk, "messages", "history", first.cursor);
  await expect(read(desk, "messages", "history", second.cursor)).rejects.toMatchObject({ kind: "bad-response" });
});

test("a current round reads back past the last round's start by its overlap, and no further", async () => {
  const day = 24 * 60;
  const pages = [list([message(1, 60)], "b"), list([message(2, day - 1)], "c"), list([message(3, day + 1)], "d")];
  const desk = deskWith({ "/api/messages": pages }, {});
  let page = await read(desk, "messages", "current");
  for (let reads = 1; !page.done; reads += 1) {
    expect(reads).toBeLessThan(4);
    page = await read(desk, "messages", "current", page.cursor);
  }
  expect(desk.paths()).toHaveLength(3);
  expect(page.cursor).toMatchObject({ since: NOW.toISOString(), roundStartedAt: null, next: null });
});

test("events are asked for by type, and without the filter where the vendor refuses it", async () => {
  const event = {
    id: 1,
    type: "ticket-closed",
    object_type: "Ticket",
    object_id: 7,
    user_id: null,
    created_datetime: at(5),
  };
  const desk = deskWith({ "/api/events": [list([event])] }, {});
  expect((await read(desk, "events", "history")).statusChanges).toHaveLength(1);
  const strict: HelpdeskHttp = {
    ...desk.http,
    async get(path, params = {}) {
      if ("types[]" in params) throw new HelpdeskError("bad-response", "refused", { status: 400 });
      return desk.http.get(path, params);
    },
  };
  expect((await read({ ...desk, http: strict }, "events", "history")).statusChanges).toHaveLength(1);
});

test("an agent who is no longer listed has left, and one whose row could not be read has not", async () => {
  const agents = new Map<string, HelpdeskAgent>(
    ["1", "2", "3"].map((agentId) => [agentId, { agentId, name: `Agent ${agentId}`, kind: "human", active: true }]),
  );
  const desk = deskWith(
    {
      "/api/users": [
        list([
          { id: 1, name: "Agent 1", active: true },
          { id: 2, name: 5 },
        ]),
      ],
    },
    {},
  );
  const page = await read(desk, "agents", "current", startAgentsCursor, agents);
  expect(page.agents.map(({ agentId, active }) => [agentId, active])).toEqual([
    ["1", true],
    ["3", false],
  ]);
  expect(page.setAside).toHaveLength(1);
});

function ticket(id: number, customerId: number) {
  const customer = { id: customerId, email: null, name: null, meta: null };
  return {
    id,
    status: "open",
    channel: "phone",
    customer,
    created_datetime: at(id),
    updated_datetime: at(id),
    tags: [],
  };
}

function message(id: number, minutes = 10 - id) {
  return {
    id,
    ticket_id: 7,
    public: true,
    channel: "email",
    via: "email",
    from_agent: false,
    created_datetime: at(minutes),
  };
}

function at(minutesAgo: number): string {
  return new Date(NOW.getTime() - minutesAgo * 60_000).toISOString().replace("Z", "000+00:00");
}

function list(data: object[], next_cursor: string | null = null) {
  return { object: "list", data, meta: { prev_cursor: null, next_cursor } };
}

/** Gives each path's pages in turn, the last one for ever; customers by id with their numbers. */
function deskWith(pages: Record<string, object[]>, phonesByCustomer: Record<string, string[]>) {
  const requests: string[] = [];
  const http: HelpdeskHttp = {
    ...createHelpdeskHttp({ baseUrl: "https://fern.gorgias.com", headers: {}, rateBudgets: () => [] }),
    async get(path) {
      requests.push(path);
      const id = /^\/api\/customers\/(\d+)$/.exec(path)?.[1];
      const json = id ? customer(id, phonesByCustomer) : next(pages[path] ?? []);
      return { json, headers: new Headers(), status: 200 };
    },
  };
  return { http, paths: () => requests };
}

function next(pages: object[]): unknown {
  return pages.length > 1 ? pages.shift() : pages[0];
}

function customer(id: string, phonesByCustomer: Record<string, string[]>): unknown {
  const phones = phonesByCustomer[id];
  if (!phones) throw new HelpdeskError("not-found", "No such customer", { status: 404 });
  return { id: Number(id), email: null, channels: phones.map((address) => ({ type: "phone", address })) };
}

function read(
  { http }: { http: HelpdeskHttp },
  stream: string,
  walk: Walk,
  cursor: Json = startListCursor(walk, NOW),
  agents: ReadonlyMap<string, HelpdeskAgent> = new Map(),
) {
  const fetchPage = GORGIAS_STREAMS.get(stream)?.fetchPage;
  if (!fetchPage) throw new Error(`No stream ${stream}`);
  return fetchPage(http, { stream, walk, cursor, agents, now: NOW });
}
