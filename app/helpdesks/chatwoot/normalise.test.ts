import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { chatwootChannel } from "./channels.ts";
import { agentOfSender, normaliseChatwootBot, normaliseChatwootUser, senderOf } from "./normalise-agent.ts";
import { normaliseChatwootCustomer } from "./normalise-customer.ts";
import { isChatwootMessage, normaliseChatwootMessage } from "./normalise-message.ts";
import { normaliseChatwootRating, ratingIn } from "./normalise-rating.ts";
import { normaliseChatwootTicket } from "./normalise-ticket.ts";
import {
  chatwootBot,
  chatwootContact,
  chatwootConversation,
  chatwootCsatResponse,
  chatwootInstant,
  chatwootMessage,
  chatwootUser,
} from "./rows.ts";

const BOT: HelpdeskAgent = { agentId: "bot-4", name: "Night bot", kind: "automation", active: true };
const AGENTS = new Map([[BOT.agentId, BOT]]);

test("a time is seconds, whole or not, as number or text, or ISO 8601; zero is none", () => {
  const times = [1_790_000_000, 1_790_000_000.25, "1790000000", "1790000000.25", "2026-09-21T14:13:20.250Z"];
  expect(times.map((time) => chatwootInstant.parse(time).getTime() % 1000)).toEqual([0, 250, 0, 250, 250]);
  expect(new Set(times.map((time) => Math.floor(chatwootInstant.parse(time).getTime() / 1000)))).toEqual(
    new Set([1_790_000_000]),
  );
  for (const none of [0, -1, "", "soon", Number.MAX_VALUE]) expect(chatwootInstant.safeParse(none).success).toBe(false);
});

test("a ticket's version is its last change, and where an old version tells none, its last activity", () => {
  expect(header({ updated_at: 1_790_000_100.5, last_activity_at: 1_790_000_050 }).version).toBe(1_790_000_100_500);
  expect(header({ updated_at: null, last_activity_at: 1_790_000_050 }).version).toBe(1_790_000_050_000);
  expect(header({ updated_at: 0, last_activity_at: undefined, timestamp: "1790000060" }).version).toBe(
    1_790_000_060_000,
  );
  expect(header({ updated_at: undefined, last_activity_at: 0 }).version).toBe(1_790_000_000_000);
});

test("pending and snoozed conversations are open, and only a resolved one has the time of its last closing", () => {
  const closed = { ticketId: "7", changeId: "closed-1", at: new Date(5), to: "closed", byAgentId: null } as const;
  const states = (["open", "pending", "snoozed", "resolved"] as const).map((status) =>
    normaliseChatwootTicket(conversation({ status }), [closed]),
  );
  expect(states.map(({ isOpen, closedAt }) => [isOpen, closedAt])).toEqual([
    [true, null],
    [true, null],
    [true, null],
    [false, new Date(5)],
  ]);
  expect(header({ status: "resolved" })).toMatchObject({ isOpen: false, closedAt: null, excluded: null });
});

test("a bot may have the conversation, and is not the user of the same number", () => {
  expect(header({ meta: { assignee: { id: 4 } } }).assigneeId).toBe("4");
  expect(header({ meta: { assignee: { id: 4 }, assignee_type: "AgentBot" } }).assigneeId).toBe("bot-4");
  expect(header({ meta: {} }).assigneeId).toBeNull();
  expect(header({ meta: null }).customer).toEqual({ customerId: null, shopifyCustomerIds: [], emails: [], phones: [] });
});

