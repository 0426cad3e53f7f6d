import { type Period, parsePeriod, previousPeriod } from "../../../app/metrics/period.ts";
import { openedDatabase } from "../../../app/platform/database.server.ts";

const TIME_ZONE = "Europe/Amsterdam";

/** Where a tile's number comes from, and how it is taken. */
interface Tile {
  from: string;
  value: string;
}

const ofEvents = (name: string, value: string): Tile => ({
  from: `bench.raw_event r where r.shop_id = $1::uuid and r.name = '${name}'`,
  value,
});
const ofMessages = (author: string): Tile => ({
  from: `bench.raw_message r where r.shop_id = $1::uuid and r.author = '${author}'`,
  value: "count(*)",
});

/** Eight tiles, as a helpdesk's reports have them. */
const TILES: readonly Tile[] = [
  { from: "bench.raw_conversation r where r.shop_id = $1::uuid", value: "count(*)" },
  ofMessages("C"),
  ofMessages("H"),
  ofEvents("first_response", "avg(r.value)"),
  ofEvents("reply_time", "avg(r.value)"),
  ofEvents("conversation_resolved", "avg(r.value)"),
  ofEvents("conversation_resolved", "count(*)"),
  ofEvents("conversation_bot_resolved", "count(*)"),
];

const WITHIN = "r.created_at >= $2::timestamptz and r.created_at < $3::timestamptz";

/** A line for every agent, and a cell for every hour of the week. */
const TABLES = [
  `select r.agent_id, count(*) filter (where r.name = 'conversation_resolved') as resolved,
          avg(r.value) filter (where r.name = 'first_response') as first_response,
          avg(r.value) filter (where r.name = 'reply_time') as reply_time,
          avg(r.value) filter (where r.name = 'conversation_resolved') as resolution
   from bench.raw_event r where r.shop_id = $1::uuid and ${WITHIN} group by r.agent_id`,
  `select date_trunc('hour', r.created_at at time zone '${TIME_ZONE}') as hour, count(*)
   from bench.raw_conversation r where r.shop_id = $1::uuid and ${WITHIN} group by 1`,
];

/**
 * A page of reports computed the way most helpdesks do it, with one aggregate over raw rows for every tile now, before, and
 * by day: 26 statements, as many at once as the pool allows.
 */
export async function loadRawReport(shopId: string, preset: string, now: Date): Promise<string> {
  const { period } = parsePeriod(new URLSearchParams({ preset }), { now, timeZone: TIME_ZONE });
  const previous = previousPeriod(period, TIME_ZONE);
  const query = (sql: string, { from, to }: Period) => openedDatabase().pool.query(sql, [shopId, from, to]);
  const tiles = TILES.flatMap(({ from, value }) => {
    const total = `select ${value} as value from ${from} and ${WITHIN}`;
    const daily = `select (r.created_at at time zone '${TIME_ZONE}')::date as day, ${value} as value
                   from ${from} and ${WITHIN} group by 1`;
    return [query(total, period), query(total, previous), query(daily, period)];
  });
  const answers = await Promise.all([...tiles, ...TABLES.map((sql) => query(sql, period))]);
  return JSON.stringify(answers.map(({ rows }) => rows));
}
