import type { CustomerIdentity } from "../../tickets/ticket.ts";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../customer-identity.ts";
import type { ChatwootContact } from "./rows.ts";

/** The vendor's own addresses, by which replies find their conversation. */
const INVENTED_DOMAINS = [".chatwoot.com", ".chatwoot.app"];
/** Contact attributes in which shops keep the Shopify customer. */
const SHOPIFY_ATTRIBUTE = /^shopify[_ -]?(customer[_ -]?)?id$/i;

/** All that Chatwoot tells about a contact. Its identifier is whatever the shop gave it, often the Shopify customer id. */
export function normaliseChatwootCustomer(contact: ChatwootContact | null): CustomerIdentity {
  if (!contact) return { customerId: null, shopifyCustomerIds: [], emails: [], phones: [] };
  const attributes = [contact.custom_attributes, contact.additional_attributes].flatMap((record) =>
    Object.entries(record ?? {}).filter(([name]) => SHOPIFY_ATTRIBUTE.test(name)),
  );
  const linked = [contact.identifier, ...attributes.map(([, value]) => value)];
  return {
    customerId: contact.id,
    shopifyCustomerIds: distinct(linked.map(shopifyCustomerIdOf)),
    emails: distinct([contact.email]).filter((email) => isRealEmail(email, INVENTED_DOMAINS)),
    phones: distinct([contact.phone_number]).filter(isPhoneNumber),
  };
}
