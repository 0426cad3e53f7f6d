import type { Channel, Contact, Helpdesk } from "./neutral-model.ts";
import type { Random } from "./random.ts";

/** How a vendor writes a channel, and what METRICS.md 2 counts it as. */
export interface DrawnChannel {
  vendorChannel: string;
  channel: Channel;
}

type Weighted = readonly (readonly [vendorChannel: string, channel: Channel, weight: number])[];

const MAIL_AND_CHAT: Record<Helpdesk, Weighted> = {
  gorgias: [
    ["email", "email", 52],
    ["chat", "chat", 24],
    ["contact_form", "contact-form", 9],
    ["yotpo-review", "review", 2],
    ["google-my-business", "review", 1],
    ["api", "other", 2],
  ],
  zendesk: [
    ["email", "email", 46],
    ["web", "contact-form", 20],
    ["native_messaging", "chat", 14],
    ["chat", "chat", 8],
    ["api", "other", 3],
    ["any_channel", "other", 1],
  ],
};

const TELEPHONE: Record<Helpdesk, Weighted> = {
  gorgias: [
    ["phone", "phone", 4],
    ["sms", "sms", 3],
    ["whatsapp", "whatsapp", 3],
  ],
  zendesk: [
    ["voice", "phone", 5],
    ["whatsapp", "whatsapp", 3],
  ],
};

const SOCIAL: Record<Helpdesk, Weighted> = {
  gorgias: [
    ["facebook", "facebook", 2],
    ["facebook-messenger", "facebook", 3],
    ["facebook-mention", "facebook", 1],
    ["instagram-comment", "instagram", 3],
    ["instagram-direct-message", "instagram", 4],
    ["instagram-mention", "instagram", 1],
    ["twitter", "twitter", 1],
    ["twitter-direct-message", "twitter", 1],
  ],
  zendesk: [
    ["facebook", "facebook", 3],
    ["instagram_dm", "instagram", 4],
    ["twitter", "twitter", 2],
  ],
};

/** A channel on which this contact can be reached with what the helpdesk knows of them. */
export function drawChannel(helpdesk: Helpdesk, contact: Contact | null, random: Random): DrawnChannel {
  const kind =
    contact === null || contact.emails.length > 0 ? MAIL_AND_CHAT : contact.phones.length > 0 ? TELEPHONE : SOCIAL;
  const known = contact !== null && contact.emails.length > 0;
  const family = known && random.chance(0.07) ? (contact.phones.length > 0 ? TELEPHONE : SOCIAL) : kind;
  const drawn = random.weighted(family[helpdesk].map((row) => [row, row[2]] as const));
  return { vendorChannel: drawn[0], channel: drawn[1] };
}
