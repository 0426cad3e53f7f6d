import { type Db, Prisma } from "../platform/database.server.ts";

/** Shop days that follow each other without a gap, with the instant each begins. */
export interface DayRun {
  days: string[];
  startsAt: Date[];
  endsAt: Date;
}

/** Columns of `daily_figure` that are counted or summed. */
const MEASURES = [
  "created",
  "outbound",
  "identifiable",
  "open_delta",
  "closed",
  "closed_one_touch",
  "closed_automated",
  "closed_without_reply",
  "closed_reopened",
  "resolution_seconds",
  "first_responses",
  "first_response_seconds",
  "first_any_responses",
  "first_any_response_seconds",
  "responses",
  "response_seconds",
  "human_replies",
  "ratings",
  "positive_ratings",
  "scored_1",
  "scored_2",
  "scored_3",
  "scored_4",
  "scored_5",
  "converted",
  "credited_orders",
  "credited_gross_minor",
  "credited_refunded_minor",
  "credited_net_minor",
] as const;
type Measure = (typeof MEASURES)[number];

/** Part of the figures: which rows belong to the run and on whose account, and what they count for. */
interface Source {
  /** Rows `f` (a ticket's facts) and whatever else the measures need. */
  from: Prisma.Sql;
  /** Instant that decides the day. */
  at: string;
  /** SQL for the agent's id; "" is nobody's. */
  agent: string;
  measures: Partial<Record<Measure, string>>;
}

/**
 * The shop day of an instant, as SQL. `column` is part of a query's text, never a value from outside. The two lists stand
 * in sub-selects so that they are read once a statement and not once a row.
 */
export function dayOfInstant(column: string, run: DayRun): Prisma.Sql {
  return Prisma.sql`(select ${run.days}::text[]::date[])[width_bucket(${Prisma.raw(column)}, (select ${run.startsAt}::timestamptz[]))]`;
}

/** Counts the figures of the run's days, which must have none, each measure on its own day and agent. */
export async function insertDailyFigures(tx: Db, shopId: string, run: DayRun): Promise<void> {
  const columns = Prisma.raw(MEASURES.join(", "));
  const sums = Prisma.raw(MEASURES.map((measure) => `sum(${measure})`).join(", "));
  const sources = sourcesOf(Prisma.sql`${shopId}::uuid`, run).map((source) => rowsOf(source, run));
  await tx.$executeRaw`
    insert into daily_figure (shop_id, day, connection_id, channel, agent_id, ${columns})
    select ${shopId}::uuid, day, connection_id, channel, agent_id, ${sums}
    from (${Prisma.join(sources, " union all ")}) as part
    group by day, connection_id, channel, agent_id`;
}

function rowsOf({ from, at, agent, measures }: Source, run: DayRun): Prisma.Sql {
  const values = MEASURES.map((measure) => `${measures[measure] ?? "0::bigint"} as ${measure}`).join(", ");
  return Prisma.sql`
    (select ${dayOfInstant(at, run)} as day, f.connection_id, f.channel, ${Prisma.raw(agent)} as agent_id, ${Prisma.raw(values)}
    from ${from} group by 1, 2, 3, 4)`;
}

const NOBODY = "''::text";

