import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { zendeskChannel } from "./channels.ts";
import { normaliseZendeskAgent } from "./normalise-agent.ts";
import { isZendeskComment, normaliseZendeskMessage, writesAsAgent } from "./normalise-message.ts";
import { normaliseZendeskRating, normaliseZendeskSurveyAnswer } from "./normalise-rating.ts";
import { normaliseZendeskStatusChanges } from "./normalise-status-change.ts";
import { normaliseZendeskTicket } from "./normalise-ticket.ts";
import {
  zendeskChildEvent,
  zendeskRating,
  zendeskTicket,
  zendeskTicketEvent,
  zendeskUser,
  zendeskVia,
} from "./rows.ts";

const SOLVED = "2026-04-09T08:00:00Z";
const AGENTS = new Map<string, HelpdeskAgent>([["11", { agentId: "11", name: "Noor", kind: "human", active: true }]]);
const RULE = { channel: "rule", source: { from: { id: 5, title: "Close" }, to: {}, rel: "trigger" } };
const WEB = { channel: "web", source: { from: {}, to: {}, rel: null } };
const MERGE = { channel: "web", source: { from: { ticket_id: 78 }, to: {}, rel: "merge" } };

test("new, open, pending and hold are open; solved and closed are closed", () => {
  for (const status of ["new", "open", "pending", "hold"]) expect(ticket({ status }).isOpen, status).toBe(true);
  for (const status of ["solved", "closed"]) expect(ticket({ status }).isOpen, status).toBe(false);
});

test("a ticket that was opened again keeps its old solving time, which is not a closing time", () => {
  const metric_set = { ticket_id: 77, solved_at: SOLVED };
  expect(ticket({ status: "open", metric_set }).closedAt).toBeNull();
  expect(ticket({ status: "solved", metric_set }).closedAt).toEqual(new Date(SOLVED));
});

test("a closed ticket whose solving time is absent has no closing time", () => {
  expect(ticket({ status: "closed", metric_set: { ticket_id: 77 } }).closedAt).toBeNull();
  expect(ticket({ status: "closed", metric_set: null }).closedAt).toBeNull();
});

test("a deleted ticket is told, not hidden, and neither open nor closed at a time", () => {
  expect(ticket({ status: "deleted" })).toMatchObject({ excluded: "deleted", isOpen: false, closedAt: null });
});

test("a merged ticket is known by its tag or its origin, a follow-up that inherited the tag is not one", () => {
  const tags = ["yarn", "closed_by_merge"];
  expect(ticket({ status: "closed", tags }).excluded).toBe("merged");
  expect(ticket({ status: "closed", via: MERGE }).excluded).toBe("merged");
  expect(ticket({ status: "open", tags }).excluded).toBeNull();
  const followUp = { channel: "web", source: { from: { ticket_id: 70 }, to: {}, rel: "follow_up" } };
  expect(ticket({ status: "closed", tags, via: followUp }).excluded).toBeNull();
});

test("the version is the export's own clock, not the time of the last update", () => {
  expect(ticket({ generated_timestamp: 1_775_722_000 }).version).toBe(1_775_722_000_000);
});

test("a requester is known by the record, and by the sender only when they sent the ticket themselves", () => {
  const via = { channel: "email", source: { from: { address: "vera@work.example" }, to: {}, rel: null } };
  const record = user({ email: "vera@fern.example", phone: "06 1234 5678", external_id: "gid://shopify/Customer/81" });
  expect(ticket({ via }, record).customer).toEqual({
    customerId: "21",
    emails: ["vera@fern.example", "vera@work.example"],
    phones: ["06 1234 5678"],
    shopifyCustomerIds: ["81"],
  });
  expect(ticket({ via, submitter_id: 11 }, record).customer.emails).toEqual(["vera@fern.example"]);
});

test("a caller without a record is known by the number", () => {
  const via = { channel: "voice", source: { from: { phone: "+31612345678" }, to: {}, rel: "voicemail" } };
  expect(ticket({ via }, null).customer).toMatchObject({ emails: [], phones: ["+31612345678"] });
});

test("an external id of digits is a Shopify customer, one of another system is not", () => {
  expect(ticket({}, user({ external_id: "7100400000001" })).customer.shopifyCustomerIds).toEqual(["7100400000001"]);
  expect(ticket({}, user({ external_id: "crm-77" })).customer.shopifyCustomerIds).toEqual([]);
});

test("addresses that Zendesk makes for social contacts are no e-mail addresses", () => {
  expect(ticket({}, user({ email: "facebook-88@social.zendesk.com" })).customer.emails).toEqual([]);
});

