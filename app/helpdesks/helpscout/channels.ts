import type { Channel } from "../../tickets/ticket.ts";

/** `source.type` of conversations that came in some other way than by e-mail, though their type says "email". */
const SOURCES: readonly (readonly [pattern: RegExp, channel: Channel])[] = [
  [/whatsapp/, "whatsapp"],
  [/facebook|messenger/, "facebook"],
  [/instagram/, "instagram"],
  [/twitter/, "twitter"],
  [/heymarket|sms/, "sms"],
  [/^chat/, "chat"],
  // A message left in the widget or through the knowledge base's form.
  [/^(beacon|docs|form)/, "contact-form"],
];

/**
 * METRICS.md 2. A conversation is of type email, chat or phone; networks that are connected as channels can only be seen
 * in the source, whose values are an open set.
 */
export function helpscoutChannel(type: string | null, source: string | null): Channel {
  if (type === "phone") return "phone";
  const name = (source ?? "").toLowerCase();
  const found = SOURCES.find(([pattern]) => pattern.test(name))?.[1];
  if (type === "chat") return found === undefined || found === "contact-form" ? "chat" : found;
  return found ?? (type === "email" ? "email" : "other");
}
