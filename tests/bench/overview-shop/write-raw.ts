import type { Draw } from "./draw-tickets.ts";
import { run, runInPortions } from "./sql.ts";

/**
 * Writes the same conversations as helpdesks keep them for their reports: conversations, messages, and one row for every
 * event that has a value (METRICS.md knows none of these), with the composite indexes that such tables get.
 */
export async function writeRaw({ tickets, shopId, to }: Draw): Promise<void> {
  await run(TABLES);
  for (const sql of [CONVERSATIONS, MESSAGES, ANSWERS, CLOSINGS]) {
    await runInPortions(tickets, sql, [shopId, to]);
  }
  for (const index of INDEXES) await run(index);
}

const TABLES = `
  create table bench.raw_conversation (
    shop_id uuid, connection_id uuid, ticket_id text, channel text, created_at timestamptz(3), status text, assignee_id text);
  create table bench.raw_message (
    shop_id uuid, connection_id uuid, ticket_id text, author text, agent_id text, created_at timestamptz(3));
  create table bench.raw_event (
    shop_id uuid, name text, value float8, connection_id uuid, channel text, agent_id text, ticket_id text,
    created_at timestamptz(3))`;

const INDEXES = [
  "create index on bench.raw_conversation (shop_id, created_at)",
  "create index on bench.raw_conversation (shop_id, status)",
  "create index on bench.raw_message (shop_id, created_at, author)",
  "create index on bench.raw_message (shop_id, connection_id, ticket_id)",
  "create index on bench.raw_event (shop_id, name, created_at)",
  "create index on bench.raw_event (shop_id, connection_id, ticket_id)",
];

const BETWEEN = "t.n between $1::bigint and $2::bigint";

const CONVERSATIONS = `
  insert into bench.raw_conversation
  select $3::uuid, t.connection_id, t.ticket_id, t.channel, t.at[1],
         case when t.closed_at <= $4::timestamptz then 'resolved' else 'open' end, t.agents[1]
  from bench.ticket t where ${BETWEEN}`;

const MESSAGES = `
  insert into bench.raw_message
  select $3::uuid, t.connection_id, t.ticket_id, substr(p.authors, place::int, 1),
         case when substr(p.authors, place::int, 1) = 'H' then t.agents[1] end, message.at
  from bench.ticket t join bench.pattern p on p.pattern = t.pattern
  cross join lateral unnest(t.at) with ordinality as message (at, place)
  where ${BETWEEN} and message.at <= $4::timestamptz`;

/** First answers, and all others that a customer waited for. */
const ANSWERS = `
  insert into bench.raw_event
  select $3::uuid, case when r.place = p."humanPlace" then 'first_response' else 'reply_time' end,
         extract(epoch from t.at[r.place] - t.at[r."fromPlace"]), t.connection_id, t.channel, t.agents[1], t.ticket_id,
         t.at[r.place]
  from bench.ticket t
  join bench.pattern p on p.pattern = t.pattern
  join bench.reply r on r.pattern = t.pattern and r.place is not null and r."fromPlace" is not null
  where ${BETWEEN} and t.at[r.place] <= $4::timestamptz`;

const CLOSINGS = `
  insert into bench.raw_event
  select $3::uuid, event.name, extract(epoch from event.at - t.at[1]), t.connection_id, t.channel, t.agents[2], t.ticket_id,
         event.at
  from bench.ticket t
  cross join lateral (values
    ('conversation_resolved', t.closed_at, true), ('conversation_resolved', t.first_closed_at, true),
    ('conversation_bot_resolved', t.closed_at, t.pattern = 'automated'),
    ('conversation_bot_handoff', t.at[4], t.pattern = 'one-touch')) as event (name, at, happened)
  where ${BETWEEN} and event.happened and event.at <= $4::timestamptz`;
