import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { helpscoutChannel } from "./channels.ts";
import { formerAgentsIn } from "./normalise-agent.ts";
import { normaliseHelpscoutCustomer, tellsMore } from "./normalise-customer.ts";
import { normaliseHelpscoutMessage } from "./normalise-message.ts";
import { normaliseHelpscoutRating, ratingOnThread } from "./normalise-rating.ts";
import { normaliseHelpscoutStatusChanges } from "./normalise-status-changes.ts";
import { normaliseHelpscoutTicket } from "./normalise-ticket.ts";
import { helpscoutConversation, helpscoutCustomer, helpscoutRating, helpscoutThread } from "./rows.ts";

const AGENTS = new Map<string, HelpdeskAgent>([
  ["31", { agentId: "31", name: "Fenna Smit", kind: "human", active: true }],
]);
const FENNA = { id: 31, type: "user", first: "Fenna", last: "Smit", email: "fenna@shop.example" };
const ROSA = { id: 900, type: "customer", first: "Rosa", last: "Kok", email: "rosa@example.com" };
const WORKFLOW = { id: 1, type: "user", first: "Help", last: "Scout", email: "none@nowhere.com" };

test("a conversation that waits or is snoozed is open, and only a closed one has a closing time", () => {
  const closedAt = "2026-03-02T10:00:00Z";
  expect(ticket({ status: "pending", closedAt })).toMatchObject({ isOpen: true, closedAt: null });
  expect(ticket({ status: "active", snooze: { snoozedUntil: "2026-04-01T00:00:00Z" } }).isOpen).toBe(true);
  expect(ticket({ status: "closed", closedAt })).toMatchObject({ isOpen: false, closedAt: new Date(closedAt) });
  expect(ticket({ status: "closed" })).toMatchObject({ isOpen: false, closedAt: null });
});

test("spam, deleted conversations and drafts that were never sent are not counted", () => {
  expect(ticket({ status: "spam" }).excluded).toBe("spam");
  expect(ticket({ status: "spam", closedAt: "2026-03-02T10:00:00Z" }).isOpen).toBe(false);
  expect(ticket({ state: "deleted" }).excluded).toBe("deleted");
  expect(ticket({ state: "draft" }).excluded).toBe("trashed");
  expect(ticket({ state: "published" }).excluded).toBeNull();
});

test("the version is the latest time that a row tells, be it a user's update or a customer's message", () => {
  const header = ticket({ userUpdatedAt: "2026-03-01T12:00:00Z" });
  expect(header.version).toBe(Date.parse("2026-03-01T12:00:00Z"));
  const threads = [thread({ type: "customer", createdAt: "2026-03-01T13:00:00Z" })];
  const answered = normaliseHelpscoutTicket({ conversation: conversation({}), threads, customer: null });
  expect(answered.version).toBe(Date.parse("2026-03-01T13:00:00Z"));
});

test("a conversation belongs to a user, and to nobody when it belongs to a team or to anyone", () => {
  expect(ticket({ assignee: FENNA }).assigneeId).toBe("31");
  expect(ticket({ assignee: { id: 77, type: "team", first: "Returns" } }).assigneeId).toBeNull();
  expect(ticket({ assignee: WORKFLOW }).assigneeId).toBeNull();
  expect(ticket({ assignee: null }).assigneeId).toBeNull();
});

test("channels follow the type, and the source where it says more than the type", () => {
  const channels = [
    ["email", "email", "email"],
    ["email", "emailfwd", "email"],
    ["email", "beacon", "contact-form"],
    ["email", "heymarket", "sms"],
    ["email", "instagram-dm", "instagram"],
    ["chat", "beacon", "chat"],
    ["chat", "facebook-messenger", "facebook"],
    ["phone", "web", "phone"],
    ["letter", "pigeon", "other"],
  ] as const;
  for (const [type, source, channel] of channels)
    expect(helpscoutChannel(type, source), `${type} ${source}`).toBe(channel);
});

test("a message is its author's: customer, human, or automation when a workflow made it by itself", () => {
  expect(message({ type: "customer", createdBy: ROSA })).toMatchObject({ author: "customer", agentId: null });
  // An agent wrote down what the customer said.
  expect(message({ type: "customer", createdBy: FENNA })).toMatchObject({ author: "customer", agentId: null });
  expect(message({ type: "message", createdBy: FENNA })).toMatchObject({ author: "human", agentId: "31" });
  expect(message({ type: "beaconchat", createdBy: ROSA })?.author).toBe("customer");
  expect(message({ type: "beaconchat", createdBy: FENNA })?.author).toBe("human");
  expect(message({ createdBy: FENNA, source: { type: "workflows", via: "user" } })?.author).toBe("automation");
  expect(message({ createdBy: WORKFLOW })).toMatchObject({ author: "automation", agentId: null });
  expect(message({ createdBy: FENNA, action: { type: "manual-workflow" } })?.author).toBe("human");
  expect(message({ createdBy: { id: 5, type: "ai" } })?.author).toBe("automation");
});