test("channels are mapped by family, forms to contact form, messaging and widget to chat", () => {
  const expected = {
    ...{ email: "email", web: "contact-form", api: "other", voice: "phone", chat: "chat", native_messaging: "chat" },
    ...{ sms: "sms", whatsapp: "whatsapp", facebook: "facebook", instagram_dm: "instagram", twitter_dm: "twitter" },
    ...{ any_channel: "other", sample_ticket: "other", mobile_sdk: "other" },
  };
  for (const [channel, counted] of Object.entries(expected))
    expect(zendeskChannel(zendeskVia.parse({ channel }), false), channel).toBe(counted);
  const widget = { channel: "web", source: { from: {}, rel: "web_widget" } };
  expect(zendeskChannel(zendeskVia.parse(widget), false)).toBe("chat");
  const service = {
    channel: "any_channel",
    source: { from: { registered_integration_service_name: "Instagram Channel" } },
  };
  expect(zendeskChannel(zendeskVia.parse(service), false)).toBe("instagram");
  expect(zendeskChannel(zendeskVia.parse({ channel: "something_new" }), true)).toBe("chat");
  expect(zendeskChannel(null, false)).toBe("other");
});

test("a comment of a known agent is human, of anybody else the customer's", () => {
  expect(comment({ author_id: 11 })).toMatchObject({ author: "human", agentId: "11", delivered: true });
  expect(comment({ author_id: 21 })).toMatchObject({ author: "customer", agentId: null });
  expect(comment({ author_id: 404 })).toMatchObject({ author: "customer" });
});

test("a comment of a rule is automated though it carries an agent's name, in either form of its origin", () => {
  expect(comment({ author_id: 11, via: RULE })).toMatchObject({ author: "automation" });
  expect(comment({ author_id: 11, via: "Rule" })).toMatchObject({ author: "automation" });
  expect(comment({ author_id: -1 })).toMatchObject({ author: "automation", agentId: null });
  expect(comment({ author_id: 11, via: { channel: "answer_bot" } })).toMatchObject({ author: "automation" });
});

test("a part without an origin of its own has the update's", () => {
  expect(comment({ author_id: 11, via: null }, { via: RULE }).author).toBe("automation");
  expect(comment({ author_id: 11, via: null }, { via: WEB }).author).toBe("human");
});

test("an agent who was demoted does not become a customer: only agents can write notes", () => {
  const note = zendeskChildEvent.parse({ id: 1, event_type: "Comment", public: false, author_id: 22 });
  expect(writesAsAgent(note)).toBe(true);
  expect(comment({ author_id: 22 }, {}, new Set(["22"]))).toMatchObject({ author: "human", agentId: "22" });
  expect(normaliseZendeskAgent(user({ id: 22, role: "end-user" }))).toMatchObject({ kind: "human", active: false });
});

test("a private comment is a note, and a comment's time is its own", () => {
  expect(comment({ public: false }).isPublic).toBe(false);
  expect(comment({ created_at: "2026-04-09T07:59:58Z" }).at).toEqual(new Date("2026-04-09T07:59:58Z"));
  expect(comment({ created_at: null }).at).toEqual(new Date(SOLVED));
});

test("only comments are messages: notifications, changes and unknown kinds are not", () => {
  for (const event_type of ["Comment", "VoiceComment", "FacebookComment"]) expect(isComment(event_type)).toBe(true);
  for (const event_type of ["Notification", "Change", "Create", "SatisfactionRating", "Cc"])
    expect(isComment(event_type)).toBe(false);
});

test("moves between the sides are told, moves within a side are not", () => {
  expect(moved("open", "solved")).toEqual(["closed"]);
  expect(moved("solved", "closed")).toEqual([]);
  expect(moved("solved", "open")).toEqual(["open"]);
  expect(moved("open", "pending")).toEqual([]);
  expect(moved("pending", "closed")).toEqual(["closed"]);
  expect(moved("open", "deleted")).toEqual(["deleted"]);
  expect(moved("open", "custom")).toEqual([]);
});

test("a ticket that is created solved was closed on creation, one created open was not opened", () => {
  expect(changes([{ event_type: "Create", status: "solved" }]).map(({ to }) => to)).toEqual(["closed"]);
  expect(changes([{ event_type: "Create", status: "open" }])).toEqual([]);
});

test("a change is read in the form of the export and in that of an audit", () => {
  const audit = { event_type: "Change", field_name: "status", value: "solved", previous_value: "open" };
  expect(changes([audit]).map(({ to }) => to)).toEqual(["closed"]);
  expect(changes([{ ...audit, field_name: "priority" }])).toEqual([]);
});

test("the closer is the agent who made the update, never a rule that acted within it", () => {
  const change = { event_type: "Change", status: "solved", previous_value: "open" };
  expect(changes([change], { updater_id: 11 })[0]?.byAgentId).toBe("11");
  expect(changes([{ ...change, via: RULE }], { updater_id: 11 })[0]?.byAgentId).toBeNull();
  expect(changes([{ ...change, via: "Rule" }], { updater_id: 11 })[0]?.byAgentId).toBeNull();
  expect(changes([change], { updater_id: 21 })[0]?.byAgentId).toBeNull();
  expect(changes([change], { updater_id: -1, via: RULE })[0]?.byAgentId).toBeNull();
});

