import type { CustomerIdentity, HelpdeskAgent } from "../../tickets/ticket.ts";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../customer-identity.ts";
import type { ReamazeConversation, ReamazeUser } from "./rows.ts";
import { staffIdOf } from "./staff-id.ts";

/** Addresses that Re:amaze makes for contacts without one, and its own forwarding addresses. */
const INVENTED_DOMAINS = [".reamaze.com", ".reamaze.io"];

/** All that Re:amaze tells about who a conversation's customer is. */
export function normaliseReamazeCustomer(
  conversation: ReamazeConversation,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): CustomerIdentity {
  const customer = customerOf(conversation, agents);
  const emails = distinct([customer?.email ?? null]);
  const phones = distinct([customer?.mobile ?? null, customer?.phone ?? null]);
  return {
    customerId: customer?.id ?? null,
    shopifyCustomerIds: distinct([...shopifyIdsIn(customer?.data ?? null), ...shopifyIdsIn(conversation.data)]),
    emails: emails.filter((email) => isRealEmail(email, INVENTED_DOMAINS)),
    phones: phones.filter(isPhoneNumber),
  };
}

/** The author, unless staff began the conversation: then it is the first customer among those who follow it. */
function customerOf(
  { author, followers }: ReamazeConversation,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): ReamazeUser | null {
  const isStaff = (user: ReamazeUser) => user["staff?"] === true || agents.has(staffIdOf(user.email) ?? "");
  const isKnownStaff = (user: ReamazeUser) =>
    isStaff(user) || followers.some((other) => isSamePerson(other, user) && isStaff(other));
  if (author !== null && !isKnownStaff(author) && author["bot?"] !== true) return author;
  return followers.find((user) => isCustomer(user) && !isStaff(user)) ?? null;
}

function isCustomer(user: ReamazeUser): boolean {
  return user["customer?"] ?? (user["staff?"] === false && user["bot?"] !== true);
}

/** Whether two mentions are of the same person, by address where there is one, else by name. */
export function isSamePerson(one: ReamazeUser, other: ReamazeUser): boolean {
  if (one.email !== null || other.email !== null) return one.email?.toLowerCase() === other.email?.toLowerCase();
  return one.name !== null && one.name === other.name;
}

/**
 * Shop integrations and merchants write what they know of a contact under names of their own, such as
 * "(shop.myshopify.com) Customer ID": a name must speak of Shopify and of a customer's id, or the value be a global id.
 */
function shopifyIdsIn(data: Record<string, unknown> | null): (string | null)[] {
  return Object.entries(data ?? {}).map(([name, value]) => {
    const isGlobalId = typeof value === "string" && value.trim().startsWith("gid://shopify/Customer/");
    const words = name.toLowerCase();
    const isNamed = words.includes("shopify") && words.includes("customer") && /(^|[^a-z])id([^a-z]|$)/.test(words);
    return isGlobalId || isNamed ? shopifyCustomerIdOf(value) : null;
  });
}
