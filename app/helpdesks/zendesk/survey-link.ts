import type { SurveyLinkPlaceholders } from "../survey-link-placeholders.ts";

/** What Zendesk puts into macros, triggers and automations, by its reference of placeholders. */
export const zendeskSurveyLink: SurveyLinkPlaceholders = {
  ticketId: "{{ticket.id}}",
  customerId: "{{ticket.requester.id}}",
  isCertain: true,
};
