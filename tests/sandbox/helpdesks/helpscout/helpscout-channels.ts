import type { PlayedHelpdesk } from "../played-helpdesk.ts";

/** A conversation's type and where it came from, by the one word that stands for both in a plan. */
const ORIGINS: Record<string, { type: string; source: string }> = {
  email: { type: "email", source: "email" },
  beacon: { type: "email", source: "beacon" },
  chat: { type: "chat", source: "beacon" },
  phone: { type: "phone", source: "web" },
  heymarket: { type: "email", source: "heymarket" },
};

/** Words that are in no plan are taken for a source of mail. */
export function originOf(channel: string): { type: string; source: string } {
  return ORIGINS[channel] ?? { type: "email", source: channel };
}

/** Conversations that an app for text messages brings in are mail by their type. */
export const HELPSCOUT_CHANNELS: PlayedHelpdesk["channels"] = {
  mailAndChat: [
    ["email", "email", 60],
    ["beacon", "contact-form", 20],
    ["chat", "chat", 16],
  ],
  telephone: [
    ["phone", "phone", 5],
    ["heymarket", "sms", 2],
  ],
  social: [],
};
