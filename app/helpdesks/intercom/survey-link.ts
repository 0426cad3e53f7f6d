import type { SurveyLinkPlaceholders } from "../survey-link-placeholders.ts";

/** Intercom's attribute for the conversation's id. Its public articles do not spell it out, nor one for the contact's id. */
export const intercomSurveyLink: SurveyLinkPlaceholders = {
  ticketId: "{{conversation.id}}",
  customerId: null,
  isCertain: false,
};
