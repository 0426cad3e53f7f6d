import type { PlayedHelpdesk } from "../played-helpdesk.ts";

/** Statuses that every account has; further ones are the account's own. */
export const STATUS = { open: 2, pending: 3, resolved: 4, closed: 5, waiting: 6 } as const;
export const SOURCE = { email: 1, outboundEmail: 10, webChat: 15 } as const;
/** Sources of a conversation. */
export const CONVERSATION = { reply: 0, note: 2, surveyFeedback: 6 } as const;
export const HAPPY = 103;
export const NEUTRAL = 100;
export const UNHAPPY = -103;

/** By the number of the ticket's source. */
export const FRESHDESK_CHANNELS: PlayedHelpdesk["channels"] = {
  mailAndChat: [
    ["1", "email", 52],
    ["2", "contact-form", 8],
    ["9", "contact-form", 9],
    ["7", "chat", 6],
    ["15", "chat", 14],
    ["11", "other", 2],
  ],
  telephone: [
    ["3", "phone", 5],
    ["13", "whatsapp", 3],
  ],
  social: [
    ["6", "facebook", 4],
    ["5", "twitter", 2],
  ],
};

/** Whole seconds, UTC. */
export function freshdeskTime(at: number | Date): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}
