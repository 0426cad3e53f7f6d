import type { Draw } from "./draw-tickets.ts";
import { runInPortions } from "./sql.ts";

/** Writes the drawn tickets with the facts that the app would derive from their timelines, up to the draw's end. */
export async function writeTickets({ tickets, shopId, to }: Draw): Promise<void> {
  for (const sql of [TICKETS, KEYS, FACTS, REPLIES, TURNS, RATINGS]) {
    const values = sql.includes("$4") ? [shopId, to] : [shopId];
    await runInPortions(tickets, sql, values);
  }
}

const BETWEEN = "t.n between $1::bigint and $2::bigint";
const IDENTIFIABLE = "bench.chance(t.n, 40) < 0.92";

const TICKETS = `
  insert into ticket (shop_id, connection_id, ticket_id, channel, created_at, version, is_open, closed_at, assignee_id,
                      customer_id, identifiable, tags)
  select $3::uuid, t.connection_id, t.ticket_id, t.channel, t.at[1], 1, t.closed_at is null or t.closed_at > $4::timestamptz,
         case when t.closed_at <= $4::timestamptz then t.closed_at end, t.agents[1], t.customer::text, ${IDENTIFIABLE}, t.tags
  from bench.ticket t where ${BETWEEN}`;

/** Of a tenth of the tickets: no page reads them. */
const KEYS = `
  insert into ticket_key (shop_id, key, connection_id, ticket_id)
  select $3::uuid, 's:' || t.customer, t.connection_id, t.ticket_id from bench.ticket t
  where ${BETWEEN} and t.n % 10 = 0 and ${IDENTIFIABLE}`;

const FACTS = `
  insert into ticket_fact (shop_id, connection_id, ticket_id, channel, created_at, inbound, identifiable, asked_at,
    first_human_reply_at, first_human_reply_agent_id, first_response_seconds, first_reply_at, first_response_any_seconds,
    closed_at, closer_id, resolution_seconds, human_replies_to_close, automated_replies_to_close, reopenings, message_count,
    closings, reopened, days, repeat_contact, repeat_topic, followed_up)
  select $3::uuid, t.connection_id, t.ticket_id, t.channel, t.at[1], p.inbound, ${IDENTIFIABLE}, known.asked_at,
    known.human_at, case when known.human_at is not null then t.agents[1] end,
    case when p.inbound then extract(epoch from known.human_at - known.asked_at) end,
    known.any_at, case when p.inbound then extract(epoch from known.any_at - known.asked_at) end,
    known.closed_at, case when known.closed_at is not null then t.agents[2] end,
    extract(epoch from known.closed_at - known.asked_at),
    case when known.closed_at is not null then p.humans end, case when known.closed_at is not null then p.automated end,
    case when known.closed_at is not null then cardinality(known.reopened) end,
    (select count(*) from unnest(t.at) as message where message <= $4::timestamptz),
    array_remove(array[known.first_closed_at, known.closed_at], null), known.reopened,
    array[t.at[1]::date, known.closed_at::date],
    bench.chance(t.n, 41) < 0.12, bench.chance(t.n, 41) < 0.05, known.closed_at is not null and bench.chance(t.n, 42) < 0.08
  from bench.ticket t join bench.pattern p on p.pattern = t.pattern
  cross join lateral (
    select t.at[p."askedPlace"] as asked_at,
           case when t.at[p."humanPlace"] <= $4::timestamptz then t.at[p."humanPlace"] end as human_at,
           case when t.at[p."anyPlace"] <= $4::timestamptz then t.at[p."anyPlace"] end as any_at,
           case when t.closed_at <= $4::timestamptz then t.closed_at end as closed_at,
           case when t.at[3] <= $4::timestamptz then t.first_closed_at end as first_closed_at,
           case when t.pattern = 'reopened' and t.at[3] <= $4::timestamptz then array[t.at[3]]
                else '{}'::timestamptz[] end as reopened
  ) as known
  where ${BETWEEN}`;

const REPLIES = `
  insert into reply_fact (shop_id, connection_id, ticket_id, ordinal, channel, inbound, replied_at, human, agent_id,
    response_seconds, waited_from, wait_started_at, asked_at, first_response_seconds, first_response_any_seconds)
  select $3::uuid, t.connection_id, t.ticket_id, r.ordinal, t.channel, p.inbound, t.at[r.place], r.human,
    case when r.human then t.agents[1 + r.ordinal % 2] end,
    extract(epoch from t.at[r.place] - t.at[r."fromPlace"]), t.at[r."fromPlace"], t.at[r."fromPlace"],
    case when r.place in (p."humanPlace", p."anyPlace") then t.at[p."askedPlace"] end,
    case when r.place = p."humanPlace" and p.inbound then extract(epoch from t.at[r.place] - t.at[p."askedPlace"]) end,
    case when r.place = p."anyPlace" and p.inbound then extract(epoch from t.at[r.place] - t.at[p."askedPlace"]) end
  from bench.ticket t
  join bench.pattern p on p.pattern = t.pattern
  join bench.reply r on r.pattern = t.pattern and r.place is not null
  where ${BETWEEN} and t.at[r.place] <= $4::timestamptz`;

/** Reopened tickets, and waits that no reply has ended by now. */
const TURNS = `
  insert into turn_fact (shop_id, connection_id, ticket_id, ordinal, channel, inbound, turned_at, open_delta, waiting_delta)
  select $3::uuid, t.connection_id, t.ticket_id, turn.ordinal, t.channel, t.pattern <> 'outbound', turn.at, turn.open, turn.waiting
  from bench.ticket t
  cross join lateral (
    select * from (values (100, t.first_closed_at, -1, 0), (101, t.at[3], 1, 0), (102, t.closed_at, -1, 0))
      as state (ordinal, at, open, waiting)
    where t.pattern = 'reopened' and t.at[3] <= $4::timestamptz
    union all
    select 2 * r."fromPlace" + ending.ends, case ending.ends when 0 then t.at[r."fromPlace"] else t.closed_at end, 0,
           1 - 2 * ending.ends
    from bench.reply r cross join (values (0), (1)) as ending (ends)
    where r.pattern = t.pattern and r."fromPlace" is not null and t.at[r."fromPlace"] <= $4::timestamptz
      and (r.place is null or t.at[r.place] > $4::timestamptz)
  ) as turn
  where ${BETWEEN} and turn.at <= $4::timestamptz`;

/** Customers of every tenth agent are asked for thumbs up or down, the others for one to five. */
const RATINGS = `
  insert into rating (shop_id, connection_id, ticket_id, rating_id, rated_at, scale, score, positive, agent_id, is_current)
  select $3::uuid, t.connection_id, t.ticket_id, '1', t.closed_at + bench.delay(t.n, 50, 3600),
         case when t.agents[1] like '%0' then 'two-point' else 'five-point' end,
         case when t.agents[1] like '%0' then null else given.score end, given.score >= 4, t.agents[1], true
  from bench.ticket t
  cross join lateral (select '{1,2,3,4,4,5,5,5,5,5}'::int[] as scores) as options
  cross join lateral (select scores[1 + floor(bench.chance(t.n, 51) * 10)::int] as score) as given
  where ${BETWEEN} and bench.chance(t.n, 52) < 0.15 and t.closed_at + bench.delay(t.n, 50, 3600) <= $4::timestamptz`;
