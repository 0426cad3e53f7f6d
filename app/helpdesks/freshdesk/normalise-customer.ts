import type { CustomerIdentity } from "../../tickets/ticket.ts";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../customer-identity.ts";
import type { FreshdeskContact, FreshdeskTicket } from "./rows.ts";

/** Addresses that accounts get from Freshdesk, for support mailboxes and for contacts without one. */
const INVENTED_DOMAINS = [".freshdesk.com", ".freshchat.com", ".freshemail.io"];

/**
 * Who the requester is. A ticket carries one e-mail address and two phone numbers; further addresses and the linked
 * Shopify customer stand in the contact's own record, null where it was not read.
 */
export function normaliseFreshdeskCustomer(
  ticket: FreshdeskTicket,
  contact: FreshdeskContact | null,
): CustomerIdentity {
  const { requester } = ticket;
  const emails = [requester?.email ?? null, contact?.email ?? null, ...(contact?.other_emails ?? [])];
  const phones = [requester?.phone, requester?.mobile, contact?.phone, contact?.mobile].map((phone) => phone ?? null);
  return {
    customerId: ticket.requester_id,
    shopifyCustomerIds: contact ? linkedShopifyIds(contact) : [],
    emails: distinct(emails).filter((email) => isRealEmail(email, INVENTED_DOMAINS)),
    phones: distinct(phones).filter(isPhoneNumber),
  };
}

/** The vendor's own field for an id of somebody else's system, and fields that an account or an app made for Shopify's. */
export function linkedShopifyIds({ unique_external_id, custom_fields }: FreshdeskContact): string[] {
  const named = Object.entries(custom_fields ?? {}).filter(([name]) => /shopify/i.test(name));
  return distinct([shopifyCustomerIdOf(unique_external_id), ...named.map(([, value]) => shopifyCustomerIdOf(value))]);
}
