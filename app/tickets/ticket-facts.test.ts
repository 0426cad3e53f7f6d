import fc from "fast-check";
import { expect, test } from "vitest";
import type { StatusChange, TicketMessage } from "./ticket.ts";
import { deriveTicketFacts, type TicketRecord } from "./ticket-facts.ts";

test("first response runs from the customer's first message to the first human reply, and bots do not stop it", () => {
  const facts = deriveTicketFacts(ticket([customer(0), bot(1), note(2), human(30)]));
  expect(facts?.firstResponseSeconds).toBe(30 * 60);
  expect(facts?.firstResponseAnySeconds).toBe(60);
});

test("several customer messages in a row are one wait, from the first of them", () => {
  const facts = deriveTicketFacts(ticket([customer(0), customer(5), human(10), customer(60), human(63)]));
  expect(facts?.replies.map((reply) => reply.responseSeconds)).toEqual([600, 180]);
});

test("a closing ends a wait without a value, so a thank-you is not a question", () => {
  const facts = deriveTicketFacts(
    closed([customer(0), human(10), customer(20), human(200)], [closing(30), reopening(190)]),
  );
  expect(facts?.replies.map((reply) => reply.responseSeconds)).toEqual([600, null]);
});

test("a reply sent in the instant of the closing still ends its wait and counts before the closing", () => {
  const facts = deriveTicketFacts(closed([customer(0), human(10)], [closing(10)]));
  expect(facts?.replies[0]?.responseSeconds).toBe(600);
  expect(facts?.humanRepliesToClose).toBe(1);
});

test("a ticket that is closed nobody knows since when has no closing time, is not waiting and is never taken for open", () => {
  const facts = deriveTicketFacts({ ...ticket([customer(0)]), isOpen: false });
  expect(facts).toMatchObject({ closedAt: null, resolutionSeconds: null, waitingSince: null, closings: [at(0)] });
  const reopened = deriveTicketFacts({ ...ticket([customer(0)], [closing(10), reopening(20)]), isOpen: false });
  expect(reopened).toMatchObject({ closedAt: null, closings: [at(10), at(20)], reopened: [at(20)] });
});

test("an open ticket waits from the question to the reply, or to the closing that ends the wait", () => {
  const answered = deriveTicketFacts(ticket([customer(0), human(10)]));
  expect(answered?.replies[0]).toMatchObject({ waitedFrom: at(0), waitStartedAt: at(0) });
  expect(answered?.unansweredWaits).toEqual([]);
  const thanked = deriveTicketFacts(closed([customer(0), human(10), customer(20)], [closing(30)]));
  expect(thanked?.unansweredWaits).toEqual([{ from: at(20), until: at(30) }]);
  const waiting = deriveTicketFacts(ticket([customer(0), human(10), customer(20)]));
  expect(waiting).toMatchObject({ waitingSince: at(20), unansweredWaits: [{ from: at(20), until: null }] });
});

test("a question on a closed ticket starts a wait, but the ticket is among those that wait only once it is open again", () => {
  const facts = deriveTicketFacts(
    ticket([customer(0), human(5), customer(20), human(40)], [closing(10), reopening(25)]),
  );
  expect(facts?.replies[1]).toMatchObject({ responseSeconds: 1200, waitStartedAt: at(20), waitedFrom: at(25) });
});

test("a ticket that is closed nobody knows since when waits for nobody", () => {
  const facts = deriveTicketFacts({ ...ticket([customer(0), human(30)]), isOpen: false });
  expect(facts?.replies[0]).toMatchObject({ responseSeconds: 1800, waitedFrom: null });
  expect(facts?.unansweredWaits).toEqual([]);
});

test("waits never overlap, lie within the time the ticket was open, and one without an end is the one that runs now", () => {
  const turn = fc.record({ minute: fc.integer({ min: 0, max: 90 }), kind: fc.constantFrom(closing, reopening) });
  const message = fc.record({ minute: fc.integer({ min: 0, max: 90 }), kind: fc.constantFrom(customer, human, bot) });
  fc.assert(
    fc.property(fc.array(turn), fc.array(message), fc.boolean(), (turns, messages, isOpen) => {
      const changes = turns.map(({ minute, kind }, index) => ({ ...kind(minute), changeId: String(index) }));
      const rows = messages.map(({ minute, kind }, index) => ({ ...kind(minute), messageId: String(index) }));
      const facts = deriveTicketFacts({ ...ticket(rows, changes), isOpen });
      if (!facts) throw new Error("The ticket counts");
      const answered = facts.replies.flatMap(({ waitedFrom, at: until }) =>
        waitedFrom ? [{ from: waitedFrom, until }] : [],
      );
      const waits = [...answered, ...facts.unansweredWaits].sort((a, b) => a.from.getTime() - b.from.getTime());
      for (const [index, wait] of waits.entries()) {
        const next = waits[index + 1];
        if (next) expect(wait.until && wait.until <= next.from).toBe(true);
        const spans = [at(0), ...facts.reopened].map((from, place) => ({ from, until: facts.closings[place] ?? null }));
        const isInside = spans.some(
          ({ from, until }) => from <= wait.from && (until === null || (wait.until !== null && wait.until <= until)),
        );
        expect(isInside).toBe(true);
      }
      expect(waits.filter(({ until }) => until === null)).toHaveLength(facts.waitingSince && isOpen ? 1 : 0);
    }),
  );
});

test("internal notes, failed and deleted messages never start, stop or count as anything", () => {
  const facts = deriveTicketFacts(ticket([customer(0), note(1), { ...human(2), delivered: false }]));
  expect(facts).toMatchObject({ messageCount: 1, firstResponseSeconds: null, waitingSince: at(0) });
});

