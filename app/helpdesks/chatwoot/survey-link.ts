import type { SurveyLinkPlaceholders } from "../survey-link-placeholders.ts";

/** What Chatwoot puts into messages of macros and automation rules; there `conversation.id` is a number of the database that nobody else knows. */
export const chatwootSurveyLink: SurveyLinkPlaceholders = {
  ticketId: "{{conversation.display_id}}",
  customerId: "{{contact.id}}",
  isCertain: true,
};
