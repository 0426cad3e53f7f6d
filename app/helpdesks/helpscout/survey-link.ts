import type { SurveyLinkPlaceholders } from "../survey-link-placeholders.ts";

/**
 * What Help Scout puts into saved replies and workflows is written like this; of the conversation, public sources name only the
 * number that is shown, which is another than the id. Of the customer there are names and addresses.
 */
export const helpscoutSurveyLink: SurveyLinkPlaceholders = {
  ticketId: "{%conversation.id%}",
  customerId: null,
  isCertain: false,
};