test("channels follow the kind of inbox, and two of them what the conversation tells besides", () => {
  const channels = [
    ["Channel::Email", {}, "email"],
    ["Channel::WebWidget", {}, "chat"],
    ["Channel::Whatsapp", {}, "whatsapp"],
    ["Channel::Voice", {}, "phone"],
    ["Channel::FacebookPage", {}, "facebook"],
    ["Channel::FacebookPage", { additional_attributes: { type: "instagram_direct_message" } }, "instagram"],
    ["Channel::TwilioSms", { messages: [from("+31612345678")] }, "sms"],
    ["Channel::TwilioSms", { messages: [from("whatsapp:+31612345678")] }, "whatsapp"],
    ["Channel::Api", {}, "other"],
    ["Channel::Line", { messages: ["unreadable"] }, "other"],
    [null, {}, "other"],
  ] as const;
  for (const [channel, fields, expected] of channels)
    expect.soft(chatwootChannel(conversation({ meta: { channel }, ...fields })), String(channel)).toBe(expected);
});

test("a customer's Shopify id stands in the identifier or an attribute, as number or global id", () => {
  const ids = [
    [{ identifier: "7100400000011" }, ["7100400000011"]],
    [{ identifier: "gid://shopify/Customer/12" }, ["12"]],
    [{ identifier: 13 }, ["13"]],
    [{ identifier: "crm-1234" }, []],
    [{ identifier: "12", custom_attributes: { shopify_customer_id: 12, "Shopify ID": "14" } }, ["12", "14"]],
    [
      { additional_attributes: { shopify_id: "gid://shopify/Customer/15" }, custom_attributes: { shopify_orders: 3 } },
      ["15"],
    ],
    [{ identifier: null, custom_attributes: "none" }, []],
  ] as const;
  for (const [fields, expected] of ids) expect(customer(fields).shopifyCustomerIds).toEqual(expected);
});

test("invented addresses and what is no number identify nobody", () => {
  expect(customer({ email: "lena@wool.example", phone_number: "+31612345678" })).toMatchObject({
    ...{ customerId: "9", emails: ["lena@wool.example"], phones: ["+31612345678"] },
  });
  for (const email of ["instagram-1@social.chatwoot.com", "reply+1@mail.chatwoot.app", "1@facebook.com", "", "nobody"])
    expect(customer({ email, phone_number: "anonymous" })).toMatchObject({ emails: [], phones: [] });
  expect(customer({ email: "ada@chatwoot.com" }).emails).toEqual(["ada@chatwoot.com"]);
});

test("who wrote a message follows its type, its sender, and whether a rule or campaign sent it", () => {
  const user = { id: 4, type: "user", name: "Ada" };
  const authors = [
    [{ message_type: 0, sender: { id: 9, type: "contact" } }, "customer", null],
    [{ message_type: "incoming" }, "customer", null],
    [{ message_type: 1, sender: user }, "human", "4"],
    [{ message_type: 1, sender_type: "User", sender_id: 4 }, "human", "4"],
    [{ message_type: 1, sender: { id: 4, type: "agent_bot" } }, "automation", "bot-4"],
    [{ message_type: 1, sender_type: "AgentBot", sender_id: 4 }, "automation", "bot-4"],
    [{ message_type: 1, sender: { id: 5, type: "captain_assistant" } }, "automation", null],
    [{ message_type: 1, sender: user, content_attributes: { automation_rule_id: 2 } }, "automation", null],
    [{ message_type: 1, sender: user, additional_attributes: { campaign_id: 2 } }, "automation", null],
    [{ message_type: 1 }, "automation", null],
    [{ message_type: 1, content_attributes: { external_echo: true } }, "human", null],
    [{ message_type: 3 }, "automation", null],
  ] as const;
  for (const [fields, author, agentId] of authors)
    expect.soft(normalised(fields), JSON.stringify(fields)).toMatchObject({ author, agentId });
});

test("notes are told apart, and what failed or was deleted never arrived", () => {
  expect(normalised({ message_type: 1, private: true })).toMatchObject({ isPublic: false, delivered: true });
  expect(normalised({ message_type: 1, private: null })).toMatchObject({ isPublic: true });
  expect(normalised({ message_type: 1, status: "failed" }).delivered).toBe(false);
  expect(normalised({ message_type: 0, content_attributes: { deleted: true } }).delivered).toBe(false);
  for (const status of ["sent", "delivered", "read", "progress", null, 3])
    expect(normalised({ message_type: 1, status }).delivered).toBe(true);
});

