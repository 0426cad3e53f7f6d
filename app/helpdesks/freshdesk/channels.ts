import type { Channel } from "../../tickets/ticket.ts";

/** An agent wrote the ticket's first message and sent it to the customer. */
export const OUTBOUND_EMAIL = 10;
/** Chat of the web widget: all of its messages are conversations, and the description repeats the first of them. */
export const WEB_CHAT = 15;

/** By the number of a ticket's source, as an account's own list of sources names them. */
const CHANNELS = new Map<number, Channel>([
  [1, "email"],
  [2, "contact-form"],
  [3, "phone"],
  [5, "twitter"],
  [6, "facebook"],
  [7, "chat"],
  [8, "chat"],
  [9, "contact-form"],
  [OUTBOUND_EMAIL, "email"],
  [12, "chat"],
  [13, "whatsapp"],
  [WEB_CHAT, "chat"],
]);

/** METRICS.md 2. Freshdesk adds sources now and then, and accounts their own: unknown ones are "other". */
export function freshdeskChannel(source: number | null): Channel {
  return CHANNELS.get(source ?? 0) ?? "other";
}
