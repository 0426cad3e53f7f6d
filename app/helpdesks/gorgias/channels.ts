import type { Channel } from "../../tickets/ticket.ts";

const CHANNELS = new Map<string, Channel>(
  Object.entries({
    email: "email",
    chat: "chat",
    gorgias_chat: "chat",
    offline_capture: "chat",
    phone: "phone",
    aircall: "phone",
    sms: "sms",
    "contact-form": "contact-form",
    form: "contact-form",
    "help-center": "contact-form",
    "google-my-business": "review",
  }),
);
const FAMILIES: readonly (readonly [prefix: string, channel: Channel])[] = [
  ["facebook", "facebook"],
  ["instagram", "instagram"],
  ["twitter", "twitter"],
  ["whatsapp", "whatsapp"],
  ["yotpo", "review"],
];

/** METRICS.md 2. `channel` is an open set at Gorgias, so unknown ones are "other". */
export function gorgiasChannel(channel: string | null): Channel {
  const slug = (channel ?? "").toLowerCase();
  const known = CHANNELS.get(slug) ?? CHANNELS.get(slug.replaceAll("_", "-"));
  return known ?? FAMILIES.find(([prefix]) => slug.startsWith(prefix))?.[1] ?? "other";
}
