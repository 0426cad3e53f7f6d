import { z } from "zod";
import { orEmpty, orNull, vendorId, vendorText } from "../vendor-fields.ts";

/** The fields we read of Intercom's rows, version 2.14 (developers.intercom.com/docs/references). All else is ignored. */

/** Seconds since 1970; far futures are no times. */
const LAST_SECOND = 32_503_680_000;

export const unixInstant = z
  .number({ error: "expected seconds since 1970" })
  .min(0)
  .max(LAST_SECOND)
  .transform((seconds) => new Date(seconds * 1000));

/** An id where 0 stands for nobody. */
const assigneeId = orNull(vendorId).transform((id) => (id === "0" || id === "" ? null : id));

export const intercomAuthor = z.object({
  type: orNull(vendorText),
  id: orNull(vendorId).catch(null),
  name: orNull(vendorText),
  email: orNull(vendorText),
  from_ai_agent: orNull(z.boolean()),
  is_ai_answer: orNull(z.boolean()),
});
export type IntercomAuthor = z.output<typeof intercomAuthor>;

const content = {
  body: orNull(vendorText),
  author: orNull(intercomAuthor),
  attachments: orEmpty(z.unknown()),
  redacted: orNull(z.boolean()),
};

export const intercomPart = z.object({
  id: vendorId,
  part_type: vendorText,
  created_at: unixInstant,
  state: orNull(vendorText),
  ...content,
});
export type IntercomPart = z.output<typeof intercomPart>;

const source = z.object({
  type: orNull(vendorText),
  delivered_as: orNull(vendorText),
  ...content,
});
export type IntercomSource = z.output<typeof source>;

const contactReference = z.object({ id: vendorId, external_id: orNull(z.union([vendorText, z.number()])) });
export type IntercomContactReference = z.output<typeof contactReference>;

const rating = z.object({
  rating: orNull(z.int().min(1).max(5)),
  updated_at: orNull(unixInstant),
  teammate: orNull(z.object({ type: orNull(vendorText), id: orNull(vendorId) })),
});
export type IntercomRating = z.output<typeof rating>;

const statistics = z.object({
  last_close_at: orNull(unixInstant),
  last_closed_by_id: assigneeId,
  count_conversation_parts: orNull(z.int().nonnegative()),
});

/** A conversation read alone: only then it holds its parts. They are parsed one by one, so one that is bad loses no other. */
export const intercomConversation = z.object({
  id: vendorId,
  created_at: unixInstant,
  updated_at: orNull(unixInstant),
  state: z.enum(["open", "closed", "snoozed"]),
  admin_assignee_id: assigneeId,
  tags: orNull(z.object({ tags: orEmpty(z.object({ name: orNull(vendorText) })) })),
  source: orNull(source),
  contacts: orNull(z.object({ contacts: orEmpty(contactReference) })),
  conversation_rating: orNull(rating),
  statistics: orNull(statistics),
  conversation_parts: orNull(
    z.object({ conversation_parts: orEmpty(z.unknown()), total_count: orNull(z.int().nonnegative()) }),
  ),
});
export type IntercomConversation = z.output<typeof intercomConversation>;

/** A row of a search: enough to know which conversation to read, and where in the walk it stands. */
export const intercomListedConversation = z.object({
  id: vendorId,
  created_at: unixInstant,
  updated_at: orNull(unixInstant),
});
export type IntercomListedConversation = z.output<typeof intercomListedConversation>;

const nextPage = z.object({ starting_after: orNull(z.string().max(2000)) });
const pages = orNull(z.object({ next: orNull(nextPage) }));

export const intercomConversationList = z.object({
  conversations: z.array(z.unknown()),
  total_count: orNull(z.int().nonnegative()),
  pages,
});

export const intercomContact = z.object({
  id: vendorId,
  external_id: orNull(z.union([vendorText, z.number()])),
  email: orNull(vendorText),
  phone: orNull(vendorText),
  custom_attributes: orNull(z.record(z.string(), z.unknown())).catch(null),
});
export type IntercomContact = z.output<typeof intercomContact>;

export const intercomContactList = z.object({ data: z.array(z.unknown()), pages });

export const intercomAdmin = z.object({ id: vendorId, name: orNull(vendorText), email: orNull(vendorText) });
export type IntercomAdmin = z.output<typeof intercomAdmin>;

export const intercomAdminList = z.object({ admins: z.array(z.unknown()) });

/** The signed-in teammate with the workspace. */
export const intercomMe = z.object({
  app: z.object({ id_code: vendorId, name: orNull(vendorText) }),
});
