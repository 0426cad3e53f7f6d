import type { Channel } from "../../tickets/ticket.ts";

const CHANNELS = new Map<string, Channel>(
  Object.entries({
    conversation: "chat",
    email: "email",
    facebook: "facebook",
    instagram: "instagram",
    phone_call: "phone",
    phone_switch: "phone",
    sms: "sms",
    twitter: "twitter",
    whatsapp: "whatsapp",
  }),
);

/** METRICS.md 2. "conversation" is the Messenger. A push message, a new kind, or no source at all is "other". */
export function intercomChannel(sourceType: string | null): Channel {
  return CHANNELS.get((sourceType ?? "").toLowerCase()) ?? "other";
}
