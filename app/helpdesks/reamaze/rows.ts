import { z } from "zod";
import { orEmpty, orNull, vendorId, vendorInstant, vendorText } from "../vendor-fields.ts";

/**
 * The fields we read of Re:amaze's rows (www.reamaze.com/api). Some of them are told by the API without being
 * documented (`updated_at`, `origin`, `followers` with their flags, ids of people): all of those may be missing.
 */

const looseRecord = orNull(z.record(z.string(), z.unknown()).catch({}));
const flag = orNull(z.boolean());

export const reamazeUser = z.object({
  id: orNull(vendorId),
  name: orNull(vendorText),
  email: orNull(vendorText),
  mobile: orNull(vendorText),
  phone: orNull(vendorText),
  data: looseRecord,
  "staff?": flag,
  "customer?": flag,
  "bot?": flag,
});
export type ReamazeUser = z.output<typeof reamazeUser>;

/** Whoever a conversation is assigned to; written by e-mail address, so it may be read as one. */
const assignee = z.union([reamazeUser, vendorText.transform((email) => reamazeUser.parse({ email }))]);

const digits = z.string().regex(/^\d+$/).transform(Number);

/**
 * Open, responded, done, spam, archived, on hold, done by itself, assigned to the AI agent, done by the AI agent, spam
 * by the AI's judgement. A number beyond them says neither open nor closed, so such a row is set aside.
 */
const status = z.union([z.int(), digits]).pipe(z.int().min(0).max(9));

export const reamazeConversation = z.object({
  slug: vendorId,
  status,
  created_at: vendorInstant,
  updated_at: orNull(vendorInstant),
  origin: orNull(z.int()),
  category: orNull(z.object({ channel: orNull(z.int()) })),
  tag_list: orEmpty(vendorText),
  author: orNull(reamazeUser),
  assignee: orNull(assignee),
  followers: orEmpty(reamazeUser),
  last_customer_message: orNull(z.object({ created_at: orNull(vendorInstant) })),
  data: looseRecord,
});
export type ReamazeConversation = z.output<typeof reamazeConversation>;

export const reamazeMessage = z.object({
  conversation: z.object({ slug: vendorId, followers: orEmpty(reamazeUser) }),
  created_at: vendorInstant,
  /** 0 regular, 1 internal note, 2 held back because a colleague was faster. */
  visibility: orNull(z.int()),
  user: orNull(reamazeUser),
  origin_id: orNull(z.union([vendorText, z.number().transform(String)])),
  body: orNull(vendorText),
});
export type ReamazeMessage = z.output<typeof reamazeMessage>;

export const reamazeStaff = z.object({
  /** The only thing by which staff are told apart: no answer gives them an id. */
  email: vendorText.pipe(z.string().min(3)),
  name: orNull(vendorText),
  display_name: orNull(vendorText),
  "bot?": flag,
});
export type ReamazeStaff = z.output<typeof reamazeStaff>;
