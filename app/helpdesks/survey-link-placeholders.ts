/**
 * What a helpdesk replaces in the text of a macro, saved reply or rule, written as it stands there. The ids are the ones
 * under which tickets and their customers are stored.
 */
export interface SurveyLinkPlaceholders {
  /** Null where the vendor has none: whoever sends the link writes the id by hand. */
  ticketId: string | null;
  /** Null where the vendor has none: the link then holds for a month after the ticket's last activity. */
  customerId: string | null;
  /** Whether the vendor documents them; where not, the merchant has to try the link before it goes to customers. */
  isCertain: boolean;
}
