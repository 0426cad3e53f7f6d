import fc from "fast-check";
import { expect, test } from "vitest";
import { createHelpdeskHttp, type HelpdeskHttp } from "../../../../app/helpdesks/http-client.server.ts";
import type { Json } from "../../../../app/helpdesks/json.ts";
import { reamaze } from "../../../../app/helpdesks/reamaze/adapter.server.ts";
import type { TicketHeader } from "../../../../app/tickets/ticket.ts";
import { textOf } from "../row-fields.ts";
import { createReamazeSimulator, type ReamazeSimulator } from "./reamaze-simulator.ts";

/** Rounds over a list that does not say when anything changed, while it changes. */

const START = Date.parse("2026-05-01T09:00:00Z");
const MINUTE = 60_000;
const SHOP = {
  ...{ domain: "tea-house.myshopify.com", name: "Tea House", ianaTimezone: "Asia/Kathmandu" },
  ...{ currencyCode: "NPR", email: "owner@tea.example", countryCode: "NP" },
};

/**
 * What may happen between two pages; numbers choose the conversation. Thirty that are touched in the very order in which
 * they stood would hide what changed below them, so fewer are.
 */
const happening = fc.oneof(
  ...(["close", "reopen", "spam", "delete", "write", "answer", "touch"] as const).map((what) =>
    fc.record({
      what: fc.constant(what),
      which: fc.nat(400),
      many: fc.constantFrom(1, 1, 1, what === "touch" || what === "answer" ? 20 : 40),
    }),
  ),
);

test("whatever changes between rounds, or between the pages of one, is known after the round that follows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 140 }),
      fc.boolean(),
      fc.array(
        fc.record({ before: fc.array(happening, { maxLength: 6 }), during: fc.array(happening, { maxLength: 3 }) }),
        {
          ...{ minLength: 1, maxLength: 4 },
        },
      ),
      async (count, tellsChanges, rounds) => {
        const desk = openDesk(count, tellsChanges);
        await desk.readHistory();
        for (const { before, during } of [...rounds, { before: [], during: [] }]) {
          desk.pass(5 * MINUTE);
          for (const each of before) desk.happen(each);
          desk.pass(MINUTE);
          await desk.readRound(during);
        }
        desk.pass(5 * MINUTE);
        await desk.readRound([]);
        expect(desk.known()).toEqual(desk.actual());
      },
    ),
    { numRuns: 40, seed: 20_261 },
  );
}, 60_000);

test("a round in which nothing has changed reads one page, whether the list tells times or not", async () => {
  for (const tellsChanges of [false, true]) {
    const desk = openDesk(300, tellsChanges);
    await desk.readHistory();
    await desk.readRound([]);
    desk.pass(5 * MINUTE);
    desk.happen({ what: "touch", which: 17, many: 1 });
    desk.happen({ what: "close", which: 90, many: 1 });
    desk.pass(5 * MINUTE);
    await desk.readRound([]);
    const before = desk.simulator.requests.total;
    desk.pass(5 * MINUTE);
    await desk.readRound([]);
    expect(desk.simulator.requests.total - before).toBe(1);
  }
});

type Happening = { what: string; which: number; many: number };

function openDesk(count: number, tellsChanges: boolean) {
  let time = START + 30 * 24 * 60 * MINUTE;
  const clock = () => new Date(time);
  const rows = {
    conversations: conversations(count),
    messages: [],
    staff: [{ name: "Asha", email: "asha@tea.example" }],
  };
  const simulator = createReamazeSimulator(rows, SHOP, { clock, tellsChanges, limits: "roomy" });
  const credentials = reamaze.credentialSchema.parse(simulator.credentials);
  const http: HelpdeskHttp = createHelpdeskHttp({
    baseUrl: reamaze.baseUrl(credentials),
    headers: reamaze.authorise(credentials),
    rateBudgets: () => [],
    fetch: (input, init) => simulator.handle(new Request(input, init)),
    ...{ now: clock, sleep: async () => undefined },
  });
  const tickets = new Map<string, TicketHeader>();
  let cursor: Json = reamaze.startCursor("tickets", "current", clock());
  const read = async (walk: "history" | "current", from: Json, between: () => void): Promise<Json> => {
    let next = from;
    for (let pages = 0; pages < 60; pages += 1) {
      const request = { stream: "tickets", walk, cursor: next, agents: new Map(), now: clock() };
      const page = await reamaze.fetchPage(http, request);
      for (const ticket of page.tickets) keep(tickets, ticket);
      next = JSON.parse(JSON.stringify(page.cursor));
      if (page.done) return next;
      between();
    }
    throw new Error("The round does not end");
  };
  return {
    simulator,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    happen: (each: Happening) => {
      time += 1000;
      happenTo(simulator, each);
    },
    readHistory: () => read("history", reamaze.startCursor("tickets", "history", clock()), () => undefined),
    async readRound(during: readonly Happening[]) {
      const left = [...during];
      cursor = await read("current", cursor, () => {
        const each = left.pop();
        if (each) happenTo(simulator, each);
      });
    },
    /** Deleted ones are for the nightly check to find, so only what is still there is compared. */
    known: () => slugsIn(simulator).map((slug) => [slug, stateOf(tickets.get(slug))]),
    actual: () => simulator.conversations().map((row) => [textOf(row, "slug"), STATES[Number(row.status)]]),
  };
}

const STATES = ["open", "open", "closed", "spam", "closed", "open", "closed", "open", "closed", "spam"];

function stateOf(ticket: TicketHeader | undefined): string {
  if (!ticket) return "unknown";
  return ticket.excluded ?? (ticket.isOpen ? "open" : "closed");
}

function slugsIn(simulator: ReamazeSimulator): string[] {
  return simulator.conversations().map((row) => textOf(row, "slug") ?? "");
}

function keep(tickets: Map<string, TicketHeader>, ticket: TicketHeader): void {
  const known = tickets.get(ticket.ticketId);
  if (!known || known.version <= ticket.version) tickets.set(ticket.ticketId, ticket);
}

function happenTo(simulator: ReamazeSimulator, { what, which, many }: Happening): void {
  const slugs = slugsIn(simulator);
  for (let step = 0; step < many && slugs.length > 0; step += 1) {
    const slug = slugs.splice((which + step * 7) % slugs.length, 1)[0] ?? "";
    if (what === "close") simulator.closeTicket(slug, { by: step % 2 === 0 ? "agent" : "automation" });
    else if (what === "reopen") simulator.reopenTicket(slug, { by: "customer" });
    else if (what === "spam") simulator.markSpam(slug);
    else if (what === "delete") simulator.deleteTicket(slug);
    else if (what === "touch") simulator.touch(slug);
    else simulator.addMessage(slug, { by: what === "write" ? "customer" : "agent" });
  }
}

function conversations(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(START + index * 7 * MINUTE).toISOString();
    return { slug: `tea-${index}`, status: index % 3 === 0 ? 2 : 0, created_at: at, updated_at: at, followers: [] };
  });
}
