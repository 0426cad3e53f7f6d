import { z } from "zod";
import { orEmpty, orNull, parseInstant, vendorId, vendorText } from "../vendor-fields.ts";

/** The fields we read of Chatwoot's rows (developers.chatwoot.com/api-reference). Everything else is ignored. */

const DIGITS = /^\d+(\.\d+)?$/;

/** Times are seconds since 1970, whole or with a fraction, as number or text, or ISO 8601: it depends on the row. */
function instantOf(value: number | string): Date | null {
  const seconds = typeof value === "number" ? value : DIGITS.test(value) ? Number(value) : null;
  if (seconds === null) return typeof value === "string" ? parseInstant(value) : null;
  const at = new Date(Math.round(seconds * 1000));
  return seconds <= 0 || Number.isNaN(at.getTime()) ? null : at;
}

const written = z.union([z.number(), z.string()], { error: "expected a time" });

export const chatwootInstant = written.transform((value, context) => {
  const at = instantOf(value);
  if (at) return at;
  context.addIssue({ code: "custom", message: "expected a time" });
  return z.NEVER;
});

/** A time that is not there is a zero more often than null. */
const chatwootInstantOrNull = written
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : instantOf(value)));

const looseRecord = orNull(z.record(z.string(), z.unknown())).catch(null);

export const chatwootContact = z.object({
  id: vendorId,
  email: orNull(vendorText),
  phone_number: orNull(vendorText),
  identifier: orNull(z.union([vendorText, z.number()])),
  custom_attributes: looseRecord,
  additional_attributes: looseRecord,
});
export type ChatwootContact = z.output<typeof chatwootContact>;

export const chatwootConversation = z.object({
  /** Counts up within the account; rows that name a conversation otherwise than by it are of no use to us. */
  id: vendorId,
  inbox_id: orNull(vendorId),
  status: z.enum(["open", "pending", "snoozed", "resolved"]),
  created_at: chatwootInstant,
  updated_at: chatwootInstantOrNull,
  last_activity_at: chatwootInstantOrNull,
  timestamp: chatwootInstantOrNull,
  labels: orEmpty(vendorText),
  additional_attributes: looseRecord,
  meta: orNull(
    z.object({
      sender: orNull(chatwootContact),
      channel: orNull(vendorText),
      assignee: orNull(z.object({ id: vendorId })),
      assignee_type: orNull(vendorText),
    }),
  ),
  /** The last message, which tells by which address of the contact it came. */
  messages: orEmpty(
    z.object({
      conversation: orNull(z.object({ contact_inbox: orNull(z.object({ source_id: orNull(vendorText) })) })),
    }),
  ).catch([]),
});
export type ChatwootConversation = z.output<typeof chatwootConversation>;

const MESSAGE_TYPES = ["incoming", "outgoing", "activity", "template"] as const;

export const chatwootMessage = z.object({
  id: vendorId,
  message_type: z.union(
    [z.enum(MESSAGE_TYPES), z.literal([0, 1, 2, 3]).transform((value) => MESSAGE_TYPES[value] ?? "activity")],
    { error: "expected a message type" },
  ),
  private: orNull(z.boolean()),
  content: orNull(vendorText).catch(null),
  content_type: orNull(vendorText).catch(null),
  content_attributes: looseRecord,
  additional_attributes: looseRecord,
  status: orNull(vendorText).catch(null),
  created_at: chatwootInstant,
  sender_type: orNull(vendorText).catch(null),
  sender_id: orNull(vendorId).catch(null),
  sender: orNull(
    z.object({ id: orNull(vendorId), type: orNull(vendorText).catch(null), name: orNull(vendorText).catch(null) }),
  ).catch(null),
});
export type ChatwootMessage = z.output<typeof chatwootMessage>;

export const chatwootReportingEvent = z.object({
  id: vendorId,
  name: vendorText,
  event_end_time: chatwootInstant,
  user_id: orNull(vendorId),
});
export type ChatwootReportingEvent = z.output<typeof chatwootReportingEvent>;

export const chatwootCsatResponse = z.object({
  id: vendorId,
  conversation_id: vendorId,
  message_id: orNull(vendorId),
  rating: z.literal([1, 2, 3, 4, 5]),
  created_at: chatwootInstant,
  assigned_agent: orNull(z.object({ id: vendorId })),
});
export type ChatwootCsatResponse = z.output<typeof chatwootCsatResponse>;

export const chatwootUser = z.object({
  id: vendorId,
  name: orNull(vendorText),
  available_name: orNull(vendorText),
  email: orNull(vendorText),
});
export type ChatwootUser = z.output<typeof chatwootUser>;

export const chatwootBot = z.object({ id: vendorId, name: orNull(vendorText) });
export type ChatwootBot = z.output<typeof chatwootBot>;

/** Lists lie bare in the answer or under `payload`, depending on the endpoint and the version. */
export const chatwootList = z.union([z.array(z.unknown()), z.object({ payload: z.array(z.unknown()) })], {
  error: "expected a list",
});

/** The rows of a list's answer. */
export function rowsIn(list: z.output<typeof chatwootList>): unknown[] {
  return Array.isArray(list) ? list : list.payload;
}
