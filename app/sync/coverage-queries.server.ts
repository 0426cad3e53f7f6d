import { db } from "../platform/database.server.ts";
import type { Coverage } from "./sync-status.ts";

/**
 * How much of what each helpdesk of a shop has is known here, by connection; disconnected ones are among them. Every
 * ticket of the shop is counted, so this is for pages that show it.
 */
export async function readCoverage(shopId: string): Promise<ReadonlyMap<string, Coverage>> {
  const [rows, counts, short] = await Promise.all([
    db().helpdeskConnection.findMany({ where: { shopId } }),
    countTickets(shopId),
    listDaysShort(shopId),
  ]);
  const known = new Map(counts.map(({ connectionId, count }) => [connectionId, count]));
  const daysShort = Map.groupBy(short, (row) => row.connectionId);
  return new Map(
    rows.map(({ connectionId, reportedTickets, recentCheckedAt, fullyCheckedAt }) => [
      connectionId,
      {
        known: known.get(connectionId) ?? 0,
        reported: reportedTickets,
        daysShort: (daysShort.get(connectionId) ?? []).map(({ day, known, reported }) => ({ day, known, reported })),
        recentCheckedAt,
        fullyCheckedAt,
      },
    ]),
  );
}

function countTickets(shopId: string): Promise<{ connectionId: string; count: number }[]> {
  return db().$queryRaw`
    select connection_id as "connectionId", count(*)::float8 as count from ticket
    where shop_id = ${shopId}::uuid and (excluded is null or excluded <> 'deleted') group by 1`;
}

function listDaysShort(
  shopId: string,
): Promise<{ connectionId: string; day: string; known: number; reported: number }[]> {
  return db().$queryRaw`
    select connection_id as "connectionId", day::text as day, known, reported from coverage_day
    where shop_id = ${shopId}::uuid and reported > known order by day desc limit 100`;
}
