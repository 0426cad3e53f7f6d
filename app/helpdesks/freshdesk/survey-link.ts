import type { SurveyLinkPlaceholders } from "../survey-link-placeholders.ts";

/** What Freshdesk puts into canned responses and automations. Of the requester it has the name and addresses, not the id. */
export const freshdeskSurveyLink: SurveyLinkPlaceholders = {
  ticketId: "{{ticket.id}}",
  customerId: null,
  isCertain: true,
};
