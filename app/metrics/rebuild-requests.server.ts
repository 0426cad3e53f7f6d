import { now } from "../platform/clock.ts";
import type { Db } from "../platform/database.server.ts";

/**
 * Asks for all daily figures of a shop anew, in the zone and with the business hours that it has now; a rebuild that runs
 * begins again with them. Pages show the former figures until it is done. The caller's transaction has to be committed
 * before the job that does it is put into its queue.
 */
export async function requestFigureRebuild(tx: Db, shopId: string): Promise<void> {
  await tx.$executeRaw`
    insert into figure_rebuild (shop_id, generation, time_zone, business_hours, started_at, done, expected, next_on)
    select shop_id, figures_generation + 1, time_zone, business_hours, ${now()}::timestamptz, 0, null::integer, null::date
    from shop where shop_id = ${shopId}::uuid
    on conflict (shop_id) do update set
      generation = excluded.generation, time_zone = excluded.time_zone, business_hours = excluded.business_hours,
      started_at = excluded.started_at, done = 0, expected = null, next_on = null`;
}

/** Asks for the facts of all tickets of a shop anew; a walk that runs begins again. */
export async function requestFactRefresh(tx: Db, shopId: string): Promise<void> {
  await tx.$executeRaw`
    insert into fact_refresh (shop_id, started_at, connection_id, ticket_id, done, expected)
    select shop_id, ${now()}::timestamptz, null::uuid, null::text, 0, null::integer from shop where shop_id = ${shopId}::uuid
    on conflict (shop_id) do update set
      started_at = excluded.started_at, connection_id = null, ticket_id = null, done = 0, expected = null`;
}
