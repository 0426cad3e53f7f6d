import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { formerIntercomAgents, intercomAuthorKind, normaliseIntercomAgent } from "./authors.ts";
import { intercomChannel } from "./channels.ts";
import { rowsOfConversation } from "./conversation-rows.ts";
import { intercomAdmin, intercomAuthor, intercomContact, intercomConversation } from "./rows.ts";

const CREATED = 1_775_722_000;
const FIN = { type: "bot", id: "901", name: "Fin", email: "operator+yarn1@intercom.io" };
const NOOR = { type: "admin", id: "11", name: "Noor", email: "noor@wool.example" };
const VERA = { type: "user", id: "c1", name: "Vera", email: "vera@fern.example" };
const AGENTS = new Map<string, HelpdeskAgent>([
  ["11", { agentId: "11", name: "Noor", kind: "human", active: true }],
  ["901", { agentId: "901", name: "Fin", kind: "automation", active: true }],
]);

test("the first message is the source, the others are parts, and notes are told apart", () => {
  const rows = read({
    parts: [
      part(1, "comment", NOOR),
      part(2, "note", NOOR),
      part(3, "note_and_reopen", NOOR),
      part(4, "quick_reply", VERA),
    ],
  });
  expect(
    rows.messages.map(({ messageId, author, agentId, isPublic }) => [messageId, author, agentId, isPublic]),
  ).toEqual([
    ["source-77", "customer", null, true],
    ["1", "human", "11", true],
    ["2", "human", "11", false],
    ["3", "human", "11", false],
    ["4", "customer", null, true],
  ]);
  expect(rows.messages[0]?.at).toEqual(new Date(CREATED * 1000));
});

test("closing, opening, assigning and snoozing are messages only when something was written with it", () => {
  for (const kind of ["close", "open", "assignment", "snoozed", "assign_and_reopen"]) {
    expect(messagesOf([part(1, kind, NOOR)]), kind).toEqual(["1"]);
    expect(messagesOf([part(1, kind, NOOR, { body: null })]), kind).toEqual([]);
    expect(messagesOf([part(1, kind, NOOR, { body: "", attachments: [{ type: "upload" }] })]), kind).toEqual(["1"]);
  }
});

test("a kind of part that nobody knows is a message only when a customer wrote it", () => {
  expect(messagesOf([part(1, "fin_guidance_applied", NOOR), part(2, "company_updated", FIN, { body: null })])).toEqual(
    [],
  );
  expect(messagesOf([part(1, "voice_note", VERA)])).toEqual(["1"]);
});

test("a source without content is no message, and neither is one that is not there", () => {
  expect(read({ source: null }).messages).toEqual([]);
  expect(read({ source: source({ body: " " }) }).messages).toEqual([]);
});

test("what was redacted was taken back, and so was never delivered", () => {
  const rows = read({
    source: source({ redacted: true }),
    parts: [part(1, "comment", NOOR, { body: null, redacted: true })],
  });
  expect(rows.messages.map(({ delivered }) => delivered)).toEqual([false, false]);
});

test("bots, AI answers in a teammate's name, teams and blank authors are automation; leads and users are customers", () => {
  const kindOf = (author: object | null) => intercomAuthorKind(author && intercomAuthor.parse(author), AGENTS);
  for (const type of ["user", "lead", "contact"]) expect(kindOf({ type, id: "c9" })).toBe("customer");
  for (const author of [FIN, { type: "team", id: "5" }, {}, null]) expect(kindOf(author)).toBe("automation");
  expect(kindOf({ ...NOOR, from_ai_agent: true })).toBe("automation");
  expect(kindOf({ ...NOOR, is_ai_answer: true })).toBe("automation");
  expect(kindOf({ ...FIN, type: "admin" })).toBe("automation");
  expect(kindOf({ ...FIN, type: "admin", id: "999" })).toBe("automation");
  expect(kindOf(NOOR)).toBe("human");
});

