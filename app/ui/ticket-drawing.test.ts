import { expect, test } from "vitest";
import { drawTicket } from "./ticket-drawing.ts";
import type { TicketView } from "./ticket-view.ts";

test("a closed ticket is drawn from its first message to its closing, whatever was rated or ordered later", () => {
  const drawing = drawTicket(
    ticket({
      events: [
        event("created", 0),
        event("customer", 0),
        event("note", 25),
        event("human", 50),
        event("closed", 100),
        event("order", 9000),
      ],
      waits: [{ ...stretch(0, 50), endedBy: "reply", agentName: null, seconds: 3000, businessSeconds: null }],
      open: [stretch(0, 100)],
    }),
  );
  expect([drawing.startsAt, drawing.endsAt]).toEqual([at(0), at(100)]);
  expect(drawing.bars.waits).toMatchObject([{ left: 0, width: 50, manner: "ended" }]);
  expect(drawing.bars.open).toMatchObject([{ left: 0, width: 100, manner: "ended" }]);
  expect(drawing.marks.customer).toMatchObject([{ left: 0, kind: "customer" }]);
  expect(drawing.marks.uncounted).toMatchObject([{ left: 25, kind: "note" }]);
  expect(drawing.marks.replies).toMatchObject([{ left: 50, kind: "human" }]);
});

test("what still runs is drawn up to now, and a wait that a closing ended differs from one that a reply did", () => {
  const wait = { agentName: null, seconds: 0, businessSeconds: null };
  const drawing = drawTicket(
    ticket({
      events: [event("created", 0), event("customer", 0)],
      waits: [
        { ...stretch(0, 20), ...wait, endedBy: "closing" },
        { ...stretch(50, null), ...wait, endedBy: null },
      ],
      open: [stretch(0, 20), stretch(50, null)],
    }),
  );
  expect(drawing.endsAt).toBe(at(200));
  expect(drawing.bars.waits).toMatchObject([
    { width: 10, manner: "void" },
    { left: 25, width: 75, manner: "running" },
  ]);
});

test("a ticket of a single instant is drawn too", () => {
  const drawing = drawTicket(ticket({ events: [event("created", 0), event("customer", 0)] }));
  expect(drawing.marks.customer).toMatchObject([{ left: 0 }]);
  expect(drawing.endsAt > drawing.startsAt).toBe(true);
});

function at(minute: number): string {
  return new Date(Date.UTC(2026, 2, 2, 10, minute)).toISOString();
}

function event(kind: TicketView["events"][number]["kind"], minute: number): TicketView["events"][number] {
  return { at: at(minute), kind, by: null, effect: null, seconds: null };
}

function stretch(from: number, until: number | null) {
  return { from: at(from), until: until === null ? null : at(until) };
}

/** What is drawn of a ticket; its header and lists are no part of that. */
function ticket(some: Pick<TicketView, "events"> & Partial<TicketView>): TicketView {
  return {
    header: {
      ...{ connectionId: "", ticketId: "1", vendor: "aspen", account: "lake", helpdeskName: "Aspen", channel: "email" },
      ...{
        createdAt: at(0),
        isOpen: true,
        closedAt: null,
        excluded: null,
        inbound: true,
        assigneeName: null,
        tags: [],
      },
      ...{ keyKinds: [], identifiable: false },
    },
    ...{ clocks: [], waits: [], open: [], figures: [], ratings: [], orders: [], contacts: [], hasHours: false },
    ...{ asOf: at(200), ticketUrl: null, ...some },
  };
}
