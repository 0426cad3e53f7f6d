import { expect, test } from "vitest";
import { freshdeskChannel } from "./channels.ts";
import { freshdeskCredentialSchema } from "./credentials.ts";
import { formerFreshdeskAgent, normaliseFreshdeskAgent } from "./normalise-agent.ts";
import { normaliseFreshdeskCustomer } from "./normalise-customer.ts";
import { normaliseFreshdeskConversation, normaliseFreshdeskDescription } from "./normalise-message.ts";
import { normaliseFreshdeskRating } from "./normalise-rating.ts";
import { normaliseFreshdeskStatusChanges, normaliseFreshdeskTicket } from "./normalise-ticket.ts";
import { freshdeskRateBudgets } from "./rate-budgets.ts";
import { freshdeskAgent, freshdeskContact, freshdeskConversation, freshdeskRating, freshdeskTicket } from "./rows.ts";
import { freshdeskWebhooks } from "./webhooks.ts";

const NINE = "2026-04-02T09:00:00Z";
const TEN = "2026-04-02T10:00:00Z";
const NOON = "2026-04-02T12:00:00Z";

test("open, pending and every status of the account's own are open; only resolved and closed are not", () => {
  const open = (status: number) => normaliseFreshdeskTicket(ticket({ status }), null).isOpen;
  expect([2, 3, 6, 7, 22].map(open)).toEqual([true, true, true, true, true]);
  expect([4, 5].map(open)).toEqual([false, false]);
});

test("a ticket is closed when it was resolved, and closing a resolved one is no closing", () => {
  const closed = ticket({ status: 5, stats: { resolved_at: TEN, closed_at: NOON } });
  expect(normaliseFreshdeskTicket(closed, null).closedAt).toEqual(new Date(TEN));
  expect(normaliseFreshdeskStatusChanges(closed)).toMatchObject([{ to: "closed", at: new Date(TEN), byAgentId: null }]);
  const straight = ticket({ status: 5, stats: { closed_at: NOON } });
  expect(normaliseFreshdeskTicket(straight, null).closedAt).toEqual(new Date(NOON));
});

test("a closed ticket without times has no closing time, and an open one never has", () => {
  expect(normaliseFreshdeskTicket(ticket({ status: 4, stats: null }), null).closedAt).toBeNull();
  expect(normaliseFreshdeskTicket(ticket({ status: 2, stats: { resolved_at: TEN } }), null).closedAt).toBeNull();
});

test("the last reopening is told, and a closing before it only where the vendor has kept its time", () => {
  const again = ticket({ status: 4, stats: { reopened_at: TEN, resolved_at: NOON } });
  expect(moves(again)).toEqual([`closed ${NOON}`, `open ${TEN}`]);
  const forgotten = ticket({ status: 2, stats: { reopened_at: TEN } });
  expect(moves(forgotten)).toEqual([`open ${TEN}`]);
  const kept = ticket({ status: 2, stats: { reopened_at: TEN, resolved_at: NINE } });
  expect(moves(kept)).toEqual([`closed ${NINE}`, `open ${TEN}`]);
  const stale = ticket({ status: 5, stats: { reopened_at: TEN, resolved_at: NINE, closed_at: NOON } });
  expect(normaliseFreshdeskTicket(stale, null).closedAt).toEqual(new Date(NOON));
});

test("the same change has the same id whenever it is read", () => {
  const first = normaliseFreshdeskStatusChanges(ticket({ status: 4, stats: { resolved_at: TEN } }));
  const later = normaliseFreshdeskStatusChanges(ticket({ status: 5, stats: { resolved_at: TEN, closed_at: NOON } }));
  expect(later.map(({ changeId }) => changeId)).toEqual(first.map(({ changeId }) => changeId));
});

test("spam and what was deleted are left out of all counts", () => {
  const excluded = (fields: object) => normaliseFreshdeskTicket(ticket(fields), null).excluded;
  expect(excluded({ spam: true })).toBe("spam");
  expect(excluded({ deleted: true, spam: true })).toBe("deleted");
  expect(excluded({})).toBeNull();
});

