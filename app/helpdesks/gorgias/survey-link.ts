import type { SurveyLinkPlaceholders } from "../survey-link-placeholders.ts";

/** What Gorgias puts into macros, by its own list of macro variables. */
export const gorgiasSurveyLink: SurveyLinkPlaceholders = {
  ticketId: "{{ticket.id}}",
  customerId: "{{ticket.customer.id}}",
  isCertain: true,
};