test("notes and forwarded mail are internal, and lines of the history are no messages", () => {
  expect(message({ type: "note" })).toMatchObject({ isPublic: false, author: "human" });
  expect(message({ type: "forwardchild" })?.isPublic).toBe(false);
  expect(message({ type: "lineitem" })).toBeNull();
  expect(message({ type: "something-new" })).toBeNull();
});

test("drafts and replies held back are no messages yet, and hidden ones have not been delivered", () => {
  for (const state of ["draft", "underreview"]) expect(message({ state })).toBeNull();
  expect(message({ state: "hidden" })?.delivered).toBe(false);
  expect(message({ state: "published" })?.delivered).toBe(true);
});

test("closings and reopenings are read from the threads' status, whoever caused them", () => {
  const threads = [
    thread({ id: 1, type: "customer", status: "active", createdAt: at(0) }),
    thread({ id: 2, type: "message", status: "closed", createdBy: FENNA, createdAt: at(1) }),
    thread({ id: 3, type: "customer", status: "active", createdAt: at(2) }),
    thread({ id: 4, type: "lineitem", status: "closed", createdBy: WORKFLOW, createdAt: at(3) }),
  ];
  // Lists give the newest thread first.
  const changes = normaliseHelpscoutStatusChanges(conversation({}), threads.reverse(), AGENTS);
  expect(changes.map(({ changeId, to, byAgentId }) => [changeId, to, byAgentId])).toEqual([
    ["2", "closed", "31"],
    ["3", "open", null],
    ["4", "closed", null],
  ]);
});

test("threads that repeat the status or say that nothing changed move nothing, and drafts neither", () => {
  const threads = [
    thread({ id: 1, status: "closed", createdAt: at(0) }),
    thread({ id: 2, type: "note", status: "closed", createdAt: at(1) }),
    thread({ id: 3, type: "note", status: "nochange", createdAt: at(2) }),
    thread({ id: 4, status: "active", state: "draft", createdAt: at(3) }),
    thread({ id: 5, status: "spam", createdAt: at(4) }),
  ];
  expect(normaliseHelpscoutStatusChanges(conversation({}), threads, AGENTS)).toHaveLength(1);
});

test("threads of one second are taken in the order of their ids", () => {
  const threads = [
    thread({ id: 12, type: "lineitem", status: "closed", createdBy: FENNA, createdAt: at(0) }),
    thread({ id: 9, type: "customer", status: "active", createdAt: at(0) }),
  ];
  const changes = normaliseHelpscoutStatusChanges(conversation({}), threads, AGENTS);
  expect(changes.map(({ to }) => to)).toEqual(["closed"]);
});

test("a closing that no thread tells is taken from the conversation, with its human author", () => {
  const closed = { status: "closed", closedAt: at(5), closedByUser: FENNA };
  expect(normaliseHelpscoutStatusChanges(conversation(closed), [], AGENTS)).toEqual([
    { ticketId: "500", changeId: `closed-${Date.parse(at(5))}`, at: new Date(at(5)), to: "closed", byAgentId: "31" },
  ]);
  const byWorkflow = conversation({ ...closed, closedByUser: WORKFLOW });
  expect(normaliseHelpscoutStatusChanges(byWorkflow, [], AGENTS)[0]?.byAgentId).toBeNull();
  expect(normaliseHelpscoutStatusChanges(conversation({ status: "closed" }), [], AGENTS)).toEqual([]);
});

test("a line about a merge tells that the other conversation is gone, however its id is written", () => {
  for (const associatedEntities of [
    { conversation: 77 },
    { originalConversation: "77" },
    { ticket: [{ id: 77 }, 500] },
  ]) {
    const line = thread({ id: 3, type: "lineitem", action: { type: "merged", associatedEntities }, createdAt: at(1) });
    expect(normaliseHelpscoutStatusChanges(conversation({}), [line], AGENTS)).toEqual([
      { ticketId: "77", changeId: "3", at: new Date(at(1)), to: "merged", byAgentId: null },
    ]);
  }
  const empty = thread({ type: "lineitem", action: { type: "merged", associatedEntities: [] } });
  expect(normaliseHelpscoutStatusChanges(conversation({}), [empty], AGENTS)).toEqual([]);
});