test("a ticket that an agent opened is outbound, one whose bot greeted first is inbound", () => {
  expect(deriveTicketFacts(ticket([human(0), customer(5)]))?.inbound).toBe(false);
  expect(deriveTicketFacts(ticket([bot(0), customer(5)]))?.inbound).toBe(true);
});

test("a ticket without any known message is inbound and was asked when it was created", () => {
  expect(deriveTicketFacts(ticket([note(5)]))).toMatchObject({ inbound: true, askedAt: at(0), messageCount: 0 });
});

test("a ticket with nothing but automated messages was not opened by a customer", () => {
  expect(deriveTicketFacts(ticket([bot(1)]))?.inbound).toBe(false);
});

test("a reopening after a bot's closing takes that closing back until the ticket is closed again", () => {
  expect(deriveTicketFacts(ticket([customer(0), bot(1)], [closing(2), reopening(9)]))?.closedAt).toBeNull();
  expect(
    deriveTicketFacts(closed([customer(0), bot(1), human(10)], [closing(2), reopening(9), closing(12)])),
  ).toMatchObject({
    closedAt: at(12),
    reopenings: 1,
    humanRepliesToClose: 1,
    automatedRepliesToClose: 1,
    resolutionSeconds: 12 * 60,
  });
});

test("the closer is the human whom the helpdesk names, else the last human author before it, else the assignee", () => {
  const byNamed = { ...closing(10), byAgentId: "boss" };
  expect(deriveTicketFacts(closed([customer(0), human(5)], [byNamed]))?.closerId).toBe("boss");
  expect(deriveTicketFacts(closed([customer(0), human(5), human(20, "late")], [closing(10)]))?.closerId).toBe("ann");
  expect(deriveTicketFacts({ ...closed([customer(0)], [closing(10)]), assigneeId: "assigned" })?.closerId).toBe(
    "assigned",
  );
  expect(deriveTicketFacts(closed([customer(0)], [closing(10)]))?.closerId).toBeNull();
});

test("without a status history the helpdesk's own closing time stands", () => {
  expect(deriveTicketFacts({ ...ticket([customer(0)]), isOpen: false, closedAt: at(50) })?.closedAt).toEqual(at(50));
});

test("a ticket that the helpdesk reports open is open, whatever an incomplete history says", () => {
  expect(deriveTicketFacts(ticket([customer(0)], [closing(5)]))).toMatchObject({ closedAt: null, closings: [] });
});

test("spam, trashed, merged and deleted tickets have no figures", () => {
  expect(deriveTicketFacts({ ...ticket([customer(0)]), excluded: "spam" })).toBeNull();
  expect(deriveTicketFacts(ticket([customer(0)], [{ ...closing(3), to: "merged" }]))).toBeNull();
});

test("the order in which rows arrive changes nothing", () => {
  const minute = fc.integer({ min: 0, max: 50 });
  const message = fc.record({ minute, kind: fc.constantFrom(customer, human, bot, note) });
  const change = fc.record({ minute, kind: fc.constantFrom(closing, reopening) });
  fc.assert(
    fc.property(fc.array(message), fc.array(change), fc.infiniteStream(fc.nat()), (messages, changes, luck) => {
      const rows = messages.map(({ minute: m, kind }, index) => ({ ...kind(m), messageId: String(index) }));
      const turns = changes.map(({ minute: m, kind }, index) => ({ ...kind(m), changeId: String(index) }));
      const shuffled = <Row>(list: Row[]) =>
        list
          .map((row) => ({ row, key: luck.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
      expect(deriveTicketFacts(ticket(shuffled(rows), shuffled(turns)))).toEqual(
        deriveTicketFacts(ticket(rows, turns)),
      );
    }),
  );
});

test("closings and reopenings alternate, and only an open ticket waits", () => {
  const turn = fc.record({ minute: fc.integer({ min: 0, max: 90 }), kind: fc.constantFrom(closing, reopening) });
  fc.assert(
    fc.property(fc.array(turn), fc.boolean(), (turns, isOpen) => {
      const changes = turns.map(({ minute, kind }, index) => ({ ...kind(minute), changeId: String(index) }));
      const facts = deriveTicketFacts({ ...ticket([customer(0)], changes), isOpen });
      expect((facts?.closings.length ?? 0) - (facts?.reopened.length ?? 0)).toBe(isOpen ? 0 : 1);
      if (facts?.closedAt) expect(facts.waitingSince).toBeNull();
    }),
  );
});

function at(minute: number): Date {
  return new Date(Date.UTC(2026, 2, 1, 10, minute));
}

function ticket(messages: TicketMessage[], statusChanges: StatusChange[] = []): TicketRecord {
  return { createdAt: at(0), isOpen: true, closedAt: null, excluded: null, assigneeId: null, messages, statusChanges };
}

function closed(messages: TicketMessage[], statusChanges: StatusChange[]): TicketRecord {
  return { ...ticket(messages, statusChanges), isOpen: false };
}

function message(minute: number, author: TicketMessage["author"], agentId: string | null): TicketMessage {
  return { ticketId: "1", messageId: `${minute}`, at: at(minute), author, agentId, isPublic: true, delivered: true };
}

function customer(minute: number): TicketMessage {
  return message(minute, "customer", null);
}

function human(minute: number, agentId = "ann"): TicketMessage {
  return message(minute, "human", agentId);
}

function bot(minute: number): TicketMessage {
  return message(minute, "automation", null);
}

function note(minute: number): TicketMessage {
  return { ...human(minute), isPublic: false };
}

function closing(minute: number): StatusChange {
  return { ticketId: "1", changeId: `${minute}`, at: at(minute), to: "closed", byAgentId: null };
}

function reopening(minute: number): StatusChange {
  return { ...closing(minute), to: "open" };
}