test("sources are mapped to channels, unknown ones to other", () => {
  const channels = [1, 2, 3, 5, 6, 7, 9, 10, 13, 15, 11, 99, null].map(freshdeskChannel);
  expect(channels.slice(0, 6)).toEqual(["email", "contact-form", "phone", "twitter", "facebook", "chat"]);
  expect(channels.slice(6)).toEqual(["contact-form", "email", "whatsapp", "chat", "other", "other", "other"]);
});

test("a ticket's description is its first message, by the customer unless an agent sent it out", () => {
  const asked = normaliseFreshdeskDescription(ticket({ id: 81, source: 1 }));
  expect(asked).toMatchObject({ messageId: "description-81", author: "customer", at: new Date(NINE), isPublic: true });
  const sent = normaliseFreshdeskDescription(ticket({ id: 82, source: 10, responder_id: 7 }));
  expect(sent).toMatchObject({ author: "human", agentId: null });
});

test("a web chat's description repeats its first message and is none", () => {
  expect(normaliseFreshdeskDescription(ticket({ source: 15 }))).toBeNull();
});

test("replies are told apart by who wrote them, people from rules", () => {
  const author = (fields: object) => {
    const message = normaliseFreshdeskConversation("81", conversation(fields));
    return [message?.author, message?.agentId];
  };
  expect(author({ incoming: true, user_id: 4 })).toEqual(["customer", null]);
  expect(author({ incoming: true, user_id: 4, auto_response: true })).toEqual(["customer", null]);
  expect(author({ user_id: 7 })).toEqual(["human", "7"]);
  expect(author({ user_id: 7, automation_id: 3 })).toEqual(["automation", null]);
  expect(author({ user_id: 7, auto_response: true })).toEqual(["automation", null]);
});

test("notes and forwarded e-mails are not public, and a comment left with a rating is no message", () => {
  expect(normaliseFreshdeskConversation("81", conversation({ private: true, source: 2 }))?.isPublic).toBe(false);
  expect(normaliseFreshdeskConversation("81", conversation({ source: 8 }))?.isPublic).toBe(false);
  expect(normaliseFreshdeskConversation("81", conversation({ source: 0 }))?.isPublic).toBe(true);
  expect(normaliseFreshdeskConversation("81", conversation({ incoming: true, source: 6 }))).toBeNull();
});

test("an e-mail that reached none of its receivers was not delivered", () => {
  const delivered = (fields: object) => normaliseFreshdeskConversation("81", conversation(fields))?.delivered;
  expect(delivered({ email_failure_count: 1, to_emails: ["kim@example.com"] })).toBe(false);
  expect(delivered({ outgoing_failures: [{ email: "kim@example.com" }] })).toBe(false);
  expect(delivered({ outgoing_failures: 1 })).toBe(false);
  expect(delivered({ email_failure_count: 1, to_emails: ["kim@example.com", "lee@example.com"] })).toBe(true);
  expect(delivered({ email_failure_count: 0, outgoing_failures: null })).toBe(true);
});

test("a rating is positive from 101 on, and neutral is not", () => {
  const positive = (value: unknown) =>
    normaliseFreshdeskRating(rating({ ratings: { default_question: value, question_9: 103 } }))?.positive;
  expect([103, 102, 101].map(positive)).toEqual([true, true, true]);
  expect([100, -101, -103].map(positive)).toEqual([false, false, false]);
  expect([null, "103", undefined].map(positive)).toEqual([undefined, undefined, undefined]);
});

test("a rating names its agent and counts on the day it was changed last", () => {
  const changed = rating({ ratings: { default_question: 103 }, agent_id: 7, updated_at: NOON });
  expect(normaliseFreshdeskRating(changed)).toMatchObject({
    agentId: "7",
    ratedAt: new Date(NOON),
    scale: "three-point",
  });
});

test("addresses that Freshdesk makes up are no addresses, numbers and further addresses of the contact count", () => {
  const requester = { id: 4, email: "fb-9120@pine-shop.freshdesk.com", phone: "+31 6 1234 5678", mobile: null };
  const contact = freshdeskContact.parse({ id: 4, other_emails: ["kim@example.com"], mobile: "06 9876 5432" });
  const known = normaliseFreshdeskCustomer(ticket({ requester_id: 4, requester }), contact);
  expect(known).toMatchObject({ customerId: "4", emails: ["kim@example.com"] });
  expect(known.phones).toEqual(["+31 6 1234 5678", "06 9876 5432"]);
});

