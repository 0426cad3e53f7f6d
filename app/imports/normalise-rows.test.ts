import fc from "fast-check";
import { expect, test } from "vitest";
import { type ImportField, MESSAGE_FIELDS, TICKET_FIELDS } from "./import-fields.ts";
import type { ImportMapping } from "./import-mapping.ts";
import { ROW_PROBLEMS } from "./import-problem.ts";
import { messageNormaliser } from "./normalise-message.ts";
import { ticketNormaliser } from "./normalise-ticket.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
type Cells = Partial<Record<ImportField, string>>;

test("a cell that is not there or says nothing is unknown, never something else", () => {
  const { ticket, rating, assignee, messages } = readTicket({
    closedAt: "-",
    customerEmail: "n/a",
    assigneeName: "",
    rating: "",
  });
  expect(ticket).toMatchObject({
    isOpen: true,
    closedAt: null,
    version: 0,
    assigneeId: null,
    channel: "other",
    tags: [],
  });
  expect(ticket.customer).toEqual({ customerId: null, shopifyCustomerIds: [], emails: [], phones: [] });
  expect([rating, assignee, messages]).toEqual([null, null, []]);
});

test("a status decides whether a ticket is open; a closed one without its time has none", () => {
  expect(readTicket({ status: "Gelöst" }).ticket).toMatchObject({ isOpen: false, closedAt: null });
  expect(readTicket({ status: "Reopened", closedAt: "2026-03-02" }).ticket).toMatchObject({
    isOpen: true,
    closedAt: null,
  });
  expect(readTicket({ status: "fusionné" }).ticket.excluded).toBe("merged");
  expect(readTicket({ status: "closed", spam: "ja" }).ticket.excluded).toBe("spam");
  expect(problemOf({ status: "wartet auf Regen" })).toBe("status-unknown");
  expect(problemOf({ status: "" })).toBe("status-unknown");
  expect(readTicket({ status: "Wartet auf  REGEN" }, { openWords: ["wartet auf regen"] }).ticket.isOpen).toBe(true);
  expect(readTicket({ status: "open" }, { closedWords: ["Open"] }).ticket.isOpen).toBe(false);
});

test.each([
  ["#1042", "1042"],
  ["1042.0", "1042"],
  ["'00042", "00042"],
  ["AB-1", "AB-1"],
])("the id %j is %j", (given, id) => {
  expect(readTicket({ ticketId: given }).ticket.ticketId).toBe(id);
});

test.each([
  ["1.23457E+12", "id-rounded"],
  ["ann@example.com", "id-address"],
  ["x".repeat(121), "id-too-long"],
  [" ", "id-missing"],
  ["a\u0007", "control-characters"],
])("the id %j is refused: %s", (ticketId, problem) => {
  expect(problemOf({ ticketId })).toBe(problem);
});

test("only addresses, numbers and ids that can be a customer's are taken", () => {
  const { customer } = readTicket({
    customerEmail: "Ann Lee <Ann@Example.com>; 12@facebook.com, nobody",
    customerPhone: "+31 20 555 0142; anonymous; 12",
    shopifyCustomerId: "6204813558021.0",
  }).ticket;
  expect(customer).toEqual({
    customerId: null,
    shopifyCustomerIds: ["6204813558021"],
    emails: ["Ann@Example.com"],
    phones: ["+31 20 555 0142"],
  });
});

test("tags are split, without repeats and without addresses", () => {
  expect(readTicket({ tags: "late, gift,late,ann@example.com," }).ticket.tags).toEqual(["late", "gift"]);
  expect(readTicket({ tags: '["late", "gift"]' }).ticket.tags).toEqual(["late", "gift"]);
  expect(readTicket({ tags: "late, or not;gift" }, { listSeparator: ";" }).ticket.tags).toEqual([
    "late, or not",
    "gift",
  ]);
});

test("the same agent has one id, however the name is written", () => {
  const ids = ["Bo Berg", "bo  berg", "BO BERG "].map((assigneeName) => readTicket({ assigneeName }).ticket.assigneeId);
  expect(new Set(ids)).toEqual(new Set(["name:bo berg"]));
  expect(readTicket({ assigneeName: "bo.berg@example.com" }).assignee).toMatchObject({
    agentId: "name:bo.berg",
    name: "bo.berg",
  });
  expect(readTicket({ assigneeName: "Bo", assigneeId: "7" }).assignee).toMatchObject({ agentId: "7", name: "Bo" });
});

