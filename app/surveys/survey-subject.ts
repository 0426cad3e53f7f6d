import type { OpenRequest, SurveyLink } from "./survey-request.ts";

/**
 * Whom and what the survey behind a link is for: one a ticket and customer. Links of one ticket that name different customers
 * are different surveys, so that nobody who writes a link of their own gets into the way of the customer's.
 */
export function subjectOfLink({ connectionId, ticketId, customerId }: SurveyLink): string {
  const customer = customerId === null ? "" : `/${encodeURIComponent(customerId)}`;
  return `link:${connectionId}/${encodeURIComponent(ticketId)}${customer}`;
}

/**
 * Whom and what a survey on a page of the shop is for: one a conversation and person where the page names a conversation, else
 * one a person and day. A person is the customer who is logged in, else the visitor.
 * @param customerKey null where nobody is logged in
 * @param at when the survey opens; its day is that of Greenwich
 */
export function subjectOfVisit(
  { vendor, ticket, visitor }: Pick<OpenRequest, "vendor" | "ticket" | "visitor">,
  customerKey: string | null,
  at: Date,
): string {
  const who = customerKey === null ? `visitor:${visitor}` : `customer:${customerKey}`;
  if (ticket !== null) return `ticket:${vendor ?? "*"}/${encodeURIComponent(ticket)}/${who}`;
  return `visitor:${who}/${at.toISOString().slice(0, 10)}`;
}
