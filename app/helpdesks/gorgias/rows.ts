import { z } from "zod";
import { orEmpty, orNull, vendorId, vendorInstant, vendorText } from "../vendor-fields.ts";

/** The fields we read of Gorgias' rows (developers.gorgias.com/reference). Everything else is ignored. */

const looseRecord = orNull(z.record(z.string(), z.unknown()));

/** A list row's customer has neither `channels` nor linked data; only a single customer has (`null` is "not told"). */
export const gorgiasCustomer = z.object({
  id: vendorId,
  email: orNull(vendorText),
  external_id: orNull(z.union([vendorText, z.number()])),
  channels: orNull(
    z.array(z.object({ type: orNull(vendorText), address: orNull(vendorText), deleted_datetime: orNull(z.string()) })),
  ),
  integrations: looseRecord,
  external_data: looseRecord,
  ecommerce_data: looseRecord,
});
export type GorgiasCustomer = z.output<typeof gorgiasCustomer>;

const person = z.object({ id: vendorId });

export const gorgiasTicket = z.object({
  id: vendorId,
  status: z.enum(["open", "closed"]),
  channel: orNull(vendorText),
  spam: orNull(z.boolean()),
  customer: orNull(gorgiasCustomer),
  assignee_user: orNull(person),
  tags: orEmpty(z.object({ name: vendorText })),
  created_datetime: vendorInstant,
  updated_datetime: orNull(vendorInstant),
  closed_datetime: orNull(vendorInstant),
  snooze_datetime: orNull(vendorInstant),
  trashed_datetime: orNull(vendorInstant),
});
export type GorgiasTicket = z.output<typeof gorgiasTicket>;

export const gorgiasMessage = z.object({
  id: vendorId,
  ticket_id: vendorId,
  public: orNull(z.boolean()),
  channel: orNull(vendorText),
  via: orNull(vendorText),
  from_agent: orNull(z.boolean()),
  rule_id: orNull(vendorId),
  sender: orNull(person),
  created_datetime: vendorInstant,
  failed_datetime: orNull(vendorInstant),
  deleted_datetime: orNull(vendorInstant),
});
export type GorgiasMessage = z.output<typeof gorgiasMessage>;

export const gorgiasEvent = z.object({
  id: vendorId,
  type: vendorText,
  object_type: orNull(vendorText),
  object_id: orNull(vendorId),
  user_id: orNull(vendorId),
  data: looseRecord.catch(null),
  created_datetime: vendorInstant,
});
export type GorgiasEvent = z.output<typeof gorgiasEvent>;

export const gorgiasSurvey = z.object({
  id: vendorId,
  ticket_id: vendorId,
  score: orNull(z.int().min(1).max(5)),
  created_datetime: orNull(vendorInstant),
  scored_datetime: orNull(vendorInstant),
});
export type GorgiasSurvey = z.output<typeof gorgiasSurvey>;

export const gorgiasUser = z.object({
  id: vendorId,
  name: orNull(vendorText),
  email: orNull(vendorText),
  active: orNull(z.boolean()),
  deactivated_datetime: orNull(z.string()),
  role: orNull(z.union([z.object({ name: orNull(vendorText) }), vendorText])),
});
export type GorgiasUser = z.output<typeof gorgiasUser>;

export const gorgiasList = z.object({
  data: z.array(z.unknown()),
  meta: orNull(z.object({ next_cursor: orNull(z.string()) })),
});
