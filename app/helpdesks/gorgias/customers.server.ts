import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { type GorgiasCustomer, type GorgiasTicket, gorgiasCustomer } from "./rows.ts";

/**
 * Completes the customers of tickets from a list. List rows name a customer with one e-mail address and nothing else;
 * phone numbers, further addresses and the linked Shopify customer stand only in the customer's own record, which has
 * to be asked for one by one. Each customer is asked for once, whatever the number of tickets; one who has been erased
 * keeps what the list tells.
 */
export async function withWholeCustomers(http: HelpdeskHttp, tickets: GorgiasTicket[]): Promise<GorgiasTicket[]> {
  const brief = tickets.flatMap(({ customer }) => (customer && customer.channels === null ? customer.id : []));
  const whole = new Map<string, GorgiasCustomer>();
  for (const id of new Set(brief)) {
    const customer = await fetchCustomer(http, id);
    if (customer) whole.set(id, customer);
  }
  return tickets.map((ticket) => ({
    ...ticket,
    customer: (ticket.customer && whole.get(ticket.customer.id)) ?? ticket.customer,
  }));
}

async function fetchCustomer(http: HelpdeskHttp, id: string): Promise<GorgiasCustomer | null> {
  const path = `/api/customers/${encodeURIComponent(id)}`;
  const answer = await unlessMissing(http.get(path));
  return answer && parseEnvelope(gorgiasCustomer, answer.json, path);
}
