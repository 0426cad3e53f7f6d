import type { PlayedHelpdesk } from "../played-helpdesk.ts";

export const REAMAZE_CHANNELS: PlayedHelpdesk["channels"] = {
  mailAndChat: [
    ["email", "email", 55],
    ["chat", "chat", 26],
    ["form", "contact-form", 9],
    ["custom", "other", 3],
  ],
  telephone: [
    ["voice", "phone", 3],
    ["sms", "sms", 3],
    ["whatsapp", "whatsapp", 3],
  ],
  social: [
    ["facebook", "facebook", 3],
    ["messenger", "facebook", 2],
    ["instagram", "instagram", 2],
    ["instagram-dm", "instagram", 4],
    ["twitter", "twitter", 1],
  ],
};

/** A medium's numbers: how a conversation began, and of which kind the inbox is that it lies in. */
export interface ChannelCodes {
  origin: number;
  category: number;
}

const EMAIL: ChannelCodes = { origin: 1, category: 1 };
const CODES = new Map<string, ChannelCodes>(
  Object.entries({
    email: EMAIL,
    chat: { origin: 0, category: 6 },
    form: { origin: 17, category: 1 },
    custom: { origin: 11, category: 11 },
    voice: { origin: 10, category: 10 },
    sms: { origin: 9, category: 9 },
    whatsapp: { origin: 15, category: 15 },
    facebook: { origin: 3, category: 3 },
    messenger: { origin: 3, category: 12 },
    instagram: { origin: 8, category: 8 },
    "instagram-dm": { origin: 19, category: 16 },
    twitter: { origin: 2, category: 2 },
  }),
);

/** What staff began has an origin of its own; the inbox tells the medium. */
export function codesOf(vendorChannel: string, isBegunByStaff: boolean): ChannelCodes {
  const codes = CODES.get(vendorChannel) ?? EMAIL;
  return isBegunByStaff ? { ...codes, origin: 16 } : codes;
}

/** The inbox as it stands in conversations and messages. */
export function categoryOf(channel: number) {
  return { name: `Inbox ${channel}`, slug: `inbox-${channel}`, email: `inbox-${channel}@shop.example`, channel };
}
