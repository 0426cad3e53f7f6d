import type { Channel } from "../../tickets/ticket.ts";

/** How a conversation began. API, custom and staff origins (7, 11, 16) say nothing of a medium and are left out. */
const ORIGINS = new Map<number, Channel>([
  [0, "chat"],
  [1, "email"],
  [2, "twitter"],
  [3, "facebook"],
  [6, "chat"],
  [8, "instagram"],
  [9, "sms"],
  [10, "phone"],
  [15, "whatsapp"],
  [17, "contact-form"],
  [19, "instagram"],
]);

/** Kind of the inbox ("channel") that a conversation lies in. */
const CATEGORIES = new Map<number, Channel>([
  [1, "email"],
  [2, "twitter"],
  [3, "facebook"],
  [6, "chat"],
  [8, "instagram"],
  [9, "sms"],
  [10, "phone"],
  [12, "facebook"],
  [13, "facebook"],
  [14, "instagram"],
  [15, "whatsapp"],
  [16, "instagram"],
]);

/**
 * METRICS.md 2. The origin is closer to how the customer came: forms and the chat widget deliver into e-mail inboxes
 * too. Both are open sets of numbers, and the origin is not documented for conversations: what is unknown is "other".
 */
export function reamazeChannel(origin: number | null, category: number | null): Channel {
  return ORIGINS.get(origin ?? -1) ?? CATEGORIES.get(category ?? -1) ?? "other";
}
