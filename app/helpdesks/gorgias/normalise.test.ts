import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { gorgiasChannel } from "./channels.ts";
import { normaliseGorgiasAgent } from "./normalise-agent.ts";
import { normaliseGorgiasCustomer } from "./normalise-customer.ts";
import { normaliseGorgiasMessage } from "./normalise-message.ts";
import { normaliseGorgiasRating } from "./normalise-rating.ts";
import { normaliseGorgiasStatusChange } from "./normalise-status-change.ts";
import { normaliseGorgiasTicket } from "./normalise-ticket.ts";
import { gorgiasCustomer, gorgiasEvent, gorgiasMessage, gorgiasSurvey, gorgiasTicket, gorgiasUser } from "./rows.ts";

const NOW = new Date("2026-04-10T12:00:00Z");
const EARLIER = "2026-04-09T08:00:00.500000+00:00";
const LATER = "2026-04-12T08:00:00.000000+00:00";
const AGENTS = new Map<string, HelpdeskAgent>([
  ["11", { agentId: "11", name: "Noor", kind: "human", active: true }],
  ["12", { agentId: "12", name: "Helper", kind: "automation", active: true }],
]);

test("an open ticket has no closing time, whatever its row still carries", () => {
  expect(ticket({ status: "open", closed_datetime: EARLIER })).toMatchObject({ isOpen: true, closedAt: null });
  expect(ticket({ status: "closed", closed_datetime: EARLIER })).toMatchObject({
    isOpen: false,
    closedAt: new Date(EARLIER),
  });
});

test("a closed ticket without a closing time has none: its last update is not one", () => {
  expect(ticket({ status: "closed", closed_datetime: null })).toMatchObject({ isOpen: false, closedAt: null });
});

test("a snoozed ticket is open though its status is closed, and closed when it was closed after its snooze", () => {
  expect(ticket({ status: "closed", snooze_datetime: LATER })).toMatchObject({ isOpen: true, closedAt: null });
  expect(ticket({ status: "closed", snooze_datetime: EARLIER })).toMatchObject({ isOpen: true });
  expect(ticket({ status: "closed", snooze_datetime: EARLIER, closed_datetime: EARLIER })).toMatchObject({
    isOpen: false,
  });
});

test("spam and trash are left out of the count, and a ticket's version is its last change", () => {
  expect(ticket({ spam: true }).excluded).toBe("spam");
  expect(ticket({ trashed_datetime: EARLIER }).excluded).toBe("trashed");
  expect(ticket({})).toMatchObject({ excluded: null, version: Date.parse("2026-04-09T08:00:00.500Z") });
});

test("tags keep their names, cleaned of what a database refuses", () => {
  expect(ticket({ tags: [{ id: 1, name: "re\0turn" }, { id: 2, name: "\ud83d" }, { name: "" }] }).tags).toEqual([
    "return",
    "\ufffd",
  ]);
  expect(ticket({ tags: null }).tags).toEqual([]);
});

test("a ticket without customer or assignee is still a ticket", () => {
  expect(ticket({ customer: null, assignee_user: null })).toMatchObject({
    assigneeId: null,
    customer: { customerId: null, emails: [], phones: [], shopifyCustomerIds: [] },
  });
});

test("channels are mapped by family, and an unknown one is other", () => {
  const expected = {
    ...{ email: "email", chat: "chat", phone: "phone", aircall: "phone", sms: "sms", api: "other" },
    ...{ contact_form: "contact-form", "contact-form": "contact-form", "help-center": "contact-form" },
    ...{ "facebook-messenger": "facebook", "facebook-mention": "facebook", "instagram-ad-comment": "instagram" },
    ...{ "twitter-direct-message": "twitter", whatsapp: "whatsapp", "whatsapp-business": "whatsapp" },
    ...{ yotpo: "review", "yotpo-review": "review", "google-my-business": "review" },
    ...{ "internal-note": "other", carrier_pigeon: "other" },
  };
  for (const [channel, counted] of Object.entries(expected)) expect(gorgiasChannel(channel), channel).toBe(counted);
  expect(gorgiasChannel(null)).toBe("other");
});