test("only great is positive, and a rating belongs to the rated reply", () => {
  const row = { id: 500, threadid: 12, ratingCreatedAt: at(9), ratingUserId: 31 };
  const rated = (ratingId: number) => normaliseHelpscoutRating(helpscoutRating.parse({ ...row, ratingId }));
  expect([1, 2, 3].map((id) => rated(id).positive)).toEqual([true, false, false]);
  expect(rated(1)).toMatchObject({ ticketId: "500", ratingId: "12", scale: "three-point", score: null, agentId: "31" });
  expect(helpscoutRating.safeParse({ ...row, ratingId: 4 }).success).toBe(false);
});

test("a rating on a reply counts when it says what it is and when it was given", () => {
  const on = (rating: unknown) => ratingOnThread(thread({ id: 12, createdBy: FENNA, rating }), "500", AGENTS);
  expect(on({ rating: "Great", createdAt: at(9) })).toMatchObject({ ratingId: "12", positive: true, agentId: "31" });
  expect(on({ ratingId: 3, ratingCreatedAt: at(9) })?.positive).toBe(false);
  for (const nothing of ["great", { rating: "great" }, { rating: "?", createdAt: at(9) }, null, undefined, 7])
    expect(on(nothing)).toBeNull();
});

test("a customer is known by all addresses of the own record, but not by those that Help Scout made", () => {
  const whole = record({
    emails: [{ value: "rosa@example.com" }, { value: "rosa.kok@work.example" }, { value: "x@chat.helpscout.net" }],
    phones: [{ value: "06 11 22 33 44" }, { value: "none" }],
  });
  expect(normaliseHelpscoutCustomer(person(ROSA), whole)).toEqual({
    customerId: "900",
    shopifyCustomerIds: [],
    emails: ["rosa@example.com", "rosa.kok@work.example"],
    phones: ["06 11 22 33 44"],
  });
  expect(tellsMore(person(ROSA), whole)).toBe(true);
  expect(tellsMore(person(ROSA), record({ emails: [{ value: "rosa@example.com" }] }))).toBe(false);
});

test("a Shopify customer is linked by a property that is named after Shopify or holds its global id", () => {
  const linked = (properties: object[]) => normaliseHelpscoutCustomer(null, record({ properties })).shopifyCustomerIds;
  expect(linked([{ slug: "shopify-customer-id", value: "7100400000011" }])).toEqual(["7100400000011"]);
  expect(linked([{ slug: "shop", value: "gid://shopify/Customer/7100400000022" }])).toEqual(["7100400000022"]);
  expect(linked([{ slug: "crm-id", value: "4711" }, { slug: "shopify-plan", value: "plus" }, {}])).toEqual([]);
});

test("users who wrote but are not listed any more have left, and the account itself is nobody", () => {
  const gone = { id: 8, type: "user", first: "Bo", last: "Visser", email: null };
  const people = [gone, FENNA, WORKFLOW, ROSA, null].map((given) => (given === null ? null : person(given)));
  expect(formerAgentsIn(people, AGENTS)).toEqual([{ agentId: "8", name: "Bo Visser", kind: "human", active: false }]);
});

function at(hours: number): string {
  return `2026-03-0${1 + Math.floor(hours / 10)}T1${hours % 10}:00:00Z`;
}

function conversation(fields: object) {
  const usual = { id: 500, type: "email", status: "active", createdAt: "2026-03-01T09:00:00Z" };
  return helpscoutConversation.parse({ ...usual, ...fields });
}

function ticket(fields: object) {
  return normaliseHelpscoutTicket({ conversation: conversation(fields), threads: [], customer: null });
}

function thread(fields: object) {
  return helpscoutThread.parse({
    id: 1,
    type: "message",
    state: "published",
    createdAt: at(0),
    createdBy: FENNA,
    ...fields,
  });
}

function message(fields: object) {
  return normaliseHelpscoutMessage(thread(fields), "500", AGENTS);
}

function person(fields: object) {
  const { primaryCustomer } = conversation({ primaryCustomer: fields });
  if (!primaryCustomer) throw new Error("A person cannot be read");
  return primaryCustomer;
}

function record(_embedded: object) {
  return helpscoutCustomer.parse({ id: 900, _embedded });
}
