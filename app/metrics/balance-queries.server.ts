import { db, Prisma } from "../platform/database.server.ts";
import type { FigureFilter } from "./figure-filter.ts";
import { NOBODY } from "./figure-sources.server.ts";
import { filterOfFacts, filterOfParts } from "./filter-sql.server.ts";
import type { MetricsShop } from "./shop-queries.server.ts";

/** Tickets that are unresolved, and those of them that wait for a reply. */
export interface Balance {
  open: number;
  waiting: number;
}

export const NO_BALANCE: Balance = { open: 0, waiting: 0 };

type BalanceGroup = "whole" | "helpdesk" | "channel";

/**
 * The state just before a shop day begins: all that opened less all that closed before it, for the whole shop (key "") or
 * by part. Tags are not kept in the daily figures, so with tags the tickets' state at that instant is looked at instead.
 */
export async function queryBalances(
  shop: MetricsShop,
  { filter, before, by }: { filter: FigureFilter; before: { day: string; at: Date }; by: BalanceGroup },
): Promise<Map<string, Balance>> {
  const key = { whole: "''", helpdesk: "f.connection_id::text", channel: "f.channel" }[by];
  const rows =
    filter.tags.length > 0
      ? await selectStates(shop, { filter, at: before.at, key })
      : await db().$queryRaw<(Balance & { key: string })[]>`
          select ${Prisma.raw(key)} as key, coalesce(sum(f.open_delta), 0)::float8 as open,
                 coalesce(sum(f.waiting_delta), 0)::float8 as waiting
          from daily_figure f
          where f.shop_id = ${shop.shopId}::uuid and f.generation = ${shop.generation}::int
            and f.day < ${before.day}::text::date and ${filterOfParts(filter, { apart: by !== "whole" })}
          group by 1`;
  return new Map(rows.map(({ key: part, ...balance }) => [part, balance]));
}

function selectStates(
  { shopId }: MetricsShop,
  { filter, at, key }: { filter: FigureFilter; at: Date; key: string },
): Promise<(Balance & { key: string })[]> {
  return db().$queryRaw`
    select ${Prisma.raw(key)} as key, count(*)::float8 as open, count(*) filter (where ${isWaitingAt(at)})::float8 as waiting
    from ticket_fact f
    where f.shop_id = ${shopId}::uuid and ${isOpenAt(at)} and ${filterOfFacts({ ...filter, agents: [] }, NOBODY)}
    group by 1`;
}

/**
 * A condition that the inbound ticket `f` was open just before an instant. Most closed tickets are told by their closing
 * time alone, which an index finds; only those that were closed later, or never, need their history.
 */
export function isOpenAt(at: Date): Prisma.Sql {
  return Prisma.sql`f.inbound and f.created_at < ${at} and (f.closed_at is null or f.closed_at >= ${at})
    and (select count(*) from unnest(f.closings) as turn where turn < ${at})
      = (select count(*) from unnest(f.reopened) as turn where turn < ${at})`;
}

/** A condition that the ticket `f`, open just before an instant, was waiting for a reply then. */
export function isWaitingAt(at: Date): Prisma.Sql {
  return Prisma.sql`(exists (
      select from reply_fact w where w.shop_id = f.shop_id and w.connection_id = f.connection_id
        and w.ticket_id = f.ticket_id and w.waited_from < ${at} and w.replied_at >= ${at})
    or 0 < (
      select sum(w.waiting_delta) from turn_fact w where w.shop_id = f.shop_id and w.connection_id = f.connection_id
        and w.ticket_id = f.ticket_id and w.turned_at < ${at}))`;
}
