import type { PlayedHelpdesk } from "../played-helpdesk.ts";

export const GORGIAS_CHANNELS: PlayedHelpdesk["channels"] = {
  mailAndChat: [
    ["email", "email", 52],
    ["chat", "chat", 24],
    ["contact_form", "contact-form", 9],
    ["yotpo-review", "review", 2],
    ["google-my-business", "review", 1],
    ["api", "other", 2],
  ],
  telephone: [
    ["phone", "phone", 4],
    ["sms", "sms", 3],
    ["whatsapp", "whatsapp", 3],
  ],
  social: [
    ["facebook", "facebook", 2],
    ["facebook-messenger", "facebook", 3],
    ["facebook-mention", "facebook", 1],
    ["instagram-comment", "instagram", 3],
    ["instagram-direct-message", "instagram", 4],
    ["instagram-mention", "instagram", 1],
    ["twitter", "twitter", 1],
    ["twitter-direct-message", "twitter", 1],
  ],
};
