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

test("ratings are walked by time with both ends of the span given, and no answer is lost when one is deleted", async () => {
  let rows = Array.from({ length: 60 }, (_, index) =>
    rating(60 - index, SECONDS - index * 10 - (index > 20 && index < 50 ? 0 : 5)),
  );
  const desk = deskWith({
    "/csat_survey_responses": (params) => {
      const page = inSpan(rows, params);
      rows = rows.filter(({ id }) => id !== 58);
      return page;
    },
  });
  const found = (await walk(desk, "ratings", "history")).flatMap(({ ratings }) =>
    ratings.map(({ ratingId }) => Number(ratingId)),
  );
  expect(new Set(found).size).toBe(60);
  expect(
    desk.asked.every(([, { since, until, sort }]) => since === 0 && until !== undefined && sort === "-created_at"),
  ).toBe(true);
});

test("more answers in one second than a page holds are all read", async () => {
  const rows = Array.from({ length: 70 }, (_, index) => rating(70 - index, SECONDS - 100));
  const desk = deskWith({ "/csat_survey_responses": (params) => inSpan(rows, params) });
  const found = (await walk(desk, "ratings", "history")).flatMap(({ ratings }) =>
    ratings.map(({ ratingId }) => ratingId),
  );
  expect(new Set(found).size).toBe(70);
});

test("a round reads ratings of the last two weeks again, as long as one may be changed", async () => {
  const desk = deskWith({ "/csat_survey_responses": () => [] });
  await read(desk, "ratings", "current");
  expect(desk.asked[0]?.[1]).toMatchObject({ since: SECONDS - 15 * 86_400 });
});

test("who is no longer listed has left; an assistant, whom no list holds, stays", async () => {
  const known = new Map<string, HelpdeskAgent>(
    (["4", "5", "bot-4", "assistant-1"] as const).map((agentId) => [
      agentId,
      { agentId, name: agentId, kind: "human", active: true },
    ]),
  );
  const desk = deskWith({ "/agents": () => [{ id: 4, name: "Ada" }, { id: 6 }, { name: "nobody" }] });
  const { agents, setAside } = await read(desk, "agents", "current", { agents: known });
  expect(agents.map(({ agentId, active }) => [agentId, active])).toEqual([
    ["4", true],
    ["6", true],
    ["5", false],
    ["bot-4", false],
  ]);
  expect(setAside).toEqual([{ vendorRowId: "agent ?", reason: "id: expected an id" }]);
});

test("counting adds whole days from the beginning of time and the rows of a day's part, in both readings of the filter", async () => {
  const day = (text: string) => Date.parse(`2026-05-${text}Z`) / 1000;
  const created = [
    "09T23:00:00",
    "10T00:00:00",
    "10T05:00:00",
    "10T21:59:59",
    "10T22:00:00",
    "11T00:00:00",
    "11T21:59:59",
    "11T22:00:00",
  ].map(day);
  const span = { from: new Date("2026-05-10T22:00:00Z"), to: new Date("2026-05-11T22:00:00Z") };
  for (const isByDay of [true, false]) {
    const desk = deskWith({ "/conversations/filter": filterOver(created, isByDay) });
    expect(await chatwoot.countTickets?.(desk.http, span)).toBe(3);
    const whole = { from: new Date("2026-05-10T00:00:00Z"), to: new Date("2026-05-11T00:00:00Z") };
    expect(await chatwoot.countTickets?.(desk.http, whole)).toBe(4);
    expect(await chatwoot.countTickets?.(desk.http, { from: whole.to, to: whole.from })).toBe(0);
  }
});

test("connecting tells a missing right from a wrong token, though the vendor answers 401 to both", async () => {
  const refused = () => {
    throw new HelpdeskError("unauthorised", "401", { status: 401 });
  };
  const all: Routes = {
    "": () => ({ name: "Fern" }),
    "/agents": () => [],
    "/csat_survey_responses": () => [],
    "/conversations": () => listed([2, 1]),
    ...quiet([2]),
  };
  const verify = (routes: Routes) => chatwoot.verify(deskWith(routes).http);
  expect(await verify(all)).toEqual({ name: "Fern", account: null, tickets: 2, oldestTicketAt: null });
  await expect(verify({ ...all, "": refused })).rejects.toMatchObject({ kind: "unauthorised" });
  await expect(verify({ ...all, "/csat_survey_responses": refused })).rejects.toMatchObject({ kind: "forbidden" });
  await expect(verify({ ...all, "/conversations/2/messages": refused })).rejects.toMatchObject({ kind: "forbidden" });
  const { "": _, ...nowhere } = all;
  await expect(verify(nowhere)).rejects.toMatchObject({ kind: "wrong-account" });
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

function quiet(ids: number[]): Routes {
  return Object.fromEntries(
    ids.map((id) => [
      `/conversations/${id}/messages`,
      () => ({ payload: [{ id, message_type: 0, created_at: SECONDS - 1_000 }] }),
    ]),
  );
}

function rating(id: number, created_at: number) {
  return { id, message_id: id, conversation_id: 5, rating: 5, created_at };
}

function inSpan(rows: ReturnType<typeof rating>[], { since, until, page }: Params) {
  const found = rows.filter(({ created_at }) => created_at >= Number(since) && created_at < Number(until));
  return found
    .sort((one, other) => other.created_at - one.created_at)
    .slice((Number(page) - 1) * 25, Number(page) * 25);
}

function filterOver(created: number[], isByDay: boolean) {
  return (body: Params) => {
    const conditions = body.payload as { filter_operator: string; values: [string] }[]; // what the adapter sends
    const found = created.filter((at) =>
      conditions.every(({ filter_operator, values: [day] }) => {
        const start = Date.parse(day) / 1000;
        if (filter_operator === "is_less_than") return at < start;
        return isByDay ? at >= start + 86_400 : at > start;
      }),
    );
    const start = (Number(body.page) - 1) * 2;
    const payload = found.slice(start, start + 2).map((created_at) => row(created_at, { created_at }));
    return { meta: { all_count: found.length }, payload };
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
