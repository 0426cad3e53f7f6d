import fc from "fast-check";
import { expect, test } from "vitest";
import type { TicketPage, Walk } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { helpscout, helpscoutRateBudgets } from "./adapter.server.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const MINUTE = 60_000;

interface Row {
  id: number;
  createdAt: number;
  modifiedAt: number;
}

test("a history is complete whatever is created or deleted while it is read, and reads it to the end", async () => {
  const events = fc.array(fc.record({ adds: fc.nat(3), deletes: fc.nat(8), from: fc.nat(200) }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 160 }), events, async (count, plan) => {
      const desk = deskWith(count);
      const before = new Set(desk.rows.map(({ id }) => id));
      const pages = await walk(desk, "history", () => {
        const step = plan.shift();
        if (!step) return;
        // Either of the two alone can be told from the number of rows.
        if (step.from % 2 === 0) for (let added = 0; added < step.adds; added += 1) desk.add();
        else desk.rows.splice(step.from % (desk.rows.length + 1), step.deletes);
      });
      const seen = ticketIds(pages);
      const kept = desk.rows.map(({ id }) => id).filter((id) => before.has(id));
      expect(kept.filter((id) => !seen.has(String(id)))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("a round brings everything that changed before it began, though rows move to the front while it is read", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 10 }), async (moves) => {
      const desk = deskWith(130);
      for (const row of desk.rows) row.modifiedAt = NOW.getTime() - row.id * 1000;
      const pages = await walk(desk, "current", () => {
        const row = desk.rows[(moves.shift() ?? 0) % 130];
        if (row) row.modifiedAt = NOW.getTime() + MINUTE;
      });
      const since = NOW.getTime() - 10 * MINUTE;
      const expected = desk.rows.filter(
        ({ id }) => NOW.getTime() - id * 1000 >= since && NOW.getTime() - id * 1000 < NOW.getTime(),
      );
      const seen = ticketIds(pages);
      // A row that moved is found by the next round.
      const still = expected.filter(({ modifiedAt }) => modifiedAt < NOW.getTime());
      expect(still.filter(({ id }) => !seen.has(String(id)))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test("a page that begins like the one before is an error, unless rows have moved by just one page", async () => {
  const moved = deskWith(100);
  const pages = await walk(moved, "history", (read) => {
    if (read === 1) for (let added = 0; added < 25; added += 1) moved.add();
  });
  expect(ticketIds(pages).size).toBe(100);
  const stuck = deskWith(100);
  stuck.isStuck = true;
  await expect(walk(stuck, "history")).rejects.toMatchObject({ kind: "bad-response" });
  expect(stuck.requests.length).toBeLessThan(10);
});

test("numbers of rows that go up and down do not keep a walk in one place", async () => {
  const desk = deskWith(100);
  let reads = 0;
  desk.totalOf = (total) => {
    reads += 1;
    return total - (reads % 2);
  };
  const pages = await walk(desk, "history");
  expect(ticketIds(pages).size).toBe(100);
  expect(pages.length).toBeLessThan(90);
});

test("history asks for all statuses and the newest first, a round for what changed since its overlap", async () => {
  const desk = deskWith(3);
  await walk(desk, "history");
  const [, history] = desk.requests[0] ?? [];
  expect(history).toMatchObject({
    status: "all",
    embed: "threads",
    sortField: "createdAt",
    sortOrder: "desc",
    page: 1,
  });
  const [page] = await walk(deskWith(3), "current");
  expect(page?.cursor).toMatchObject({ walk: "current", since: NOW.toISOString(), page: 1, roundStartedAt: null });
  const round = deskWith(3);
  await walk(round, "current");
  expect(round.requests[0]?.[1]).toMatchObject({
    status: "all",
    sortField: "modifiedAt",
    modifiedSince: "2026-11-20T11:50:00Z",
  });
});

test("chats and conversations that are cut short are read in full, others cost nothing more", async () => {
  const desk = deskWith(3);
  const [plain, chat, cut] = desk.rows;
  desk.shapes.set(plain?.id ?? 0, { threads: 1, _embedded: { threads: [thread(1)] } });
  desk.shapes.set(chat?.id ?? 0, { type: "chat", threads: 60, _embedded: { threads: [thread(2)] } });
  desk.shapes.set(cut?.id ?? 0, { threads: 3, _embedded: { threads: [thread(3)] } });
  desk.threads.set(
    chat?.id ?? 0,
    Array.from({ length: 60 }, (_, index) => thread(100 + index)),
  );
  desk.threads.set(cut?.id ?? 0, [thread(3), thread(4), thread(5)]);
  const [page] = await walk(desk, "history");
  expect(page?.messages).toHaveLength(1 + 60 + 3);
  const paths = desk.requests.map(([path]) => path).filter((path) => path.endsWith("/threads"));
  expect(paths).toHaveLength(3 + 1);
});

test("a thread that cannot be read is set aside, and the rest of its conversation arrives", async () => {
  const desk = deskWith(1);
  const [row] = desk.rows;
  const threads = [thread(1), { ...thread(2), createdAt: "yesterday" }];
  desk.shapes.set(row?.id ?? 0, { threads: 2, _embedded: { threads } });
  desk.threads.set(row?.id ?? 0, threads);
  const [page] = await walk(desk, "history");
  expect(page?.messages.map(({ messageId }) => messageId)).toEqual(["1"]);
  expect(page?.setAside).toEqual([
    { vendorRowId: "thread 2", reason: "createdAt: expected a date and time in ISO 8601" },
  ]);
});

test("a conversation by itself: gone is null, merged away is told as merged, forbidden is an error", async () => {
  const fetchTicket = (error: HelpdeskError) =>
    helpscout.fetchTicket(failingHttp(error), { ticketId: "77", agents: new Map(), now: NOW });
  const path = "/v2/conversations/77";
  expect(await fetchTicket(new HelpdeskError("not-found", "gone", { status: 404, path }))).toBeNull();
  const merged = await fetchTicket(new HelpdeskError("redirected", "moved", { status: 301, path }));
  expect(merged).toMatchObject({ tickets: [], statusChanges: [{ ticketId: "77", to: "merged", byAgentId: null }] });
  for (const error of [
    new HelpdeskError("redirected", "to a login page", { status: 302, path }),
    new HelpdeskError("forbidden", "no", { status: 403, path }),
    new HelpdeskError("not-found", "of something else", { status: 404, path: "/v2/elsewhere" }),
  ])
    await expect(fetchTicket(error)).rejects.toBe(error);
});

test("an account without reports has no ratings, and that is no failure", async () => {
  for (const walk of ["history", "current"] as const) {
    const http = failingHttp(new HelpdeskError("forbidden", "no reports", { status: 403, path: "/v2/reports" }));
    const cursor = helpscout.startCursor("ratings", walk, NOW);
    const request = { stream: "ratings", walk, cursor, agents: new Map(), now: NOW };
    expect(await helpscout.fetchPage(http, request)).toMatchObject({ ratings: [], done: true, setAside: [] });
    const revoked = failingHttp(new HelpdeskError("unauthorised", "revoked", { status: 401, path: "/v2/reports" }));
    await expect(helpscout.fetchPage(revoked, request)).rejects.toMatchObject({ kind: "unauthorised" });
  }
});

test("conversations of a span are counted in whole seconds, both ends of which belong to the vendor's range", async () => {
  const desk = deskWith(7);
  const count = (from: string, to: string) =>
    helpscout.countTickets?.(desk.http, { from: new Date(from), to: new Date(to) });
  expect(await count("2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z")).toBe(7);
  expect(desk.requests[0]?.[1]).toMatchObject({
    status: "all",
    query: "(createdAt:[2026-03-01T23:00:00Z TO 2026-03-02T22:59:59Z])",
  });
  await count("2026-03-01T23:00:00.400Z", "2026-03-02T23:00:00.400Z");
  expect(desk.requests[1]?.[1]).toMatchObject({ query: "(createdAt:[2026-03-01T23:00:01Z TO 2026-03-02T23:00:00Z])" });
  expect(await count("2026-03-01T23:00:00.400Z", "2026-03-01T23:00:00.700Z")).toBe(0);
  expect(desk.requests).toHaveLength(2);
});

test("the allowance is the account's, a minute long, and its end is known only once it is used up", () => {
  const told = { "x-ratelimit-limit-minute": "400", "x-ratelimit-remaining-minute": "12" };
  const budget = { bucket: "account", limit: 400, remaining: 12, restoredPerSecond: null, windowSeconds: 60 };
  expect(helpscoutRateBudgets(new Headers(told))).toEqual([{ ...budget, resetSeconds: null }]);
  const refused = new Headers({ ...told, "x-ratelimit-remaining-minute": "0", "x-ratelimit-retry-after": "31" });
  expect(helpscoutRateBudgets(refused)).toEqual([{ ...budget, remaining: 0, resetSeconds: 31 }]);
  expect(helpscoutRateBudgets(new Headers())).toEqual([]);
  expect(helpscoutRateBudgets(new Headers({ ...told, "x-ratelimit-limit-minute": "many" }))).toEqual([]);
});

function thread(id: number) {
  return {
    id,
    type: "message",
    state: "published",
    createdAt: "2026-03-01T10:00:00Z",
    createdBy: { id: 31, type: "user" },
  };
}

/** Conversations in pages of 25 by number, as the vendor has them. */
function deskWith(count: number) {
  const rows: Row[] = [];
  const desk = {
    rows,
    requests: [] as [string, Record<string, unknown>][],
    shapes: new Map<number, object>(),
    threads: new Map<number, object[]>(),
    isStuck: false,
    totalOf: (total: number) => total,
    add() {
      const id = rows.reduce((highest, row) => Math.max(highest, row.id), 0) + 1;
      const createdAt = Date.parse("2026-01-01T00:00:00Z") + id * MINUTE;
      rows.push({ id, createdAt, modifiedAt: createdAt });
    },
    http: {
      ...failingHttp(new HelpdeskError("not-found", "nothing")),
      get: async (path: string, params = {}) => answer(path, params),
    },
  };
  for (let added = 0; added < count; added += 1) desk.add();
  function answer(path: string, params: Record<string, unknown>) {
    desk.requests.push([path, params]);
    const id = Number(/^\/conversations\/(\d+)\/threads$/.exec(path)?.[1] ?? 0);
    if (id > 0) return listOf("threads", desk.threads.get(id) ?? [], params);
    if (path !== "/conversations") throw new HelpdeskError("not-found", path, { status: 404 });
    const key = params.sortField === "modifiedAt" ? "modifiedAt" : "createdAt";
    const since = Date.parse(String(params.modifiedSince ?? "1970-01-01T00:00:00Z"));
    const direction = params.sortOrder === "asc" ? -1 : 1;
    const found = rows
      .filter(({ modifiedAt }) => modifiedAt >= since)
      .sort((a, b) => direction * (b[key] - a[key] || b.id - a.id));
    return listOf(
      "conversations",
      found.map((row) => ({ ...rowOf(row), ...desk.shapes.get(row.id) })),
      params,
    );
  }
  function listOf(name: string, found: object[], { page }: Record<string, unknown>) {
    const number = desk.isStuck ? 1 : Number(page);
    const shown = found.slice((number - 1) * 25, number * 25);
    const json = {
      _embedded: { [name]: shown },
      page: { totalElements: desk.totalOf(found.length), totalPages: Math.ceil(found.length / 25) },
    };
    return { json, headers: new Headers(), status: 200 };
  }
  return desk;
}

function rowOf({ id, createdAt }: Row) {
  return {
    id,
    type: "email",
    status: "active",
    threads: 0,
    createdAt: new Date(createdAt).toISOString(),
    _embedded: { threads: [] },
  };
}

function failingHttp(error: HelpdeskError): HelpdeskHttp {
  const fail = async () => {
    throw error;
  };
  const http: HelpdeskHttp = {
    origin: "https://api.helpscout.net",
    get: fail,
    post: fail,
    delete: fail,
    withPriority: () => http,
  };
  return http;
}

/** Reads the tickets stream to its end; `between` happens after every page. */
async function walk(
  desk: ReturnType<typeof deskWith>,
  walk: Walk,
  between: (read: number) => void = () => undefined,
): Promise<TicketPage[]> {
  const pages: TicketPage[] = [];
  let cursor: Json = helpscout.startCursor("tickets", walk, NOW);
  for (let read = 1; read < 200; read += 1) {
    const stored: Json = JSON.parse(JSON.stringify(cursor));
    const page = await helpscout.fetchPage(desk.http, {
      stream: "tickets",
      walk,
      cursor: stored,
      agents: new Map(),
      now: NOW,
    });
    pages.push(page);
    if (page.done) return pages;
    ({ cursor } = page);
    between(read);
  }
  throw new Error("The walk does not end");
}

function ticketIds(pages: readonly TicketPage[]): Set<string> {
  return new Set(pages.flatMap(({ tickets }) => tickets.map(({ ticketId }) => ticketId)));
}
