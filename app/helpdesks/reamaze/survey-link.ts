import type { SurveyLinkPlaceholders } from "../survey-link-placeholders.ts";

/** Re:amaze documents no placeholder for the conversation's slug or the customer's id. */
export const reamazeSurveyLink: SurveyLinkPlaceholders = {
  ticketId: null,
  customerId: null,
  isCertain: true,
};
