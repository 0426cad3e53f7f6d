import type { Anchor } from "../attribution/credit-rule.ts";
import { Prisma } from "../platform/database.server.ts";

/** Of `f`, a ticket's facts: where its (last) window begins; null while none has begun. */
export const LAST_ANCHOR: Record<Anchor, Prisma.Sql> = {
  created: Prisma.sql`f.created_at`,
  "first-human-reply": Prisma.sql`f.first_human_reply_at`,
  "last-human-reply": Prisma.sql`(
    select max(r.replied_at) from reply_fact r
    where r.shop_id = f.shop_id and r.connection_id = f.connection_id and r.ticket_id = f.ticket_id and r.human)`,
  closed: Prisma.sql`f.closed_at`,
};
