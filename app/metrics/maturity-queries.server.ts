import type { Anchor, CreditRule } from "../attribution/credit-rule.ts";
import { db, Prisma } from "../platform/database.server.ts";
import type { Period } from "./period.ts";

const HOUR_MS = 3_600_000;

/** Of `f`, a ticket's facts: where its (last) window begins; null while none has begun. */
const LAST_ANCHOR: Record<Anchor, Prisma.Sql> = {
  created: Prisma.sql`f.created_at`,
  "first-human-reply": Prisma.sql`f.first_human_reply_at`,
  "last-human-reply": Prisma.sql`(
    select max(r.replied_at) from reply_fact r
    where r.shop_id = f.shop_id and r.connection_id = f.connection_id and r.ticket_id = f.ticket_id and r.human)`,
  closed: Prisma.sql`f.closed_at`,
};

/**
 * Inbound tickets created in the period for which no order can be credited any more, because their window has ended by
 * `now` (METRICS.md 3, `cohort_maturity`). A ticket without an anchor has a window yet to come.
 */
export async function queryClosedWindows(
  shopId: string,
  { period, rule, now }: { period: Period; rule: CreditRule; now: Date },
): Promise<number> {
  const latestAnchorAt = new Date(now.getTime() - rule.windowDays * 24 * HOUR_MS);
  const [row] = await db().$queryRaw<{ closed: number }[]>`
    select count(*)::float8 as closed
    from ticket_fact f
    where f.shop_id = ${shopId}::uuid and f.created_at >= ${period.from} and f.created_at < ${period.to} and f.inbound
      and ${LAST_ANCHOR[rule.anchor]} <= ${latestAnchorAt}`;
  return row?.closed ?? 0;
}
