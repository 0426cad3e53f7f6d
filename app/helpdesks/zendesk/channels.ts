import type { Channel } from "../../tickets/ticket.ts";
import type { ZendeskVia } from "./rows.ts";

const CHANNELS = new Map<string, Channel>(
  Object.entries({
    email: "email",
    mail: "email",
    web: "contact-form",
    web_form: "contact-form",
    help_center: "contact-form",
    chat: "chat",
    native_messaging: "chat",
    messaging: "chat",
    web_messaging: "chat",
    web_widget: "chat",
    voice: "phone",
    phone: "phone",
    sms: "sms",
    text: "sms",
    google_my_business: "review",
    yotpo: "review",
  }),
);
const FAMILIES = ["facebook", "instagram", "twitter", "whatsapp"] as const;

/**
 * METRICS.md 2. A ticket of the web widget has the channel "web" and tells the widget in its source; one of an
 * integration ("any_channel") tells the service's name there.
 */
export function zendeskChannel(via: ZendeskVia | null, fromMessaging: boolean): Channel {
  const slug = (via?.channel ?? "").toLowerCase().replaceAll(/[\s-]+/g, "_");
  const family = FAMILIES.find((name) => slug.startsWith(name));
  if (family) return family;
  if (slug === "any_channel") return serviceIn(via) ?? "other";
  if (slug === "web" && via?.source?.rel?.includes("widget")) return "chat";
  return CHANNELS.get(slug) ?? (fromMessaging ? "chat" : "other");
}

function serviceIn(via: ZendeskVia | null): Channel | null {
  const name = String(via?.source?.from?.registered_integration_service_name ?? "").toLowerCase();
  if (name.includes("google") || name.includes("yotpo")) return "review";
  return FAMILIES.find((family) => name.includes(family)) ?? null;
}