test("a customer is known by every address, number and Shopify customer that the record holds", () => {
  const identity = customer({
    email: "Vera@Fern.example",
    channels: [
      { type: "email", address: "Vera@Fern.example" },
      { type: "email", address: "vera@work.example" },
      { type: "phone", address: "06 1234 5678" },
      { type: "whatsapp", address: "+31612345678" },
      { type: "instagram", address: "17841400000" },
      { type: "email", address: "old@fern.example", deleted_datetime: EARLIER },
    ],
    integrations: {
      "501": { __integration_type__: "shopify", customer: { id: 7_100_400_000_001 } },
      "502": { __integration_type__: "magento2", customer: { id: 99 } },
      "503": { __integration_type__: "shopify", orders: [] },
    },
    ecommerce_data: { "a-b-c": { store: { type: "shopify" }, shopper: { external_id: "7100400000002" } } },
    external_data: { "0f": { __app_name__: "Loyalty", customer_id: 5 } },
    external_id: "7100400000003",
  });
  expect(identity).toEqual({
    customerId: "9",
    emails: ["Vera@Fern.example", "vera@work.example"],
    phones: ["06 1234 5678", "+31612345678"],
    shopifyCustomerIds: ["7100400000001", "7100400000002"],
  });
});

test("an external id counts only when it says that it is a Shopify customer", () => {
  expect(customer({ external_id: "gid://shopify/Customer/81" }).shopifyCustomerIds).toEqual(["81"]);
  expect(customer({ external_id: 81 }).shopifyCustomerIds).toEqual([]);
});

test("addresses that Gorgias makes for social contacts are no e-mail addresses", () => {
  for (const email of ["instagram-88@social.gorgias.com", "n2km@email.gorgias.com", null])
    expect(customer({ email }).emails).toEqual([]);
});

test("a message from the customer's side is the customer's, whoever it names", () => {
  expect(message({ from_agent: false, sender: { id: 11 } })).toMatchObject({ author: "customer", agentId: null });
});

test("a message that does not tell its side is an agent's when its sender is one", () => {
  expect(message({ from_agent: null, sender: { id: 11 } }).author).toBe("human");
  expect(message({ from_agent: null, sender: { id: 900 } }).author).toBe("customer");
});

test("a message of a rule, of the self-service flow or of a bot is automated, a plain one is the agent's", () => {
  expect(message({ rule_id: 5 })).toMatchObject({ author: "automation" });
  expect(message({ via: "rule" })).toMatchObject({ author: "automation" });
  expect(message({ via: "self_service", sender: null })).toMatchObject({ author: "automation", agentId: null });
  expect(message({ sender: { id: 12 } })).toMatchObject({ author: "automation", agentId: "12" });
  expect(message({ sender: { id: 11 } })).toMatchObject({ author: "human", agentId: "11" });
  expect(message({ sender: { id: 99 } })).toMatchObject({ author: "human", agentId: "99" });
});

test("an internal note is not public, in either way of telling it", () => {
  expect(message({ public: false }).isPublic).toBe(false);
  expect(message({ public: true, channel: "internal-note" }).isPublic).toBe(false);
  expect(message({ public: true }).isPublic).toBe(true);
});

test("a message that was sent and then bounced, or was deleted, was not delivered", () => {
  expect(message({ sent_datetime: EARLIER, failed_datetime: LATER }).delivered).toBe(false);
  expect(message({ deleted_datetime: LATER }).delivered).toBe(false);
  expect(message({ sent_datetime: EARLIER }).delivered).toBe(true);
});

test("events that move a ticket are read under each of their names", () => {
  const moves = [
    ["ticket-closed", null, "closed"],
    ["ticket-reopened", null, "open"],
    ["ticket-opened", null, "open"],
    ["ticket-self-unsnoozed", null, "open"],
    ["ticket-deleted", null, "deleted"],
    ["ticket-merged", null, "merged"],
    ["ticket-status-updated", { status: "closed" }, "closed"],
    ["ticket-status-updated", { status: { old: "closed", new: "open" } }, "open"],
    ["ticket-updated", { new_status: "closed" }, "closed"],
  ] as const;
  for (const [type, data, to] of moves) expect(event({ type, data })?.to, type).toBe(to);
});