test("a conversation that a campaign or a bot began is automation's, though a teammate's name stands on it", () => {
  for (const delivered_as of ["automated", "campaigns_initiated", "operator_initiated"]) {
    const [first] = read({ source: source({ author: NOOR, delivered_as }) }).messages;
    expect(first, delivered_as).toMatchObject({ author: "automation", agentId: "11" });
  }
  const [first] = read({ source: source({ author: NOOR, delivered_as: "admin_initiated" }) }).messages;
  expect(first).toMatchObject({ author: "human", agentId: "11" });
});

test("teammates who wrote and are no longer listed are agents who have left", () => {
  const gone = { type: "admin", id: "12", name: "Ada", email: "ada@wool.example" };
  const rows = read({ parts: [part(1, "comment", gone), part(2, "close", gone, { body: null })], state: "closed" });
  expect(rows.agents).toEqual([{ agentId: "12", name: "Ada", kind: "human", active: false }]);
  expect(rows.statusChanges).toMatchObject([{ to: "closed", byAgentId: "12" }]);
  expect(formerIntercomAgents([intercomAuthor.parse({ type: "admin", id: "0" }), null], AGENTS)).toEqual([]);
});

test("the bot's account among the teammates is automation", () => {
  const kindOf = (email: string) => normaliseIntercomAgent(intercomAdmin.parse({ id: 5, email }), true).kind;
  expect(kindOf("operator+ab12@intercom.io")).toBe("automation");
  expect(kindOf("operator@wool.example")).toBe("human");
  expect(normaliseIntercomAgent(intercomAdmin.parse({ id: 5, name: "", email: "jo@wool.example" }), true).name).toBe(
    "jo",
  );
});

test("closings and reopenings come with their time and the human who made them", () => {
  const rows = read({
    state: "closed",
    parts: [
      part(10, "close", NOOR, { body: null }),
      part(20, "open", VERA),
      part(30, "close", FIN, { body: null }),
      part(40, "close", NOOR, { body: null }),
    ],
  });
  expect(rows.statusChanges.map(({ changeId, to, byAgentId }) => [changeId, to, byAgentId])).toEqual([
    ["10", "closed", "11"],
    ["20", "open", null],
    ["30", "closed", null],
  ]);
});

test("snoozing an open conversation changes nothing, snoozing a closed one opens it", () => {
  expect(read({ state: "snoozed", parts: [part(1, "snoozed", NOOR, { body: null })] }).statusChanges).toEqual([]);
  const parts = [part(1, "close", NOOR, { body: null }), part(2, "snoozed", NOOR, { body: null })];
  expect(read({ state: "snoozed", parts }).statusChanges).toMatchObject([
    { to: "closed" },
    { to: "open", byAgentId: "11" },
  ]);
});

test("a customer's plain message opens a closed conversation, unless the part says that it stayed closed", () => {
  const closing = part(1, "close", NOOR, { body: null });
  const answered = read({ parts: [closing, part(2, "comment", VERA)] });
  expect(answered.statusChanges).toMatchObject([{ to: "closed" }, { changeId: "2", to: "open" }]);
  const kept = read({ state: "closed", parts: [closing, part(2, "comment", VERA, { state: "closed" })] });
  expect(kept.statusChanges).toMatchObject([{ to: "closed" }]);
});

test("where the parts leave the present open, the conversation's own state settles it, and nothing is made up", () => {
  const closing = part(5, "close", NOOR, { body: null });
  const afterwards = read({ parts: [closing, part(9, "comment", VERA, { state: "closed" })] });
  expect(afterwards.statusChanges).toMatchObject([{ to: "closed" }, { to: "open", at: at(9) }]);
  expect(read({ parts: [closing] }).statusChanges).toMatchObject([{ to: "closed" }]);
  const statistics = { last_close_at: CREATED + 50, last_closed_by_id: 11 };
  const unseen = read({ state: "closed", statistics });
  expect(unseen.statusChanges).toMatchObject([{ to: "closed", at: at(50), byAgentId: "11" }]);
  expect(read({ state: "closed" }).statusChanges).toEqual([]);
});

