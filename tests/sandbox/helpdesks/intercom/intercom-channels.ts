import type { PlayedHelpdesk } from "../played-helpdesk.ts";

/** `source.type`, which is all that Intercom says of a channel. */
export const INTERCOM_CHANNELS: PlayedHelpdesk["channels"] = {
  mailAndChat: [
    ["conversation", "chat", 56],
    ["email", "email", 32],
    ["push", "other", 2],
  ],
  telephone: [
    ["whatsapp", "whatsapp", 4],
    ["sms", "sms", 3],
    ["phone_call", "phone", 2],
    ["phone_switch", "phone", 1],
  ],
  social: [
    ["instagram", "instagram", 4],
    ["facebook", "facebook", 3],
    ["twitter", "twitter", 1],
  ],
};

const SOURCE_TYPES = [INTERCOM_CHANNELS.mailAndChat, INTERCOM_CHANNELS.telephone, INTERCOM_CHANNELS.social]
  .flat()
  .map(([type]) => type);

/** The vendor's word for a channel that the plan may name otherwise, such as "chat". */
export function sourceTypeOf(channel: string): string {
  return SOURCE_TYPES.includes(channel) ? channel : "conversation";
}