test("a merge closes the ticket that went away, and leaves the other alone", () => {
  const closing = { event_type: "Change", status: "closed", previous_value: "open" };
  expect(changes([closing], { via: MERGE }).map(({ to }) => to)).toEqual(["merged"]);
  expect(changes([{ event_type: "Comment", public: false, via: MERGE }], {})).toEqual([]);
});

test("changes of different updates never share an id", () => {
  const change = { id: 1, event_type: "Change", status: "solved", previous_value: "open" };
  const [one] = changes([change], { id: 500 });
  const [other] = changes([change], { id: 501 });
  expect(one?.changeId).not.toBe(other?.changeId);
});

test("a rating is good or bad, on the day of its last change, and an offer is none", () => {
  expect(rating({ score: "good" })).toMatchObject({ positive: true, scale: "two-point", score: null, agentId: "11" });
  expect(rating({ score: "bad_with_comment" })).toMatchObject({
    positive: false,
    ratedAt: new Date("2026-04-11T08:00:00Z"),
  });
  expect(rating({ updated_at: null })?.ratedAt).toEqual(new Date("2026-04-10T08:00:00Z"));
  for (const score of ["offered", "unoffered", "goodness", ""]) expect(rating({ score })).toBeNull();
});

test("an answer to the newer survey is read from the ticket's events", () => {
  const answer = { id: 3, event_type: "SurveyResponseSubmitted", survey_response_id: "sr-1" };
  expect(survey({ ...answer, rating: 5 })).toMatchObject({
    scale: "five-point",
    score: 5,
    positive: true,
    ratingId: "sr-1",
  });
  expect(survey({ ...answer, rating: "2" })).toMatchObject({ score: 2, positive: false });
  expect(survey({ ...answer, rating_category: "bad" })).toMatchObject({
    scale: "two-point",
    score: null,
    positive: false,
  });
  expect(survey({ ...answer, rating: 9 })).toBeNull();
  expect(survey({ ...answer, event_type: "SurveyOffered", rating: 5 })).toBeNull();
});

test("a suspended or deleted user is no longer active", () => {
  expect(normaliseZendeskAgent(user({ role: "agent" })).active).toBe(true);
  expect(normaliseZendeskAgent(user({ role: "agent", suspended: true })).active).toBe(false);
  expect(normaliseZendeskAgent(user({ role: "admin", active: false })).active).toBe(false);
});

function ticket(fields: object, requester: ReturnType<typeof user> | null = null) {
  const row = {
    ...{ id: 77, status: "open", created_at: "2026-04-01T08:00:00Z", generated_timestamp: 1_775_721_600, tags: [] },
    ...{ requester_id: 21, submitter_id: 21, assignee_id: 11, via: { channel: "email" }, metric_set: null },
  };
  return normaliseZendeskTicket(zendeskTicket.parse({ ...row, ...fields }), requester);
}

function user(fields: object) {
  return zendeskUser.parse({
    id: 21,
    name: "Vera",
    email: null,
    phone: null,
    role: "end-user",
    active: true,
    ...fields,
  });
}

function update(fields: object) {
  const row = { id: 500, ticket_id: 77, created_at: SOLVED, timestamp: 1_775_721_600, updater_id: 11, via: WEB };
  return zendeskTicketEvent.parse({ ...row, child_events: [], ...fields });
}

function comment(fields: object, event: object = {}, formerAgents: ReadonlySet<string> = new Set()) {
  const child = { id: 900, event_type: "Comment", author_id: 21, public: true, via: WEB, ...fields };
  const users = new Map([["22", user({ id: 22 })]]);
  return normaliseZendeskMessage(update(event), zendeskChildEvent.parse(child), {
    agents: AGENTS,
    users,
    formerAgents,
  });
}

function isComment(event_type: string): boolean {
  return isZendeskComment(zendeskChildEvent.parse({ id: 1, event_type }));
}

function changes(children: object[], event: object = {}) {
  const parsed = children.map((child) => zendeskChildEvent.parse(child));
  return normaliseZendeskStatusChanges(update(event), parsed, AGENTS);
}

function moved(previous_value: string, status: string): string[] {
  return changes([{ id: 1, event_type: "Change", status, previous_value }]).map(({ to }) => to);
}

function rating(fields: object) {
  const row = { id: 8, ticket_id: 77, score: "good", assignee_id: 11 };
  const times = { created_at: "2026-04-10T08:00:00Z", updated_at: "2026-04-11T08:00:00Z" };
  return normaliseZendeskRating(zendeskRating.parse({ ...row, ...times, ...fields }));
}

function survey(child: object) {
  return normaliseZendeskSurveyAnswer(update({}), zendeskChildEvent.parse(child));
}
