import type { PlayedHelpdesk } from "../played-helpdesk.ts";

export const ZENDESK_CHANNELS: PlayedHelpdesk["channels"] = {
  mailAndChat: [
    ["email", "email", 46],
    ["web", "contact-form", 20],
    ["native_messaging", "chat", 14],
    ["chat", "chat", 8],
    ["api", "other", 3],
    ["any_channel", "other", 1],
  ],
  telephone: [
    ["voice", "phone", 5],
    ["whatsapp", "whatsapp", 3],
  ],
  social: [
    ["facebook", "facebook", 3],
    ["instagram_dm", "instagram", 4],
    ["twitter", "twitter", 2],
  ],
};
