import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { Walk } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { reamaze } from "./adapter.server.ts";
import { staffIdOf } from "./staff-id.ts";

const NOW = new Date("2026-06-01T00:30:00Z");
const MINUTE = 60_000;

test("all conversations are asked for, the archived ones too, the current ones by latest change", async () => {
  const desk = deskWith({ "/api/v1/conversations": [conversations([1])] });
  await read(desk, "tickets", "history");
  await read(desk, "tickets", "current");
  expect(desk.asked).toEqual([
    "/api/v1/conversations?filter=all&page=1",
    "/api/v1/conversations?filter=all&sort=changed&page=1",
  ]);
});

test("a current round of messages asks for a day more than it needs, since nobody tells whose days they are", async () => {
  const desk = deskWith({ "/api/v1/messages": [messages([5])] });
  await read(desk, "messages", "current");
  expect(desk.asked).toEqual(["/api/v1/messages?start_date=2026-05-31&page=1"]);
});

test("a current round of messages ends where the round before began, less ten minutes", async () => {
  const pages = [messages(minutes(0, 30)), messages(minutes(30, 60)), messages(minutes(60, 90))];
  const desk = deskWith({ "/api/v1/messages": pages });
  const walk = await readToEnd(desk, "messages", new Date(NOW.getTime() - 40 * MINUTE));
  expect(desk.asked).toHaveLength(2);
  expect(walk.cursor).toMatchObject({ since: NOW.toISOString(), roundStartedAt: null, page: 1 });
});

test("messages that come oldest first are read to the end, and nothing is called complete before", async () => {
  const oldestFirst = () => [messages(minutes(60, 90).reverse()), messages(minutes(30, 60).reverse()), messages([5])];
  const desk = deskWith({ "/api/v1/messages": oldestFirst() });
  await readToEnd(desk, "messages", new Date(NOW.getTime() - 40 * MINUTE));
  expect(desk.asked).toHaveLength(3);
  const history = await read(deskWith({ "/api/v1/messages": oldestFirst() }), "messages", "history");
  expect(history.reachedAt).toBeNull();
});

test("a history from new to old says how far back it is complete", async () => {
  const desk = deskWith({ "/api/v1/conversations": [conversations(minutes(0, 30)), conversations([45])] });
  const first = await read(desk, "tickets", "history");
  expect(first.reachedAt).toEqual(ago(29));
  const second = await read(desk, "tickets", "history", first.cursor);
  expect(second).toMatchObject({ done: true, reachedAt: ago(45) });
  expect(await read(desk, "tickets", "history", second.cursor)).toMatchObject({
    done: true,
    tickets: [],
    reachedAt: ago(45),
  });
  expect(desk.asked).toHaveLength(2);
});

test("two messages of one instant on both sides of a page's edge stay two", async () => {
  const instants = [...minutes(0, 29), 29];
  const desk = deskWith({
    "/api/v1/messages": [messages(instants), messages([29, 40])],
    "/api/v1/conversations/mug-29/messages": [messages([29, 29])],
  });
  const first = await read(desk, "messages", "history");
  const second = await read(desk, "messages", "history", first.cursor);
  const twins = [...first.messages, ...second.messages].filter(({ ticketId }) => ticketId === "mug-29");
  expect([...new Set(twins.map(({ messageId }) => messageId))]).toEqual([
    `mug-29:${ago(29).getTime()}`,
    `mug-29:${ago(29).getTime()}:2`,
  ]);
});

test("a message met again behind a page's edge stays one", async () => {
  const desk = deskWith({
    "/api/v1/messages": [messages(minutes(0, 30)), { ...messages([29, 40]), total_count: 33 }],
    "/api/v1/conversations/mug-29/messages": [messages([29])],
  });
  const first = await read(desk, "messages", "history");
  const second = await read(desk, "messages", "history", first.cursor);
  expect(second.messages.map(({ messageId }) => messageId)).toEqual([
    `mug-29:${ago(29).getTime()}`,
    `mug-40:${ago(40).getTime()}`,
  ]);
});

test("staff who are no longer listed have left, unless a row could be anybody's", async () => {
  const known = ["ines@shop.example", "bo@shop.example"].map((email) => agent(email));
  const listed = { name: "Ines", email: "ines@shop.example", display_name: "I." };
  const desk = deskWith({ "/api/v1/staff": [staff([listed]), staff([listed, { name: "?", email: null }])] });
  const first = await read(desk, "agents", "current", undefined, known);
  expect(first.agents.map(({ name, active }) => [name, active])).toEqual([
    ["Ines", true],
    ["bo@shop.example", false],
  ]);
  const second = await read(desk, "agents", "current", undefined, known);
  expect(second.agents.map(({ active }) => active)).toEqual([true]);
  expect(second.setAside).toHaveLength(1);
});

