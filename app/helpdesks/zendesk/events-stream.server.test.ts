import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import { createHelpdeskHttp, type HelpdeskHttp } from "../http-client.server.ts";
import { fetchEventsPage } from "./events-stream.server.ts";
import { startExportCursor } from "./walk-cursors.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const SECONDS = NOW.getTime() / 1000;
const NOOR: HelpdeskAgent = { agentId: "11", name: "Noor", kind: "human", active: true };

test("authors who are no known agents are looked up together, and known ones are not asked for", async () => {
  const desk = deskWith(
    [comments([11, 21, 22, 21])],
    [
      { id: 21, role: "end-user" },
      { id: 22, role: "agent", name: "Ada" },
    ],
  );
  const page = await read(desk);
  expect(desk.asked("/api/v2/users/show_many")).toEqual([{ ids: "21,22" }]);
  expect(page.messages.map(({ author }) => author)).toEqual(["human", "customer", "human", "customer"]);
  expect(page.agents).toEqual([{ agentId: "22", name: "Ada", kind: "human", active: true }]);
});

test("a demoted agent's public replies are an agent's as soon as a note gives the agent away", async () => {
  const events = [
    event(1, [{ id: 900, event_type: "Comment", author_id: 22, public: true }]),
    event(2, [{ id: 901, event_type: "Comment", author_id: 22, public: false }]),
  ];
  const page = await read(deskWith([events], [{ id: 22, role: "end-user", name: "Ada" }]));
  expect(page.messages.map(({ author, agentId }) => [author, agentId])).toEqual([
    ["human", "22"],
    ["human", "22"],
  ]);
  expect(page.agents).toEqual([{ agentId: "22", name: "Ada", kind: "human", active: false }]);
});

test("a new colleague who closes a ticket before the next list of agents is named as its closer", async () => {
  const closing = { id: 5, event_type: "Change", status: "solved", previous_value: "open" };
  const desk = deskWith([[{ ...event(1, [closing]), updater_id: 23 }]], [{ id: 23, role: "agent" }]);
  expect((await read(desk)).statusChanges).toMatchObject([{ to: "closed", byAgentId: "23" }]);
});

test("one unreadable part of an update is set aside, its other parts are kept", async () => {
  const parts = [
    { id: 900, event_type: "Comment", author_id: 11, public: "yes" },
    { id: 901, event_type: "Comment", author_id: 11 },
  ];
  const page = await read(deskWith([[event(1, parts)]], []));
  expect(page.messages.map(({ messageId }) => messageId)).toEqual(["901"]);
  expect(page.setAside).toEqual([
    { vendorRowId: "part of ticket event 1, 900", reason: expect.stringContaining("public") },
  ]);
});

test("a page that is too long to read is asked for again, shorter", async () => {
  const desk = deskWith([comments([11])], []);
  const http: HelpdeskHttp = {
    ...desk.http,
    async get(path, params) {
      if (params?.per_page === 1000) throw new HelpdeskError("bad-response", "too long", { tooLong: true });
      return desk.http.get(path, params);
    },
  };
  expect((await read({ ...desk, http })).messages).toHaveLength(1);
});

test("a full page that lies within one second is left behind, one that stands still otherwise is an error", async () => {
  const start = SECONDS - 30 * 86_400;
  const full = { ticket_events: [event(1, [], start)], end_time: start, end_of_stream: false };
  expect((await read(deskWithAnswer(full))).cursor).toMatchObject({ startTime: start + 1 });
  const still = { ticket_events: [event(1, [], start - 9)], end_time: start, end_of_stream: false };
  await expect(read(deskWithAnswer(still))).rejects.toMatchObject({ kind: "bad-response" });
  const nowhere = { ticket_events: [event(1, [], start)], end_time: null, end_of_stream: false };
  await expect(read(deskWithAnswer(nowhere))).rejects.toMatchObject({ kind: "bad-response" });
});

function comments(authorIds: number[]) {
  return authorIds.map((author_id, index) =>
    event(index + 1, [{ id: 900 + index, event_type: "Comment", author_id, public: true }]),
  );
}

function event(id: number, child_events: object[], timestamp = SECONDS - 3_600) {
  return { id, ticket_id: 77, timestamp, updater_id: null, via: { channel: "web" }, child_events };
}

function deskWith(pages: object[][], users: object[]) {
  const [ticket_events = []] = pages;
  return deskWithAnswer({ ticket_events, end_time: SECONDS - 3_600, end_of_stream: true }, users);
}

function deskWithAnswer(answer: object, users: object[] = []) {
  const requests: URL[] = [];
  const http = createHelpdeskHttp({
    ...{ baseUrl: "https://fern.zendesk.com", headers: {}, rateBudgets: () => [] },
    fetch: async (input) => {
      const url = new URL(new Request(input).url);
      requests.push(url);
      return Response.json(url.pathname.endsWith("show_many") ? { users } : answer);
    },
  });
  return {
    http,
    asked: (wanted: string) =>
      requests
        .filter(({ pathname }) => pathname === wanted)
        .map(({ searchParams }) => Object.fromEntries(searchParams)),
  };
}

function read({ http }: { http: HelpdeskHttp }) {
  const cursor = startExportCursor("history", NOW);
  const agents = new Map([[NOOR.agentId, NOOR]]);
  return fetchEventsPage(http, { stream: "events", walk: "history", cursor, agents, now: NOW });
}