test("the linked Shopify customer stands in the external id or in a field named after Shopify", () => {
  const ids = (fields: object) =>
    normaliseFreshdeskCustomer(ticket({}), freshdeskContact.parse({ id: 4, ...fields })).shopifyCustomerIds;
  expect(ids({ unique_external_id: "5551234567" })).toEqual(["5551234567"]);
  expect(ids({ unique_external_id: "crm-81" })).toEqual([]);
  expect(ids({ custom_fields: { shopify_customer: "gid://shopify/Customer/42", loyalty_id: "77" } })).toEqual(["42"]);
  expect(normaliseFreshdeskCustomer(ticket({}), null).shopifyCustomerIds).toEqual([]);
});

test("agents who were deactivated or are contacts by now are no longer active", () => {
  const row = { id: 7, contact: { name: "Bo Lind", email: "bo@shop.example" } };
  expect(normaliseFreshdeskAgent(freshdeskAgent.parse({ ...row, deactivated: true }))).toMatchObject({ active: false });
  expect(normaliseFreshdeskAgent(freshdeskAgent.parse(row))).toMatchObject({ name: "Bo Lind", active: true });
  expect(formerFreshdeskAgent("8", null)).toEqual({ agentId: "8", name: "8", kind: "human", active: false });
});

test("the account's allowance is read from every answer, a list's apart and with what the plan allows it", () => {
  const headers = new Headers({ "x-ratelimit-total": "700.0", "x-ratelimit-remaining": "612" });
  expect(freshdeskRateBudgets("/api/v2/agents", headers)).toMatchObject([
    { bucket: "account", limit: 700, remaining: 612, windowSeconds: 60 },
  ]);
  const [told, counted] = freshdeskRateBudgets("/api/v2/tickets", headers);
  expect(told?.bucket).not.toBe("account");
  expect(counted).toMatchObject({ limit: 200, remaining: null, windowSeconds: 60 });
  expect(freshdeskRateBudgets("/api/v2/agents", new Headers())).toEqual([]);
  const hourly = new Headers({ "x-ratelimit-total": "3000", "x-ratelimit-remaining": "9" });
  expect(freshdeskRateBudgets("/api/v2/agents", hourly)).toMatchObject([{ windowSeconds: 3600 }]);
});

test("a webhook names one ticket, in our form or in the vendor's own; anything else is no delivery", () => {
  const { ticketIdsIn } = freshdeskWebhooks;
  expect(ticketIdsIn({ ticket_id: 81 })).toEqual(["81"]);
  expect(ticketIdsIn({ ticket_id: "81", extra: true })).toEqual(["81"]);
  expect(ticketIdsIn({ freshdesk_webhook: { ticket_id: 81 } })).toEqual(["81"]);
  for (const body of [null, [], "81", {}, { ticket_id: "../81" }, { ticket_id: -1 }, { ticket_id: "{{ticket.id}}" }])
    expect(ticketIdsIn(body)).toBeNull();
});

test("a pasted address gives the account's name; anything but a name, and an empty key, is refused", () => {
  const read = (subdomain: string, apiKey: string) => freshdeskCredentialSchema.safeParse({ subdomain, apiKey });
  expect(read("https://Pine-Shop.freshdesk.com/a/tickets", " k3y ").data).toEqual({
    subdomain: "pine-shop",
    apiKey: "k3y",
  });
  expect(read("pine.example.com", "k3y").error?.issues[0]?.message).toBe("subdomainInvalid");
  expect(read("pine-shop", "with:colon").error?.issues[0]?.message).toBe("secretInvalid");
});

function moves(row: ReturnType<typeof ticket>): string[] {
  return normaliseFreshdeskStatusChanges(row).map(({ to, at }) => `${to} ${at.toISOString().replace(".000", "")}`);
}

function ticket(fields: object) {
  return freshdeskTicket.parse({ id: 80, status: 2, source: 1, created_at: NINE, updated_at: NOON, ...fields });
}

function conversation(fields: object) {
  return freshdeskConversation.parse({ id: 900, incoming: false, private: false, created_at: TEN, ...fields });
}

function rating(fields: object) {
  return freshdeskRating.parse({ id: 60, ticket_id: 80, created_at: TEN, ...fields });
}
