import fc from "fast-check";
import { expect, test } from "vitest";
import type { ZendeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import {
  type Answer,
  caller,
  createFakeClock,
  datasetWith,
  idsIn,
  NOW,
  rowsIn,
  ZENDESK_ACCOUNT,
  zendeskMinutesAgo,
  zendeskTicket,
} from "../sample-accounts.ts";
import { createZendeskSimulator } from "./zendesk-simulator.ts";

const NOW_SECONDS = Date.parse(NOW) / 1000;
const TICKETS = "/api/v2/incremental/tickets/cursor";
const EVENTS = "/api/v2/incremental/ticket_events?include=comment_events";

test("tickets come in the order in which they were generated, which may differ from ids and updated_at", async () => {
  const { get } = account({
    tickets: [
      zendeskTicket(1, { generated_timestamp: 3000, updated_at: "1970-01-01T00:10:00Z" }),
      zendeskTicket(2, { generated_timestamp: 1000 }),
      zendeskTicket(3, { updated_at: "1970-01-01T00:33:20Z" }),
    ],
  });
  const page = await get(`${TICKETS}?start_time=900`);
  expect(rowsIn(page, "tickets").map((row) => [row.id, row.generated_timestamp])).toEqual([
    [2, 1000],
    [3, 2000],
    [1, 3000],
  ]);
  expect(idsIn(await get(`${TICKETS}?start_time=2000`), "tickets")).toEqual([3, 1]);
});

test("the cursor leads through everything once; the page after the last row is empty and has no cursor", async () => {
  const { get } = account({ tickets: tickets(25) });
  const first = await get(`${TICKETS}?start_time=0&per_page=10`);
  const second = await get(`${TICKETS}?per_page=10&cursor=${cursorIn(first)}`);
  const third = await get(`${TICKETS}?per_page=10&cursor=${cursorIn(second)}`);
  expect([first, second, third].map((page) => page.body.end_of_stream)).toEqual([false, false, true]);
  expect([first, second, third].flatMap((page) => idsIn(page, "tickets"))).toEqual(
    Array.from({ length: 25 }, (_, i) => i + 1),
  );
  expect(String(third.body.after_url)).toContain("cursor=");
  const beyond = await get(`${TICKETS}?per_page=10&cursor=${cursorIn(third)}`);
  expect(beyond.body).toMatchObject({ tickets: [], end_of_stream: true, after_cursor: null, after_url: null });
});

test("a cursor goes on with what changed since, and wins over a start time", async () => {
  const { get, simulator, clock } = account({ tickets: tickets(3) });
  const end = await get(`${TICKETS}?start_time=0`);
  simulator.addMessage(1, { by: "agent", agentId: 8001 });
  clock.advanceSeconds(61);
  expect(idsIn(await get(`${TICKETS}?start_time=0&cursor=${cursorIn(end)}`), "tickets")).toEqual([1]);
});

test("what changed in the last minute is not exported yet", async () => {
  const { get, simulator, clock } = account({ tickets: tickets(2) });
  simulator.addMessage(2, { by: "agent", agentId: 8001 });
  clock.advanceSeconds(59);
  expect(idsIn(await get(`${TICKETS}?start_time=0`), "tickets")).toEqual([1]);
  expect(rowsIn(await get(`${EVENTS}&start_time=0`), "ticket_events")).toEqual([]);
  clock.advanceSeconds(1);
  expect(idsIn(await get(`${TICKETS}?start_time=0`), "tickets")).toEqual([1, 2]);
  expect(rowsIn(await get(`${EVENTS}&start_time=0`), "ticket_events")).toMatchObject([{ ticket_id: 2 }]);
});

test("a start time within the last minute is refused, one exactly a minute old is not", async () => {
  const { get } = account({});
  const refused = await get(`${TICKETS}?start_time=${NOW_SECONDS - 59}`);
  expect([refused.status, refused.body.error]).toEqual([400, "StartTimeTooRecent"]);
  expect((await get(`${TICKETS}?start_time=${NOW_SECONDS - 60}`)).status).toBe(200);
  expect((await get(`${EVENTS}&start_time=${NOW_SECONDS - 59}`)).status).toBe(400);
  expect((await get(TICKETS)).status).toBe(400);
  expect((await get(`${TICKETS}?cursor=abc`)).status).toBe(400);
});

test("deleted tickets are exported as deleted unless the client leaves them out", async () => {
  const { get, simulator, clock } = account({ tickets: tickets(2) });
  simulator.deleteTicket(1);
  clock.advanceSeconds(60);
  expect(rowsIn(await get(`${TICKETS}?start_time=0`), "tickets")).toMatchObject([
    { id: 2 },
    { id: 1, status: "deleted" },
  ]);
  expect(idsIn(await get(`${TICKETS}?start_time=0&exclude_deleted=true`), "tickets")).toEqual([2]);
});

test("a system change exports the ticket again with the old updated_at", async () => {
  const { get, simulator, clock } = account({ tickets: tickets(2) });
  simulator.touchSilently(1);
  clock.advanceSeconds(60);
  const rows = rowsIn(await get(`${TICKETS}?start_time=${NOW_SECONDS - 100}`), "tickets");
  expect(rows).toMatchObject([{ id: 1, generated_timestamp: NOW_SECONDS, updated_at: secondsBeforeNow(5000) }]);
});

test("users and metrics can be loaded beside the tickets; sideloads that are not known are ignored", async () => {
  const users = [
    { id: 7001, name: "Rui", email: "rui@post.example", role: "end-user", updated_at: zendeskMinutesAgo(5) },
    { id: 8001, name: "Inês", role: "agent", updated_at: zendeskMinutesAgo(4) },
    { id: 8002, name: "Nuno", role: "admin", updated_at: zendeskMinutesAgo(3) },
  ];
  const { get } = account({ tickets: tickets(1), users, ticketMetrics: [{ id: 31, ticket_id: 1, reopens: 2 }] });
  const page = await get(`${TICKETS}?start_time=0&include=users,metric_sets,last_audits`);
  expect(idsIn(page, "users")).toEqual([7001, 8001]);
  expect(rowsIn(page, "tickets")).toMatchObject([{ metric_set: { id: 31, reopens: 2 } }]);
  expect(idsIn(await get("/api/v2/incremental/users/cursor?start_time=0&per_page=2"), "users")).toEqual([7001, 8001]);
});

test("more than 1000 rows a page are never given", async () => {
  const { get } = account({ tickets: tickets(1200) });
  expect(rowsIn(await get(`${TICKETS}?start_time=0&per_page=5000`), "tickets")).toHaveLength(1000);
});

test("the next page of an export by time begins with the rows of the last second again", async () => {
  const { get } = account({ audits: [audit(1, 100), audit(2, 200), audit(3, 200), audit(4, 300)] });
  const first = await get(`${EVENTS}&start_time=0&per_page=3`);
  expect(idsIn(first, "ticket_events")).toEqual([1, 2, 3]);
  expect(first.body).toMatchObject({ end_time: 200, count: 3, end_of_stream: false });
  expect(String(first.body.next_page)).toContain("start_time=200");
  const second = await get(`${EVENTS}&start_time=200&per_page=3`);
  expect(idsIn(second, "ticket_events")).toEqual([2, 3, 4]);
  expect(second.body.end_of_stream).toBe(true);
  const again = await get(`${EVENTS}&start_time=300`);
  expect(idsIn(again, "ticket_events")).toEqual([4]);
  expect((await get(`${EVENTS}&start_time=301`)).body).toMatchObject({
    ticket_events: [],
    end_time: null,
    next_page: null,
  });
});

test("a second that holds more rows than a page makes the page grow, so the walk goes on", async () => {
  const { get } = account({ audits: [1, 2, 3, 4, 5].map((id) => audit(id, 200)).concat(audit(6, 300)) });
  const page = await get(`${EVENTS}&start_time=200&per_page=2`);
  expect(idsIn(page, "ticket_events")).toEqual([1, 2, 3, 4, 5, 6]);
  expect(page.body).toMatchObject({ end_time: 300, end_of_stream: true });
});

test("a walk by time over any seconds ends and meets every row", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      async (seconds, perPage) => {
        const { get, clock } = account({ audits: seconds.map((second, index) => audit(index + 1, second)) });
        const met = new Set<unknown>();
        let startTime: unknown = 0;
        for (let page = 0; page <= seconds.length; page += 1) {
          const answer = await get(`${EVENTS}&start_time=${String(startTime)}&per_page=${perPage}`);
          clock.advanceSeconds(6);
          for (const id of idsIn(answer, "ticket_events")) met.add(id);
          startTime = answer.body.end_time;
          if (answer.body.end_of_stream === true) break;
        }
        expect(met.size).toBe(seconds.length);
      },
    ),
    { numRuns: 60 },
  );
});

function tickets(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) =>
    zendeskTicket(index + 1, { updated_at: secondsBeforeNow(5000 - index) }),
  );
}

function secondsBeforeNow(seconds: number): string {
  return new Date((NOW_SECONDS - seconds) * 1000).toISOString().replace(/\.\d+/, "");
}

function audit(id: number, second: number): JsonObject {
  const at = new Date(second * 1000).toISOString().replace(/\.\d+/, "");
  return { id, ticket_id: 1, created_at: at, author_id: 8001, events: [] };
}

function account(rows: Partial<ZendeskRows>) {
  const clock = createFakeClock();
  const simulator = createZendeskSimulator(datasetWith({ zendesk: rows }), { clock });
  return { simulator, clock, get: caller(simulator, ZENDESK_ACCOUNT) };
}

function cursorIn(page: Answer): string {
  return encodeURIComponent(String(page.body.after_cursor));
}
