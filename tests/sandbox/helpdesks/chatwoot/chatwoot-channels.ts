import type { PlayedHelpdesk } from "../played-helpdesk.ts";

/** What stands behind a channel in a data set, as the vendor names the kind of inbox. */
export interface Inbox {
  id: number;
  name: string;
  type: string;
  /** Of the conversation, where the inbox alone does not tell the channel. */
  additional?: Record<string, string>;
  /** How addresses of contacts begin. */
  sourcePrefix?: string;
}

export const CHATWOOT_CHANNELS: PlayedHelpdesk["channels"] = {
  mailAndChat: [
    ["email", "email", 44],
    ["web_widget", "chat", 40],
    ["api", "other", 6],
  ],
  telephone: [
    ["whatsapp", "whatsapp", 5],
    ["twilio_whatsapp", "whatsapp", 2],
    ["twilio_sms", "sms", 2],
    ["voice", "phone", 2],
  ],
  social: [
    ["facebook", "facebook", 3],
    ["facebook_instagram", "instagram", 2],
    ["instagram", "instagram", 3],
    ["twitter", "twitter", 1],
    ["telegram", "other", 1],
  ],
};

const WIDGET: Inbox = { id: 12, name: "Website", type: "Channel::WebWidget" };

const INBOXES = new Map<string, Inbox>(
  Object.entries({
    email: { id: 11, name: "Mail", type: "Channel::Email" },
    web_widget: WIDGET,
    chat: WIDGET,
    api: { id: 13, name: "Kiosk", type: "Channel::Api" },
    whatsapp: { id: 14, name: "WhatsApp", type: "Channel::Whatsapp" },
    twilio_whatsapp: { id: 15, name: "WhatsApp line", type: "Channel::TwilioSms", sourcePrefix: "whatsapp:" },
    twilio_sms: { id: 16, name: "Text messages", type: "Channel::TwilioSms" },
    voice: { id: 17, name: "Telephone", type: "Channel::Voice" },
    facebook: { id: 18, name: "Facebook", type: "Channel::FacebookPage" },
    facebook_instagram: {
      ...{ id: 18, name: "Facebook", type: "Channel::FacebookPage" },
      additional: { type: "instagram_direct_message" },
    },
    instagram: { id: 19, name: "Instagram", type: "Channel::Instagram" },
    twitter: { id: 20, name: "Twitter", type: "Channel::TwitterProfile" },
    telegram: { id: 21, name: "Telegram", type: "Channel::Telegram" },
  }),
);

/** The inbox that a planned channel stands for; a control's caller may also name the kind itself. */
export function inboxOf(channel: string): Inbox {
  const byType = [...INBOXES.values()].find(({ type }) => type === channel);
  return INBOXES.get(channel) ?? byType ?? { id: 22, name: channel, type: channel };
}
