import { z } from "zod";
import { orEmpty, orNull, vendorId, vendorInstant, vendorText } from "../vendor-fields.ts";

/** The fields we read of Freshdesk's rows (developers.freshdesk.com/api). Everything else is ignored. */

/** What `include=requester` adds to a ticket. */
const requester = z.object({
  id: vendorId,
  email: orNull(vendorText),
  phone: orNull(vendorText),
  mobile: orNull(vendorText),
});

/** What `include=stats` adds to a ticket. */
const stats = z.object({
  resolved_at: orNull(vendorInstant),
  closed_at: orNull(vendorInstant),
  reopened_at: orNull(vendorInstant),
});

export const freshdeskTicket = z.object({
  id: vendorId,
  status: z.int(),
  source: orNull(z.int()),
  spam: orNull(z.boolean()),
  /** Only on tickets that were deleted. */
  deleted: orNull(z.boolean()),
  requester_id: orNull(vendorId),
  responder_id: orNull(vendorId),
  tags: orEmpty(vendorText),
  created_at: vendorInstant,
  updated_at: vendorInstant,
  requester: orNull(requester),
  stats: orNull(stats),
});
export type FreshdeskTicket = z.output<typeof freshdeskTicket>;

export const freshdeskConversation = z.object({
  id: vendorId,
  incoming: orNull(z.boolean()),
  private: orNull(z.boolean()),
  user_id: orNull(vendorId),
  source: orNull(z.int()),
  to_emails: orEmpty(z.unknown()),
  email_failure_count: orNull(z.number()),
  /** Number or list of what failed; nobody has documented which. */
  outgoing_failures: z.unknown().optional(),
  automation_id: orNull(vendorId),
  auto_response: orNull(z.boolean()),
  created_at: vendorInstant,
});
export type FreshdeskConversation = z.output<typeof freshdeskConversation>;

export const freshdeskContact = z.object({
  id: vendorId,
  name: orNull(vendorText),
  email: orNull(vendorText),
  phone: orNull(vendorText),
  mobile: orNull(vendorText),
  other_emails: orEmpty(vendorText),
  unique_external_id: orNull(z.union([vendorText, z.number()])),
  custom_fields: orNull(z.record(z.string(), z.unknown())).catch(null),
});
export type FreshdeskContact = z.output<typeof freshdeskContact>;

export const freshdeskAgent = z.object({
  id: vendorId,
  deactivated: orNull(z.boolean()),
  /** 1: all tickets; 2: those of the agent's groups; 3: those assigned to the agent. */
  ticket_scope: orNull(z.int()),
  contact: orNull(z.object({ name: orNull(vendorText), email: orNull(vendorText) })),
});
export type FreshdeskAgent = z.output<typeof freshdeskAgent>;

export const freshdeskRating = z.object({
  id: vendorId,
  ticket_id: vendorId,
  agent_id: orNull(vendorId),
  ratings: orNull(z.record(z.string(), z.unknown())),
  created_at: vendorInstant,
  updated_at: orNull(vendorInstant),
});
export type FreshdeskRating = z.output<typeof freshdeskRating>;
