import type { CustomerIdentity } from "../../tickets/ticket.ts";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../customer-identity.ts";
import type { IntercomContact, IntercomContactReference, IntercomConversation } from "./rows.ts";

/** Addresses that Intercom makes: of its forwarding mailboxes, and of contacts without one. */
const INVENTED_DOMAINS = [".intercom.com", ".intercom.io", "intercom-mail.com"];
/** Names that integrations give the attribute with the Shopify customer. */
const SHOPIFY_ATTRIBUTES = ["shopifyid", "shopifycustomerid", "shopifycustomergid", "shopifyuserid"];

/** The contact who a conversation is with: the one who began it, else the first. */
export function mainContactOf({ contacts, source }: IntercomConversation): IntercomContactReference | null {
  const all = contacts?.contacts ?? [];
  return all.find(({ id }) => id === source?.author?.id) ?? all[0] ?? null;
}

/**
 * Who the customer is: from the contact's own record, and where that cannot be had (merged or erased), from what the
 * conversation tells of them.
 */
export function normaliseIntercomCustomer(
  conversation: IntercomConversation,
  contact: IntercomContact | null,
): CustomerIdentity {
  const reference = mainContactOf(conversation);
  const author = conversation.source?.author ?? null;
  const isOwn = author !== null && (author.id === reference?.id || (reference === null && author.type === "user"));
  const emails = [contact?.email ?? null, isOwn ? author.email : null];
  return {
    customerId: reference?.id ?? contact?.id ?? null,
    shopifyCustomerIds: distinct([
      shopifyCustomerIdOf(contact?.external_id ?? null),
      shopifyCustomerIdOf(reference?.external_id ?? null),
      ...Object.entries(contact?.custom_attributes ?? {}).map(([name, value]) => linkedIn(name, value)),
    ]),
    emails: distinct(emails).filter((email) => isRealEmail(email, INVENTED_DOMAINS)),
    phones: distinct([contact?.phone ?? null]).filter(isPhoneNumber),
  };
}

function linkedIn(name: string, value: unknown): string | null {
  return SHOPIFY_ATTRIBUTES.includes(name.toLowerCase().replaceAll(/[^a-z]/g, "")) ? shopifyCustomerIdOf(value) : null;
}