test("a conversation was closed when it was closed first, not when somebody closed it again; an open one was not", () => {
  const parts = [part(5, "close", NOOR, { body: null }), part(8, "close", NOOR, { body: null })];
  const statistics = { last_close_at: CREATED + 8 };
  const closedAt = (fields: object) => read({ statistics, ...fields }).tickets[0]?.closedAt;
  expect(closedAt({ parts, state: "closed" })).toEqual(at(5));
  expect(closedAt({ state: "closed" })).toEqual(at(8));
  expect(closedAt({ state: "closed", statistics: null })).toBeNull();
  expect(closedAt({ parts, state: "snoozed" })).toBeNull();
});

test("a header carries assignee, tags and version; 0 is nobody", () => {
  const [ticket] = read({
    admin_assignee_id: 11,
    tags: { tags: [{ name: "yarn" }, { name: "" }, { name: null }] },
  }).tickets;
  expect(ticket).toMatchObject({ assigneeId: "11", tags: ["yarn"], version: (CREATED + 900) * 1000, excluded: null });
  expect(read({ admin_assignee_id: 0 }).tickets[0]?.assigneeId).toBeNull();
});

test("channels are mapped by the source's type, unknown ones and none at all are other", () => {
  const expected = {
    ...{ conversation: "chat", email: "email", facebook: "facebook", instagram: "instagram", twitter: "twitter" },
    ...{ phone_call: "phone", phone_switch: "phone", sms: "sms", whatsapp: "whatsapp", push: "other", fax: "other" },
  };
  for (const [type, channel] of Object.entries(expected)) expect(intercomChannel(type), type).toBe(channel);
  expect(intercomChannel(null)).toBe("other");
});

test("a rating is dated by its answer and names its teammate; asked for only, it is none", () => {
  const conversation_rating = {
    rating: 2,
    created_at: CREATED,
    updated_at: CREATED + 99,
    teammate: { type: "admin", id: 11 },
  };
  expect(read({ conversation_rating }).ratings).toEqual([
    { ticketId: "77", ratingId: "77", ratedAt: at(99), scale: "five-point", score: 2, positive: false, agentId: "11" },
  ]);
  expect(read({ conversation_rating: { ...conversation_rating, rating: null } }).ratings).toEqual([]);
  const nobody = read({
    conversation_rating: { ...conversation_rating, rating: 4, teammate: { type: "nobody_admin", id: null } },
  });
  expect(nobody.ratings).toMatchObject([{ positive: true, agentId: null }]);
});

test("a rating without the time of its answer is set aside, not dated by when it was asked for", () => {
  const rows = read({ conversation_rating: { rating: 5, created_at: CREATED } });
  expect(rows.ratings).toEqual([]);
  expect(rows.setAside).toMatchObject([{ vendorRowId: "rating of ticket 77" }]);
  expect(rows.tickets).toHaveLength(1);
});

test("a customer is known by the contact's record, with a Shopify customer from either place", () => {
  const record = { id: "c1", email: "v@fern.example", phone: "+31612345678", external_id: "7100400000001" };
  expect(customerOf({}, record)).toEqual({
    customerId: "c1",
    emails: ["v@fern.example", "vera@fern.example"],
    phones: ["+31612345678"],
    shopifyCustomerIds: ["7100400000001"],
  });
  const linked = {
    id: "c1",
    external_id: "crm-8",
    custom_attributes: { "Shopify Customer ID": "gid://shopify/Customer/81", n: 9 },
  };
  expect(customerOf({}, linked).shopifyCustomerIds).toEqual(["81"]);
});

test("a contact without a record is known by what the conversation tells", () => {
  const contacts = { contacts: [{ id: "c1", external_id: "82" }] };
  expect(customerOf({ contacts }, null)).toMatchObject({ emails: ["vera@fern.example"], shopifyCustomerIds: ["82"] });
});