function sourcesOf(shop: Prisma.Sql, run: DayRun): Source[] {
  const within = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} >= ${run.startsAt[0]} and ${Prisma.raw(column)} < ${run.endsAt}`;
  const facts = (column: string) => Prisma.sql`ticket_fact f where f.shop_id = ${shop} and ${within(column)}`;
  const factOf = (row: string) =>
    Prisma.raw(
      `f.shop_id = ${row}.shop_id and f.connection_id = ${row}.connection_id and f.ticket_id = ${row}.ticket_id`,
    );
  return [
    { from: facts("f.created_at"), at: "f.created_at", agent: NOBODY, measures: CREATED },
    {
      from: Prisma.sql`${facts("f.closed_at")} and f.inbound`,
      at: "f.closed_at",
      agent: "coalesce(f.closer_id, '')",
      measures: CLOSED,
    },
    {
      // The backlog is a sum over all days, so its part stands on nobody's account, where the fewest rows are.
      from: Prisma.sql`${facts("f.closed_at")} and f.inbound and f.reopened = '{}'`,
      at: "f.closed_at",
      agent: NOBODY,
      measures: { open_delta: "-count(*)" },
    },
    {
      from: Prisma.sql`turn_fact f where f.shop_id = ${shop} and f.inbound and ${within("f.turned_at")}`,
      at: "f.turned_at",
      agent: NOBODY,
      measures: { open_delta: "sum(case when f.opens then 1 else -1 end)" },
    },
    {
      from: Prisma.sql`reply_fact f where f.shop_id = ${shop} and f.inbound and ${within("f.replied_at")}`,
      at: "f.replied_at",
      agent: "case when f.human then coalesce(f.agent_id, '') else '' end",
      measures: REPLIED,
    },
    {
      from: Prisma.sql`rating g
        join ticket_fact f on ${factOf("g")}
        join ticket t on t.shop_id = f.shop_id and t.connection_id = f.connection_id and t.ticket_id = f.ticket_id
        where g.shop_id = ${shop} and ${within("g.rated_at")} and g.is_current and f.inbound`,
      at: "g.rated_at",
      agent: "coalesce(g.agent_id, t.assignee_id, '')",
      measures: RATED,
    },
    {
      from: Prisma.sql`(
        select f.connection_id, f.channel, f.created_at, c.agent_id, o.gross_minor, o.refunded_minor, o.net_minor,
               row_number() over (partition by c.connection_id, c.ticket_id order by o.processed_at, o.order_id) = 1 as earliest
        from ticket_fact f
        join credit c on c.shop_id = f.shop_id and c.connection_id = f.connection_id and c.ticket_id = f.ticket_id
        join shop_order o on o.shop_id = c.shop_id and o.order_id = c.order_id
        where f.shop_id = ${shop} and ${within("f.created_at")} and f.inbound) f`,
      at: "f.created_at",
      agent: "coalesce(f.agent_id, '')",
      measures: CREDITED,
    },
  ];
}

const CREATED: Source["measures"] = {
  created: "count(*) filter (where f.inbound)",
  outbound: "count(*) filter (where not f.inbound)",
  identifiable: "count(*) filter (where f.inbound and f.identifiable)",
  // A ticket that is closed nobody knows since when has a closing without a closing time, and was never seen open.
  open_delta:
    "count(*) filter (where f.inbound and (f.closed_at is not null or f.reopened <> '{}' or f.closings = '{}'))",
};

const REPLIED: Source["measures"] = {
  first_responses: "count(f.first_response_seconds)",
  first_response_seconds: "coalesce(sum(f.first_response_seconds), 0)",
  first_any_responses: "count(f.first_response_any_seconds)",
  first_any_response_seconds: "coalesce(sum(f.first_response_any_seconds), 0)",
  responses: "count(f.response_seconds)",
  response_seconds: "coalesce(sum(f.response_seconds), 0)",
  human_replies: "count(*) filter (where f.human)",
};

/** What each closed ticket had seen at or before its closing (METRICS.md 2). */
const CLOSED: Source["measures"] = {
  closed: "count(*)",
  closed_one_touch: "count(*) filter (where f.human_replies_to_close = 1 and f.reopenings = 0)",
  closed_automated: "count(*) filter (where f.human_replies_to_close = 0 and f.automated_replies_to_close > 0)",
  closed_without_reply: "count(*) filter (where f.human_replies_to_close = 0 and f.automated_replies_to_close = 0)",
  closed_reopened: "count(*) filter (where f.reopenings > 0)",
  resolution_seconds: "coalesce(sum(f.resolution_seconds), 0)",
};

const RATED: Source["measures"] = {
  ratings: "count(*)",
  positive_ratings: "count(*) filter (where g.positive)",
  scored_1: "count(*) filter (where g.score = 1)",
  scored_2: "count(*) filter (where g.score = 2)",
  scored_3: "count(*) filter (where g.score = 3)",
  scored_4: "count(*) filter (where g.score = 4)",
  scored_5: "count(*) filter (where g.score = 5)",
};

const CREDITED: Source["measures"] = {
  converted: "count(*) filter (where f.earliest)",
  credited_orders: "count(*)",
  credited_gross_minor: "sum(f.gross_minor)",
  credited_refunded_minor: "sum(f.refunded_minor)",
  credited_net_minor: "sum(f.net_minor)",
};