test("activity lines and forms are no messages", () => {
  const said = [{ message_type: 0 }, { message_type: 3 }, { message_type: 3, content_type: "input_select" }];
  const shown = [
    { message_type: 2 },
    { message_type: 3, content_type: "input_csat" },
    { message_type: 3, content_type: "input_email" },
  ];
  expect(said.map((fields) => isChatwootMessage(message(fields)))).toEqual([true, true, true]);
  expect(shown.map((fields) => isChatwootMessage(message(fields)))).toEqual([false, false, false]);
});

test("an author who is not listed is a user who has left, or an assistant", () => {
  const left = senderOf(message({ message_type: 1, sender: { id: 4, type: "user", name: "Ada" } }));
  expect(left && agentOfSender(left)).toEqual({ agentId: "4", name: "Ada", kind: "human", active: false });
  const assistant = senderOf(message({ message_type: 1, sender: { id: 5, type: "captain_assistant" } }));
  expect(assistant && agentOfSender(assistant)).toMatchObject({
    agentId: "assistant-5",
    kind: "automation",
    active: true,
  });
  const contact = senderOf(message({ message_type: 0, sender: { id: 9, type: "contact" } }));
  expect(contact && agentOfSender(contact)).toBeNull();
});

test("listed users are people at work, bots are automation", () => {
  const user = normaliseChatwootUser(
    chatwootUser.parse({ id: 4, name: "", available_name: null, email: "ada@wool.example" }),
  );
  expect(user).toEqual({ agentId: "4", name: "ada", kind: "human", active: true });
  expect(normaliseChatwootBot(chatwootBot.parse({ id: 4, name: "Night bot" }))).toEqual(BOT);
});

test("a rating goes by its survey's message, its scale has five points", () => {
  const row = {
    id: 1,
    rating: 4,
    message_id: 88,
    conversation_id: 7,
    created_at: 1_790_000_000,
    assigned_agent: { id: 4 },
  };
  expect(normaliseChatwootRating(chatwootCsatResponse.parse(row))).toEqual({
    ...{ ticketId: "7", ratingId: "88", ratedAt: new Date(1_790_000_000_000), scale: "five-point" },
    ...{ score: 4, positive: true, agentId: "4" },
  });
  const bare = { ...row, rating: 3, message_id: null, assigned_agent: undefined };
  expect(normaliseChatwootRating(chatwootCsatResponse.parse(bare))).toMatchObject({
    ratingId: "response-1",
    positive: false,
    agentId: null,
  });
  expect(chatwootCsatResponse.safeParse({ ...row, rating: 6 }).success).toBe(false);
});

test("a survey's message tells what was answered, once it was", () => {
  const survey = (content_attributes: unknown) =>
    ratingIn(message({ message_type: 3, content_type: "input_csat", content_attributes }));
  expect(survey({ submitted_values: { csat_survey_response: { rating: 5 } } })).toBe(5);
  expect(survey({})).toBeNull();
  expect(survey(null)).toBeNull();
  expect(ratingIn(message({ message_type: 0 }))).toBeNull();
});

function conversation(fields: object) {
  return chatwootConversation.parse({ id: 7, status: "open", created_at: 1_790_000_000, ...fields });
}

function header(fields: object) {
  return normaliseChatwootTicket(conversation(fields), []);
}

function from(source_id: string) {
  return { conversation: { contact_inbox: { source_id } } };
}

function customer(fields: object) {
  return normaliseChatwootCustomer(chatwootContact.parse({ id: 9, ...fields }));
}

function message(fields: object) {
  return chatwootMessage.parse({ id: 1, created_at: 1_790_000_000, ...fields });
}

function normalised(fields: object) {
  return normaliseChatwootMessage("7", message(fields), AGENTS);
}