test("events that move nothing are no changes", () => {
  for (const type of ["ticket-created", "ticket-snoozed", "ticket-trashed", "ticket-message-created", "constructor"])
    expect(event({ type })).toBeNull();
  expect(event({ type: "ticket-updated", data: { subject: "closed" } })).toBeNull();
  expect(event({ type: "ticket-closed", object_type: "View" })).toBeNull();
  expect(event({ type: "ticket-closed", object_id: null })).toBeNull();
});

test("a merge takes away the ticket that went into another, whichever of the two tells it", () => {
  expect(event({ type: "ticket-merged", data: { merged_into_ticket: { id: 78 } } })?.ticketId).toBe("77");
  expect(event({ type: "ticket-merged", data: { target_ticket_id: 77, source_ticket_id: 76 } })?.ticketId).toBe("76");
  expect(event({ type: "ticket-merged", data: { target_ticket_id: 77 } })).toBeNull();
});

test("the closer is a human agent, never a rule, a bot or somebody unknown", () => {
  expect(event({ user_id: 11 })?.byAgentId).toBe("11");
  expect(event({ user_id: 11, data: { rule_id: 3 } })?.byAgentId).toBeNull();
  expect(event({ user_id: 12 })?.byAgentId).toBeNull();
  expect(event({ user_id: 99 })?.byAgentId).toBeNull();
  expect(event({ user_id: null })?.byAgentId).toBeNull();
});

test("a survey counts from the moment it is answered, and is positive from four on", () => {
  expect(rating({ score: null, scored_datetime: null })).toBeNull();
  expect(rating({ score: 3 })).toMatchObject({
    score: 3,
    positive: false,
    scale: "five-point",
    ratedAt: new Date(LATER),
  });
  expect(rating({ score: 4 })).toMatchObject({ positive: true, agentId: null });
});

test("a user is human unless the role is bot, and active unless deactivated", () => {
  expect(agent({ role: { name: "bot" } }).kind).toBe("automation");
  expect(agent({ role: { name: "lite-agent" } }).kind).toBe("human");
  expect(agent({ role: "bot" }).kind).toBe("automation");
  expect(agent({ active: false }).active).toBe(false);
  expect(agent({ deactivated_datetime: EARLIER }).active).toBe(false);
  expect(agent({ name: "" }).name).toBe("noor");
});

function ticket(fields: object) {
  const row = {
    ...{ id: 77, status: "open", channel: "email", spam: false, customer: null, assignee_user: null, tags: [] },
    ...{ created_datetime: "2026-04-01T08:00:00.000000+00:00", updated_datetime: EARLIER, closed_datetime: null },
    ...{ snooze_datetime: null, trashed_datetime: null },
  };
  return normaliseGorgiasTicket(gorgiasTicket.parse({ ...row, ...fields }), NOW);
}

function customer(fields: object) {
  return normaliseGorgiasCustomer(gorgiasCustomer.parse({ id: 9, email: null, ...fields }));
}

function message(fields: object) {
  const row = { id: 5, ticket_id: 77, public: true, channel: "email", via: "helpdesk", from_agent: true };
  const times = { created_datetime: EARLIER, sent_datetime: null, failed_datetime: null };
  const parsed = gorgiasMessage.parse({ ...row, ...times, rule_id: null, sender: { id: 11 }, ...fields });
  return normaliseGorgiasMessage(parsed, AGENTS);
}

function event(fields: object) {
  const row = { id: 6, type: "ticket-closed", object_type: "Ticket", object_id: 77, user_id: null, data: null };
  return normaliseGorgiasStatusChange(gorgiasEvent.parse({ ...row, created_datetime: EARLIER, ...fields }), AGENTS);
}

function rating(fields: object) {
  const row = { id: 7, ticket_id: 77, score: 5, created_datetime: EARLIER, scored_datetime: LATER };
  return normaliseGorgiasRating(gorgiasSurvey.parse({ ...row, ...fields }));
}

function agent(fields: object) {
  const row = { id: 11, name: "Noor", email: "noor@fern.example", active: true, role: { name: "agent" } };
  return normaliseGorgiasAgent(gorgiasUser.parse({ ...row, ...fields }));
}
