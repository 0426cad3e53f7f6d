import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { Walk } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import { createHelpdeskHttp, type HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { chatwoot } from "./adapter.server.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const SECONDS = NOW.getTime() / 1000;

type Params = Record<string, unknown>;
type Routes = Record<string, (params: Params) => unknown>;

test("every list of conversations asks for all statuses and assignees", async () => {
  const desk = deskWith({ "/conversations": () => listed([]) });
  await read(desk, "tickets", "history");
  await read(desk, "tickets", "current");
  const shared = { status: "all", assignee_type: "all", page: 1 };
  expect(desk.asked).toEqual([
    ["/conversations", { ...shared, sort_by: "created_at_desc" }],
    ["/conversations", { ...shared, sort_by: "last_activity_at_desc" }],
  ]);
});

test("the history ends with an empty page and not with a short one, whatever size the installation's pages have", async () => {
  const pages = [[9, 8, 7], [6, 5], []];
  const desk = deskWith({
    "/conversations": ({ page }) => listed(pages[Number(page) - 1] ?? [], 5),
    ...quiet([9, 8, 7, 6, 5]),
  });
  expect(
    (await walk(desk, "tickets", "history")).flatMap(({ tickets }) => tickets.map(({ ticketId }) => ticketId)),
  ).toEqual([...["9", "8", "7", "6", "5"]]);
});

test("when conversations are deleted while we page, the walk goes back for those that moved past it", async () => {
  let ids = [9, 8, 7, 6, 5, 4, 3, 2, 1];
  const desk = deskWith({
    "/conversations": ({ page }) => {
      if (page === 2) ids = ids.filter((id) => id !== 8);
      const start = (Number(page) - 1) * 3;
      return listed(ids.slice(start, start + 3), ids.length);
    },
    ...quiet(ids),
  });
  const found = (await walk(desk, "tickets", "history")).flatMap(({ tickets }) =>
    tickets.map(({ ticketId }) => Number(ticketId)),
  );
  expect([...new Set(found)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("deletions that never stop cannot hold a walk for ever", async () => {
  let count = 10_000;
  const desk = deskWith({
    "/conversations": ({ page }) => {
      count -= 5;
      return listed(Number(page) > 6 ? [] : [100 - Number(page) * 2, 99 - Number(page) * 2], count);
    },
    ...quiet(Array.from({ length: 100 }, (_, id) => id)),
  });
  expect((await walk(desk, "tickets", "history")).length).toBeLessThan(40);
});

test("a version that cannot sort by creation does not make months look complete", async () => {
  const reached = async (ids: number[]) => {
    const desk = deskWith({ "/conversations": () => listed(ids), ...quiet(ids) });
    return (await read(desk, "tickets", "history")).reachedAt;
  };
  expect(await reached([9, 8, 7])).toEqual(new Date((SECONDS - 100_000 + 7) * 1000));
  expect(await reached([9, 7, 8])).toBeNull();
});

test("a round stops where activity lies before its start less ten minutes, and reads no messages behind it", async () => {
  const rows = [
    row(3, { last_activity_at: SECONDS - 10 }),
    row(2, { last_activity_at: SECONDS - 590 }),
    row(1, { last_activity_at: SECONDS - 610 }),
  ];
  const desk = deskWith({
    "/conversations": () => ({ data: { meta: { all_count: 3 }, payload: rows } }),
    ...quiet([3, 2, 1]),
  });
  const page = await read(desk, "tickets", "current");
  expect(page).toMatchObject({ done: true, cursor: { since: NOW.toISOString(), roundStartedAt: null, page: 1 } });
  expect(page.tickets.map(({ ticketId }) => ticketId)).toEqual(["3", "2"]);
  expect(desk.asked.map(([path]) => path)).not.toContain("/conversations/1/messages");
});

test("a conversation that is deleted between list and messages is left out", async () => {
  const desk = deskWith({ "/conversations": () => listed([2, 1]), ...quiet([1]) });
  expect((await read(desk, "tickets", "history")).tickets.map(({ ticketId }) => ticketId)).toEqual(["1"]);
});

test("reporting events are asked for only where lines leave a gap, and not again on a page once there are none", async () => {
  const resolved = [1, 2, 3, 4].map((id) => row(id, { status: "resolved" }));
  const desk = deskWith({
    "/conversations": () => ({ data: { meta: {}, payload: resolved } }),
    ...quiet([1, 2, 3]),
    "/conversations/4/messages": () => messages([line(40, "Conversation was marked resolved by Ada")]),
  });
  const page = await read(desk, "tickets", "history");
  expect(desk.asked.filter(([path]) => path.endsWith("/reporting_events")).length).toBe(1);
  expect(page.tickets.map(({ isOpen, closedAt }) => [isOpen, closedAt !== null])).toEqual([
    [false, false],
    [false, false],
    [false, false],
    [false, true],
  ]);
});

test("events of the per-conversation list belong to it, whatever conversation they name", async () => {
  const event = {
    id: 1,
    name: "conversation_resolved",
    event_end_time: NOW.toISOString(),
    user_id: 4,
    conversation_id: 71_003,
  };
  const desk = deskWith({
    "/conversations": () => ({ data: { meta: {}, payload: [row(3, { status: "resolved" })] } }),
    ...quiet([3]),
    "/conversations/3/reporting_events": () => [event, { id: 2, name: "conversation_opened", event_end_time: "soon" }],
  });
  const page = await read(desk, "tickets", "history");
  expect(page.statusChanges).toEqual([{ ticketId: "3", changeId: "closed-1", at: NOW, to: "closed", byAgentId: null }]);
  expect(page.setAside).toEqual([{ vendorRowId: "reporting event 2", reason: "event_end_time: expected a time" }]);
});

test("a long conversation is read forwards a hundred at a time, a short one with one request", async () => {
  const all = Array.from({ length: 250 }, (_, index) => said(index + 1));
  const desk = deskWith({ "/conversations/5": () => row(5), "/conversations/5/messages": newVersion(all) });
  expect((await fetchOne(desk, "5"))?.messages.length).toBe(250);
  expect(desk.asked.length).toBe(1 + 1 + 3);
  const short = deskWith({
    "/conversations/5": () => row(5),
    "/conversations/5/messages": newVersion(all.slice(0, 19)),
  });
  expect((await fetchOne(short, "5"))?.messages.length).toBe(19);
  expect(short.asked.length).toBe(2);
});

test("a version that only goes backwards, and messages too long to be read a hundred at once, are read whole too", async () => {
  for (const count of [20, 21, 40, 95]) {
    const all = Array.from({ length: count }, (_, index) => said(index + 1));
    const old = ({ before }: Params) => newVersion(all)({ before });
    const long = (params: Params) => {
      if (params.after !== undefined) throw new HelpdeskError("bad-response", "too long", { tooLong: true });
      return newVersion(all)(params);
    };
    for (const list of [old, long]) {
      const desk = deskWith({ "/conversations/5": () => row(5), "/conversations/5/messages": list });
      expect((await fetchOne(desk, "5"))?.messages.length).toBe(count);
    }
  }
});

test("a message that cannot be read is set aside, and the others of its conversation arrive", async () => {
  const rows = [said(1), { ...said(2), created_at: { no: 1 } }, { message_type: 9 }];
  const desk = deskWith({ "/conversations/5": () => row(5), "/conversations/5/messages": () => messages(rows) });
  expect(await fetchOne(desk, "5")).toMatchObject({
    messages: [{ messageId: "1" }],
    setAside: [{ vendorRowId: "message 2" }, { vendorRowId: "message ?" }],
  });
});

test("one ticket comes with its rating, looked up from the survey on; one that is gone is null", async () => {
  const survey = {
    ...said(8),
    message_type: 3,
    content_type: "input_csat",
    content_attributes: { submitted_values: { csat_survey_response: { rating: 2 } } },
  };
  const answer = (id: number, message_id: number) => ({
    id,
    message_id,
    conversation_id: 5,
    rating: 2,
    created_at: SECONDS,
  });
  const desk = deskWith({
    "/conversations/5": () => row(5, { inbox_id: 3 }),
    "/conversations/5/messages": () => messages([said(1), survey]),
    "/csat_survey_responses": ({ page }) => [[answer(1, 7)], [answer(2, 8)]][Number(page) - 1] ?? [],
  });
  const rows = await fetchOne(desk, "5");
  expect(rows?.ratings).toMatchObject([{ ratingId: "8", score: 2, ticketId: "5" }]);
  expect(rows?.messages.map(({ messageId }) => messageId)).toEqual(["1"]);
  const [, params] = desk.asked.at(-1) ?? [];
  expect(params).toEqual({
    since: SECONDS - 992,
    until: SECONDS - 992 + 15 * 86_400,
    inbox_id: "3",
    rating: 2,
    sort: "created_at",
    page: 2,
  });
  expect(await fetchOne(deskWith({}), "404")).toBeNull();
});

function row(id: number, fields: object = {}) {
  return {
    id,
    status: "open",
    created_at: SECONDS - 100_000 + id,
    last_activity_at: SECONDS - 50,
    updated_at: SECONDS - 50.5,
    ...fields,
  };
}

function listed(ids: number[], all_count = ids.length) {
  return { data: { meta: { all_count }, payload: ids.map((id) => row(id)) } };
}

function said(id: number) {
  return { id, message_type: 0, content: "Hello", created_at: SECONDS - 1_000 + id };
}

function line(id: number, content: string) {
  return { ...said(id), message_type: 2, content };
}

function messages(payload: unknown[]) {
  return { meta: {}, payload };
}

function quiet(ids: number[]): Routes {
  return Object.fromEntries(ids.map((id) => [`/conversations/${id}/messages`, () => messages([said(id)])]));
}

function newVersion(all: { id: number }[]) {
  return ({ after, before }: Params) => {
    if (after !== undefined) return messages(all.filter(({ id }) => id > Number(after)).slice(0, 100));
    return messages(all.filter(({ id }) => before === undefined || id < Number(before)).slice(-20));
  };
}

function deskWith(routes: Routes) {
  const asked: [path: string, params: Params][] = [];
  const answer = async (path: string, params: Params = {}) => {
    asked.push([path, params]);
    const route = routes[path];
    if (!route) throw new HelpdeskError("not-found", "No such thing", { status: 404 });
    return { json: route(params), headers: new Headers(), status: 200 };
  };
  const http: HelpdeskHttp = {
    ...createHelpdeskHttp({ baseUrl: "https://chat.fern.example", headers: {}, rateBudgets: () => [] }),
    get: answer,
    post: (path, body) => answer(path, typeof body === "object" && body !== null ? { ...body } : {}),
  };
  return { http, asked };
}

type Desk = ReturnType<typeof deskWith>;

interface Reading {
  cursor?: Json;
  agents?: ReadonlyMap<string, HelpdeskAgent>;
}

function read(desk: Desk, stream: string, walk: Walk, { cursor, agents = new Map() }: Reading = {}) {
  const start = cursor ?? chatwoot.startCursor(stream, walk, NOW);
  return chatwoot.fetchPage(desk.http, { stream, walk, cursor: start, agents, now: NOW });
}

async function walk(desk: Desk, stream: string, kind: Walk) {
  const pages = [await read(desk, stream, kind)];
  for (let page = pages[0]; page && !page.done && pages.length < 100; page = pages.at(-1))
    pages.push(await read(desk, stream, kind, { cursor: page.cursor }));
  return pages;
}

function fetchOne(desk: Desk, ticketId: string) {
  return chatwoot.fetchTicket(desk.http, { ticketId, agents: new Map(), now: NOW });
}
