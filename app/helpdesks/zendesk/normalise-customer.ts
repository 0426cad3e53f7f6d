import type { CustomerIdentity } from "../../tickets/ticket.ts";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../customer-identity.ts";
import type { ZendeskTicket, ZendeskUser } from "./rows.ts";

/** Zendesk's own addresses: those it makes for contacts without one, and the support addresses of accounts. */
const INVENTED_DOMAINS = [".zendesk.com", "zopim.com"];

/**
 * Who the requester is: from the user's record, and from what the ticket's origin tells of the sender. The latter counts
 * only when the requester is the one who sent it, since an agent may open a ticket for somebody else.
 */
export function normaliseZendeskCustomer(ticket: ZendeskTicket, requester: ZendeskUser | null): CustomerIdentity {
  const sender = ticket.submitter_id === ticket.requester_id ? (ticket.via?.source?.from ?? null) : null;
  const emails = [requester?.email ?? null, textIn(sender, "address")];
  const phones = [requester?.phone ?? null, textIn(sender, "phone")];
  return {
    customerId: ticket.requester_id,
    shopifyCustomerIds: distinct([shopifyCustomerIdOf(requester?.external_id ?? null)]),
    emails: distinct(emails).filter((email) => isRealEmail(email, INVENTED_DOMAINS)),
    phones: distinct(phones).filter(isPhoneNumber),
  };
}

function textIn(sender: Record<string, unknown> | null, field: string): string | null {
  const value = sender?.[field];
  return typeof value === "string" ? value : null;
}