test("one ticket is read with all its messages, whether the conversation is the answer or lies in it", async () => {
  for (const answer of [conversation(3), { conversation: conversation(3) }]) {
    const desk = deskWith({
      "/api/v1/conversations/mug-3": [answer],
      "/api/v1/conversations/mug-3/messages": [messages(Array.from({ length: 30 }, (_, n) => n)), messages([50])],
    });
    const rows = await reamaze.fetchTicket(desk.http, { ticketId: "mug-3", agents: new Map(), now: NOW });
    expect(rows?.tickets.map(({ ticketId }) => ticketId)).toEqual(["mug-3"]);
    expect(rows?.messages).toHaveLength(31);
  }
});

test("a ticket that is not there is none, and any other trouble is told", async () => {
  const request = { ticketId: "gone", agents: new Map(), now: NOW };
  expect(await reamaze.fetchTicket(deskWith({}).http, request)).toBeNull();
  const half = deskWith({ "/api/v1/conversations/gone": [conversation(3)] });
  expect(await reamaze.fetchTicket(half.http, request)).toBeNull();
  const broken = deskWith({ "/api/v1/conversations/gone": [new HelpdeskError("unavailable", "down")] });
  await expect(reamaze.fetchTicket(broken.http, request)).rejects.toMatchObject({ kind: "unavailable" });
});

test("the oldest conversation stands on the last page, and the count of all on each", async () => {
  const desk = deskWith({
    "/api/v1/staff": [staff([])],
    "/api/v1/messages": [messages([])],
    "/api/v1/conversations": [
      { ...conversations(minutes(0, 30)), page_count: 4, total_count: 99 },
      conversations([77]),
    ],
  });
  expect(await reamaze.verify(desk.http)).toEqual({
    ...{ name: "mug.reamaze.io", account: null, tickets: 99, oldestTicketAt: ago(77) },
  });
  expect(desk.asked.at(-1)).toBe("/api/v1/conversations?filter=all&page=4");
});

function ago(minutesAgo: number): Date {
  return new Date(NOW.getTime() - minutesAgo * MINUTE);
}

function minutes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function conversation(minutesAgo: number): object {
  return { slug: `mug-${minutesAgo}`, status: 0, created_at: ago(minutesAgo).toISOString() };
}

function conversations(ages: number[]): object {
  return { page_size: 30, conversations: ages.map(conversation) };
}

function messages(ages: number[]): object {
  const rows = ages.map((age) => ({
    created_at: ago(age).toISOString(),
    conversation: { slug: `mug-${age}` },
    user: {},
  }));
  return { page_size: 30, total_count: 32, messages: rows };
}

function staff(rows: object[]): object {
  return { page_size: 30, page_count: 1, total_count: rows.length, staff: rows };
}

function agent(email: string): HelpdeskAgent {
  return { agentId: staffIdOf(email) ?? "", name: email, kind: "human", active: true };
}

/** Gives each path's pages in turn, the last one for ever; what it does not know is not there. */
function deskWith(pages: Record<string, object[]>) {
  const asked: string[] = [];
  const http: Pick<HelpdeskHttp, "origin" | "get"> = {
    origin: "https://mug.reamaze.io",
    async get(path: string, params: Record<string, QueryValue> = {}) {
      asked.push(
        `${path}?${new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]))}`,
      );
      const list = pages[path] ?? [new HelpdeskError("not-found", "Not there", { status: 404 })];
      const answer = list.length > 1 ? list.shift() : list[0];
      if (answer instanceof HelpdeskError) throw answer;
      return { json: answer, headers: new Headers(), status: 200 };
    },
  };
  const unused = async () => Promise.reject(new Error("Nothing is changed at the helpdesk"));
  const whole: HelpdeskHttp = { ...http, post: unused, delete: unused, withPriority: () => whole };
  return { http: whole, asked };
}

type Desk = ReturnType<typeof deskWith>;

function read({ http }: Desk, stream: string, walk: Walk, cursor?: Json, agents: HelpdeskAgent[] = []) {
  const known = new Map(agents.map((each) => [each.agentId, each]));
  const from = cursor ?? reamaze.startCursor(stream, walk, NOW);
  return reamaze.fetchPage(http, { stream, walk, cursor: from, agents: known, now: NOW });
}

async function readToEnd(desk: Desk, stream: string, since: Date) {
  let page = await read(desk, stream, "current", reamaze.startCursor(stream, "current", since));
  for (let pages = 1; !page.done && pages < 10; pages += 1) page = await read(desk, stream, "current", page.cursor);
  return page;
}
