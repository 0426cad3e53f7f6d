import { z } from "zod";
import { orEmpty, orNull, vendorId, vendorInstant, vendorText } from "../vendor-fields.ts";

/** The fields we read of Zendesk's rows (developer.zendesk.com/api-reference). Everything else is ignored. */

const source = z.object({
  from: orNull(z.record(z.string(), z.unknown())).catch(null),
  rel: orNull(vendorText),
});

/** How something came about. The export of ticket events tells it as a label such as "Rule", all else as an object. */
export const zendeskVia = z.union([
  vendorText.transform((label) => ({ channel: label.toLowerCase(), source: null })),
  z.object({ channel: orNull(z.union([vendorText, z.number().transform(String)])), source: orNull(source) }),
]);
export type ZendeskVia = z.output<typeof zendeskVia>;

/** The key is missing, not null, while a ticket has not been solved. */
const metricSet = z.object({ ticket_id: orNull(vendorId), solved_at: orNull(vendorInstant) });

export const zendeskTicket = z.object({
  id: vendorId,
  status: z.enum(["new", "open", "pending", "hold", "solved", "closed", "deleted"]),
  created_at: vendorInstant,
  /** Unix seconds; grows with every change, those made by the system included. */
  generated_timestamp: z.int().positive(),
  requester_id: orNull(vendorId),
  submitter_id: orNull(vendorId),
  assignee_id: orNull(vendorId),
  tags: orEmpty(vendorText),
  via: orNull(zendeskVia).catch(null),
  from_messaging_channel: orNull(z.boolean()),
  metric_set: orNull(metricSet),
});
export type ZendeskTicket = z.output<typeof zendeskTicket>;

export const zendeskUser = z.object({
  id: vendorId,
  name: orNull(vendorText),
  email: orNull(vendorText),
  phone: orNull(vendorText),
  external_id: orNull(z.union([vendorText, z.number()])),
  role: orNull(vendorText),
  active: orNull(z.boolean()),
  suspended: orNull(z.boolean()),
});
export type ZendeskUser = z.output<typeof zendeskUser>;

/** An update of a ticket; its parts are parsed one by one, so that one bad part does not take the others with it. */
export const zendeskTicketEvent = z.object({
  id: vendorId,
  ticket_id: vendorId,
  created_at: orNull(vendorInstant),
  timestamp: z.int().nonnegative(),
  updater_id: orNull(vendorId),
  via: orNull(zendeskVia).catch(null),
  child_events: orEmpty(z.unknown()),
});
export type ZendeskTicketEvent = z.output<typeof zendeskTicketEvent>;

/** One part of an update: a comment, a field's change, a rating. Which fields are there depends on its type. */
export const zendeskChildEvent = z
  .object({
    id: orNull(vendorId),
    event_type: orNull(vendorText),
    type: orNull(vendorText),
    via: orNull(zendeskVia).catch(null),
    created_at: orNull(vendorInstant),
    author_id: orNull(vendorId),
    public: orNull(z.boolean()),
    status: orNull(vendorText),
    field_name: orNull(vendorText),
    value: z.unknown().optional(),
    previous_value: z.unknown().optional(),
    survey_response_id: orNull(vendorId),
    rating: orNull(z.union([z.number(), vendorText])),
    rating_category: orNull(vendorText),
    assignee_id: orNull(vendorId),
  })
  .transform(({ event_type, type, ...child }) => ({ ...child, kind: event_type ?? type ?? "" }));
export type ZendeskChildEvent = z.output<typeof zendeskChildEvent>;

export const zendeskRating = z.object({
  id: vendorId,
  ticket_id: vendorId,
  score: vendorText,
  assignee_id: orNull(vendorId),
  created_at: orNull(vendorInstant),
  updated_at: orNull(vendorInstant),
});
export type ZendeskRating = z.output<typeof zendeskRating>;

export const zendeskMetricSets = orEmpty(metricSet);
