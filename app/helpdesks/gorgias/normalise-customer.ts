import type { CustomerIdentity } from "../../tickets/ticket.ts";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../customer-identity.ts";
import type { GorgiasCustomer } from "./rows.ts";

/** Mailboxes that Gorgias makes for contacts without an address, and its own forwarding addresses. */
const INVENTED_DOMAINS = [".gorgias.com", ".gorgias.io", "gorgias.chat"];
/** Channels whose address is a phone number. */
const PHONE_CHANNELS = ["phone", "sms", "whatsapp"];

/** All that Gorgias tells about who a ticket's customer is. */
export function normaliseGorgiasCustomer(customer: GorgiasCustomer | null): CustomerIdentity {
  if (!customer) return { customerId: null, shopifyCustomerIds: [], emails: [], phones: [] };
  const channels = (customer.channels ?? []).filter((channel) => channel.deleted_datetime === null);
  const emails = [customer.email, ...channels.filter(({ type }) => type === "email").map(({ address }) => address)];
  const phones = channels.filter(({ type }) => PHONE_CHANNELS.includes(type ?? "")).map(({ address }) => address);
  return {
    customerId: customer.id,
    shopifyCustomerIds: linkedShopifyIds(customer),
    emails: distinct(emails).filter((email) => isRealEmail(email, INVENTED_DOMAINS)),
    phones: distinct(phones).filter(isPhoneNumber),
  };
}

/**
 * Shopify customers linked to a contact, one a connected shop: `integrations` and `external_data` are keyed by
 * integration or app, `ecommerce_data` by store. The contact's own `external_id` may be anybody's, so it counts only
 * when it is a Shopify global id.
 */
function linkedShopifyIds(customer: GorgiasCustomer): string[] {
  const linked = [customer.integrations, customer.external_data, customer.ecommerce_data].flatMap((links) =>
    Object.entries(links ?? {}).map(([key, link]) => shopifyIdIn(key, link)),
  );
  const own = String(customer.external_id ?? "").startsWith("gid:") ? shopifyCustomerIdOf(customer.external_id) : null;
  return distinct([...linked, own]);
}

function shopifyIdIn(key: string, link: unknown): string | null {
  if (!isRecord(link) || !isShopify(key, link)) return null;
  const { customer, shopper } = link;
  const candidates = [
    ...(isRecord(customer) ? [customer.id, customer.admin_graphql_api_id] : []),
    ...(isRecord(shopper) ? [shopper.external_id] : []),
    link.customer_id,
    link.shopify_customer_id,
  ];
  return candidates.map(shopifyCustomerIdOf).find((id) => id !== null) ?? null;
}

function isShopify(key: string, link: Record<string, unknown>): boolean {
  const { store } = link;
  const names = [key, link.__integration_type__, link.__app_name__, isRecord(store) ? store.type : null];
  return names.some((name) => typeof name === "string" && name.toLowerCase().includes("shopify"));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
