import type { Channel } from "../../tickets/ticket.ts";
import type { ChatwootConversation } from "./rows.ts";

const CHANNELS = new Map<string, Channel>(
  Object.entries({
    "Channel::Email": "email",
    "Channel::WebWidget": "chat",
    "Channel::Voice": "phone",
    "Channel::Sms": "sms",
    "Channel::TwilioSms": "sms",
    "Channel::Whatsapp": "whatsapp",
    "Channel::FacebookPage": "facebook",
    "Channel::Instagram": "instagram",
    "Channel::TwitterProfile": "twitter",
  }),
);

/**
 * METRICS.md 2. Two kinds of inbox carry two channels: Instagram through a Facebook page tells itself in the
 * conversation, WhatsApp through Twilio only in the address by which the contact wrote.
 */
export function chatwootChannel({ meta, additional_attributes, messages }: ChatwootConversation): Channel {
  const type = meta?.channel ?? "";
  if (type === "Channel::FacebookPage" && additional_attributes?.type === "instagram_direct_message")
    return "instagram";
  const isWhatsapp = messages.some(({ conversation }) =>
    conversation?.contact_inbox?.source_id?.startsWith("whatsapp:"),
  );
  if (type === "Channel::TwilioSms" && isWhatsapp) return "whatsapp";
  return CHANNELS.get(type) ?? "other";
}