test.each<[ImportMapping["ratingScale"], string, { score: number | null; positive: boolean } | "none" | "refused"]>([
  ["five-point", "4", { score: 4, positive: true }],
  ["five-point", "3,0", { score: 3, positive: false }],
  ["five-point", "2/5", { score: 2, positive: false }],
  ["five-point", "6", "refused"],
  ["five-point", "good", "refused"],
  ["two-point", "Good", { score: null, positive: true }],
  ["two-point", "Unoffered", "none"],
  ["two-point", "okay", "refused"],
  ["three-point", "okay", { score: null, positive: false }],
])("on the %s scale %j is %j", (ratingScale, rating, expected) => {
  const cells = { rating, ratedAt: "2026-03-05" };
  if (expected === "refused") return void expect(problemOf(cells, { ratingScale })).toBe("rating-unknown");
  const read = readTicket(cells, { ratingScale }).rating;
  if (expected === "none") expect(read).toBeNull();
  else expect(read).toMatchObject({ ...expected, scale: ratingScale, agentId: null });
});

test("what contradicts the creation, or lacks its time, is left out of a ticket that is taken in", () => {
  const early = "2026-02-01";
  expect(readTicket({ status: "closed", closedAt: early })).toMatchObject({
    ticket: { isOpen: false, closedAt: null },
    notes: [{ reason: "closed-before-created" }],
  });
  expect(readTicket({ firstResponseAt: early })).toMatchObject({
    messages: [],
    notes: [{ reason: "reply-before-created" }],
  });
  expect(readTicket({ rating: "5", ratedAt: "" })).toMatchObject({
    rating: null,
    notes: [{ reason: "rating-without-time" }],
  });
});

test("notes are not public, only people have an agent, and a message without an id is known by its time and author", () => {
  const base = { ticketId: "1", sentAt: "2026-03-01T10:00:00Z", agentName: "Bo" };
  const readAs = (author: string) => readMessage({ ...base, author });
  expect(readAs("Interne Notiz").message).toMatchObject({ author: "human", isPublic: false, agentId: "name:bo" });
  expect(readAs("Medewerker").message).toMatchObject({ author: "human", isPublic: true, agentId: "name:bo" });
  expect(readAs("bot").message).toMatchObject({ author: "automation", agentId: null });
  expect(readAs("customer").message).toMatchObject({ author: "customer", agentId: null });
  expect(readAs("customer").message.messageId).toBe(readAs("Klant").message.messageId);
  expect(readAs("agent").message.messageId).not.toBe(readAs("note").message.messageId);
});

test("whatever stands in the cells, a row is read or refused with a known reason", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("1", "2026-03-01", "open", "agent", "good", "yes"),
  );
  const cells = fc.array(cell, { maxLength: 20 });
  fc.assert(
    fc.property(cells, fc.boolean(), (texts, isTicket) => {
      const row = { line: 2, cells: texts, problem: null };
      const mapping = mappingOf(isTicket ? TICKET_FIELDS : MESSAGE_FIELDS, {});
      const reading = isTicket ? ticketNormaliser(mapping, NOW)(row) : messageNormaliser(mapping, NOW)(row);
      if (reading.problem) expect(ROW_PROBLEMS).toContain(reading.problem.reason);
      else expect("ticket" in reading ? reading.ticket.ticketId : reading.message.ticketId).not.toBe("");
    }),
    { numRuns: 200 },
  );
});

/** A ticket of these cells; id and time of creation are there unless given. */
function readTicket(cells: Cells, overrides: Partial<ImportMapping> = {}) {
  const reading = ticketReading(cells, overrides);
  if (reading.problem) throw new Error(reading.problem.reason);
  return reading;
}

function problemOf(cells: Cells, overrides: Partial<ImportMapping> = {}): string | undefined {
  return ticketReading(cells, overrides).problem?.reason;
}

function ticketReading(cells: Cells, overrides: Partial<ImportMapping>) {
  const all: Cells = { ticketId: "1", createdAt: "2026-03-01 10:00", ...cells };
  const fields = TICKET_FIELDS.filter((field) => all[field] !== undefined);
  const row = { line: 2, cells: fields.map((field) => all[field] ?? ""), problem: null };
  return ticketNormaliser(mappingOf(fields, overrides), NOW)(row);
}

function readMessage(cells: Cells) {
  const fields = MESSAGE_FIELDS.filter((field) => cells[field] !== undefined);
  const row = { line: 2, cells: fields.map((field) => cells[field] ?? ""), problem: null };
  const reading = messageNormaliser(mappingOf(fields, { content: "messages" }), NOW)(row);
  if (reading.problem) throw new Error(reading.problem.reason);
  return reading;
}

function mappingOf(fields: readonly ImportField[], overrides: Partial<ImportMapping>): ImportMapping {
  return {
    content: "tickets",
    header: [...fields],
    columns: Object.fromEntries(fields.map((field, index) => [field, index])),
    timeFormat: "iso",
    timeZone: "Europe/Amsterdam",
    listSeparator: ",",
    ratingScale: "five-point",
    openWords: [],
    closedWords: [],
    csv: null,
    ...overrides,
  };
}
