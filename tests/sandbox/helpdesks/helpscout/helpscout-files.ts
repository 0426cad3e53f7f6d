import { z } from "zod";

/** The fields that the simulator cannot do without in each file of the folder; everything else is served as it stands. */
const id = z.union([z.int(), z.string().regex(/^\d+$/, "expected a number or a numeric string")]);
const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), "expected a date and time, such as 2026-03-01T10:00:00Z");
const reference = z.looseObject({ id }).nullish();

export const HELPSCOUT_FILES = {
  conversations: z.looseObject({
    ...{ id, createdAt: instant, modifiedAt: instant.nullish(), closedAt: instant.nullish() },
    status: z.enum(["active", "open", "pending", "closed", "spam"]),
    ...{ primaryCustomer: reference, mergedInto: id.nullish() },
  }),
  threads: z.looseObject({ id, conversationId: id, type: z.string(), createdAt: instant }),
  customers: z.looseObject({ id }),
  users: z.looseObject({ id }),
  ratings: z.looseObject({ id, threadid: id, ratingId: z.int().min(1).max(3), ratingCreatedAt: instant }),
};