test("in a group the customer is the one who began, and a teammate's address is never the customer's", () => {
  const contacts = {
    contacts: [
      { id: "c0", external_id: null },
      { id: "c1", external_id: null },
    ],
  };
  expect(customerOf({ contacts }, null).customerId).toBe("c1");
  expect(customerOf({ contacts, source: source({ author: NOOR }) }, null)).toMatchObject({
    customerId: "c0",
    emails: [],
  });
});

test("addresses that Intercom makes are no e-mail addresses", () => {
  for (const email of ["x1@social.intercom.com", "y@inbound.intercom-mail.com", "z@intercom-mail.com", "", "none"])
    expect(customerOf({ source: null }, { id: "c1", email }).emails, email).toEqual([]);
});

test("a conversation of more than 500 parts is stored, and what is cut off is said", () => {
  const parts = Array.from({ length: 500 }, (_, index) => part(index + 1, "comment", VERA));
  const cut = read({ parts, statistics: { count_conversation_parts: 813 } });
  expect(cut.tickets).toHaveLength(1);
  expect(cut.messages).toHaveLength(501);
  expect(cut.setAside).toEqual([
    { vendorRowId: "earlier parts of ticket 77", reason: expect.stringMatching(/^conversation_parts: .*500 of 812/) },
  ]);
  expect(read({ parts, statistics: { count_conversation_parts: 501 } }).setAside).toEqual([]);
  expect(read({ parts, statistics: null }).setAside).toHaveLength(1);
  expect(read({ parts: parts.slice(1), statistics: { count_conversation_parts: 999 } }).setAside).toEqual([]);
});

test("one part that cannot be read is set aside, the others are kept", () => {
  const rows = read({ parts: [{ ...part(1, "comment", VERA), created_at: "soon" }, part(2, "comment", VERA)] });
  expect(rows.messages.map(({ messageId }) => messageId)).toEqual(["source-77", "2"]);
  expect(rows.setAside).toEqual([
    { vendorRowId: "part of ticket 77, 1", reason: expect.stringMatching(/^created_at: /) },
  ]);
});

test("NUL bytes and halves of characters do not get through", () => {
  const rows = read({
    tags: { tags: [{ name: "ya\0rn\ud800" }] },
    parts: [part(1, "comment", { ...NOOR, id: "1\0" })],
  });
  expect(rows.tickets[0]?.tags).toEqual(["yarn\ufffd"]);
  expect(rows.messages[1]?.agentId).toBe("1");
});

function at(seconds: number): Date {
  return new Date((CREATED + seconds) * 1000);
}

/** A part so many seconds after the conversation began, which is its id too. */
function part(seconds: number, part_type: string, author: object, fields: object = {}) {
  return {
    id: seconds,
    part_type,
    created_at: CREATED + seconds,
    body: "<p>Invented</p>",
    author,
    attachments: [],
    ...fields,
  };
}

function source(fields: object = {}) {
  return { type: "email", delivered_as: "customer_initiated", body: "<p>Hello</p>", author: VERA, ...fields };
}

function read(fields: Record<string, unknown> & { parts?: object[] }, contact: object | null = null) {
  const { parts = [], ...rest } = fields;
  const row = {
    ...{ id: 77, created_at: CREATED, updated_at: CREATED + 900, state: "open", source: source() },
    contacts: { contacts: [{ id: "c1", external_id: null }] },
    conversation_parts: { conversation_parts: parts },
    ...rest,
  };
  return rowsOfConversation(intercomConversation.parse(row), contact && intercomContact.parse(contact), AGENTS);
}

function messagesOf(parts: object[]): string[] {
  return read({ source: null, parts }).messages.map(({ messageId }) => messageId);
}

function customerOf(fields: Record<string, unknown>, contact: object | null) {
  const customer = read(fields, contact).tickets[0]?.customer;
  if (!customer) throw new Error("The conversation has no header");
  return customer;
}
