import type { CustomerIdentity } from "../../tickets/ticket.ts";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../customer-identity.ts";
import type { HelpscoutCustomer, HelpscoutPerson } from "./rows.ts";

/** Where Help Scout receives mail and chat itself. */
const INVENTED_DOMAINS = ["helpscout.net", "helpscoutapp.com", ".helpscout.com"];

/** All that Help Scout tells about who a conversation's customer is; `whole` is the customer's own record, where it is known. */
export function normaliseHelpscoutCustomer(
  customer: HelpscoutPerson | null,
  whole: HelpscoutCustomer | null,
): CustomerIdentity {
  const emails = [customer?.email ?? null, ...(whole?._embedded?.emails ?? []).map(({ value }) => value)];
  const phones = (whole?._embedded?.phones ?? []).map(({ value }) => value);
  return {
    customerId: customer?.id ?? null,
    shopifyCustomerIds: linkedShopifyIds(whole),
    emails: distinct(emails).filter((email) => isRealEmail(email, INVENTED_DOMAINS)),
    phones: distinct(phones).filter(isPhoneNumber),
  };
}

/** Whether the customer's own record holds more than the conversation tells. */
export function tellsMore(customer: HelpscoutPerson | null, whole: HelpscoutCustomer): boolean {
  const brief = normaliseHelpscoutCustomer(customer, null);
  const full = normaliseHelpscoutCustomer(customer, whole);
  return full.emails.length > brief.emails.length || full.phones.length > 0 || full.shopifyCustomerIds.length > 0;
}

/**
 * Help Scout itself links no shops: apps and merchants write the Shopify customer into a customer property. A property
 * counts when it is named after Shopify or holds a Shopify global id.
 */
function linkedShopifyIds(whole: HelpscoutCustomer | null): string[] {
  const properties = whole?._embedded?.properties ?? [];
  return distinct(
    properties
      .filter(({ slug, name, value }) => /shopify/i.test(`${slug} ${name}`) || String(value).startsWith("gid:"))
      .map(({ value }) => shopifyCustomerIdOf(value)),
  );
}
