import { z } from "zod";
import { orEmpty, orNull, vendorId, vendorInstant, vendorText } from "../vendor-fields.ts";

/** The fields we read of Help Scout's rows (developer.helpscout.com/mailbox-api). Everything else is ignored. */

const person = z.object({
  id: orNull(vendorId),
  type: orNull(vendorText),
  first: orNull(vendorText),
  last: orNull(vendorText),
  email: orNull(vendorText),
});
export type HelpscoutPerson = z.output<typeof person>;

const source = z.object({ type: orNull(vendorText), via: orNull(vendorText) });

export const helpscoutConversation = z.object({
  id: vendorId,
  type: orNull(vendorText),
  status: z.enum(["active", "open", "pending", "closed", "spam"]),
  /** published, draft, deleted or hidden. */
  state: orNull(vendorText),
  source: orNull(source),
  /** Messages and notes that were published; lines of the history do not count. */
  threads: orNull(z.int().nonnegative()).catch(null),
  assignee: orNull(person),
  closedByUser: orNull(person),
  primaryCustomer: orNull(person),
  tags: orEmpty(z.object({ tag: orNull(vendorText) })),
  createdAt: vendorInstant,
  closedAt: orNull(vendorInstant),
  userUpdatedAt: orNull(vendorInstant),
  _embedded: orNull(z.object({ threads: orNull(z.array(z.unknown())) })),
});
export type HelpscoutConversation = z.output<typeof helpscoutConversation>;

export const helpscoutThread = z.object({
  id: vendorId,
  type: vendorText,
  status: orNull(vendorText),
  /** published, draft, underreview or hidden. */
  state: orNull(vendorText),
  action: orNull(
    z.object({
      type: orNull(vendorText),
      // An empty one arrives as a list.
      associatedEntities: orNull(z.record(z.string(), z.unknown())).catch(null),
    }),
  ),
  source: orNull(source),
  createdBy: orNull(person),
  createdAt: vendorInstant,
  rating: z.unknown().optional(),
});
export type HelpscoutThread = z.output<typeof helpscoutThread>;

const entries = orEmpty(z.object({ value: orNull(vendorText) }));

/** A customer's own record: what a conversation tells of them is a name and one address. */
export const helpscoutCustomer = z.object({
  id: vendorId,
  _embedded: orNull(
    z.object({
      emails: entries,
      phones: entries,
      properties: orEmpty(
        z.object({ slug: orNull(vendorText), name: orNull(vendorText), value: z.unknown().optional() }),
      ).catch([]),
    }),
  ),
});
export type HelpscoutCustomer = z.output<typeof helpscoutCustomer>;

export const helpscoutUser = z.object({
  id: vendorId,
  firstName: orNull(vendorText),
  lastName: orNull(vendorText),
  email: orNull(vendorText),
  type: orNull(vendorText),
});
export type HelpscoutUser = z.output<typeof helpscoutUser>;

/** A row of the happiness report; `id` is the conversation's. */
export const helpscoutRating = z.object({
  id: vendorId,
  threadid: vendorId,
  ratingId: z.union([z.literal(1), z.literal(2), z.literal(3)], { error: "expected 1, 2 or 3" }),
  ratingCreatedAt: vendorInstant,
  ratingUserId: orNull(vendorId),
});
export type HelpscoutRating = z.output<typeof helpscoutRating>;
