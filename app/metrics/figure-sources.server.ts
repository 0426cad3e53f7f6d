import { Prisma } from "../platform/database.server.ts";
import { NO_HELPDESK } from "../surveys/no-helpdesk.ts";
import type { Dimension } from "./kpi-report.ts";
import type { AgentMeasure, Measure } from "./measures.ts";

/** How a measure follows from the rows of its source: how many of them, or the sum of something. */
export interface MeasureOfRows {
  /** SQL condition on a row; all rows where left out. */
  where?: string;
  /** SQL value that is summed; rows are counted where left out. */
  sum?: string;
}

/**
 * Rows that figures are made of. The same source is summed up for the daily figures, summed up directly where a filter needs
 * it, and listed where somebody asks which tickets are behind a figure, so all three always agree. `f` carries shop_id,
 * connection_id, ticket_id and channel; everything here is part of a query's text and never comes from outside.
 */
export interface FigureSource {
  /** Tables and conditions up to, and without, the stretch of time. */
  from: (shopId: Prisma.Sql, within: (column: string) => Prisma.Sql) => Prisma.Sql;
  /** Instant that decides the day. */
  at: string;
  /** SQL for the agent's id; "" is nobody's. */
  agent: string;
  measures: Partial<Record<Measure, MeasureOfRows>>;
}

/** Nobody has an account of what is counted. */
export const NOBODY = "''::text";

/** Full equality of two rows' ticket. */
function sameTicket(a: string, b: string): Prisma.Sql {
  return Prisma.raw(
    `${a}.shop_id = ${b}.shop_id and ${a}.connection_id = ${b}.connection_id and ${a}.ticket_id = ${b}.ticket_id`,
  );
}

/** Of a survey `s` with its ticket's facts `f`: where it belongs. */
const helpdeskOfSurvey = Prisma.raw(`coalesce(s.connection_id, '${NO_HELPDESK}'::uuid)`);
const channelOfSurvey = Prisma.raw("coalesce(f.channel, case when s.widget is null then 'other' else 'chat' end)");
/** A ticket that is not counted takes its survey with it. */
const isCountedSurvey = Prisma.raw("(s.ticket_id is null or f.ticket_id is not null)");

const created: FigureSource = {
  from: (shop, within) => Prisma.sql`ticket_fact f where f.shop_id = ${shop} and ${within("f.created_at")}`,
  at: "f.created_at",
  agent: NOBODY,
  measures: {
    created: { where: "f.inbound" },
    outbound: { where: "not f.inbound" },
    identifiable: { where: "f.inbound and f.identifiable" },
    repeat_contacts: { where: "f.inbound and f.identifiable and f.repeat_contact" },
    repeat_topics: { where: "f.inbound and f.identifiable and f.repeat_topic" },
    // A ticket that is closed nobody knows since when has a closing without a closing time, and was never seen open.
    open_delta: { where: "f.inbound and (f.closed_at is not null or f.reopened <> '{}' or f.closings = '{}')" },
  },
};

/** What each closed ticket had seen at or before its closing (METRICS.md 2). */
const CLOSED_MEASURES: Partial<Record<AgentMeasure, MeasureOfRows>> = {
  closed: {},
  closed_one_touch: { where: "f.human_replies_to_close = 1 and f.reopenings = 0" },
  closed_automated: { where: "f.human_replies_to_close = 0 and f.automated_replies_to_close > 0" },
  closed_without_reply: { where: "f.human_replies_to_close = 0 and f.automated_replies_to_close = 0" },
  closed_reopened: { where: "f.reopenings > 0" },
  closed_identifiable: { where: "f.identifiable" },
  followed_up: { where: "f.identifiable and f.followed_up" },
  closed_messages: { sum: "f.message_count" },
  resolutions: { where: "f.resolution_seconds is not null" },
  resolution_seconds: { sum: "f.resolution_seconds" },
};

const closed: FigureSource = {
  from: (shop, within) =>
    Prisma.sql`ticket_fact f where f.shop_id = ${shop} and ${within("f.closed_at")} and f.inbound`,
  at: "f.closed_at",
  agent: "coalesce(f.closer_id, '')",
  measures: CLOSED_MEASURES,
};

/** The backlog is a sum over all days, so its part stands on nobody's account. */
const closedOnce: FigureSource = {
  from: (shop, within) =>
    Prisma.sql`ticket_fact f where f.shop_id = ${shop} and ${within("f.closed_at")} and f.inbound and f.reopened = '{}'`,
  at: "f.closed_at",
  agent: NOBODY,
  measures: { open_delta: { sum: "-1" } },
};

const turned: FigureSource = {
  from: (shop, within) => Prisma.sql`turn_fact f where f.shop_id = ${shop} and f.inbound and ${within("f.turned_at")}`,
  at: "f.turned_at",
  agent: NOBODY,
  measures: { open_delta: { sum: "f.open_delta" }, waiting_delta: { sum: "f.waiting_delta" } },
};

const beganToWait: FigureSource = {
  from: (shop, within) =>
    Prisma.sql`reply_fact f where f.shop_id = ${shop} and f.inbound and ${within("f.waited_from")}`,
  at: "f.waited_from",
  agent: NOBODY,
  measures: { waiting_delta: {} },
};

const stoppedWaiting: FigureSource = {
  from: (shop, within) =>
    Prisma.sql`reply_fact f where f.shop_id = ${shop} and f.inbound and ${within("f.replied_at")} and f.waited_from is not null`,
  at: "f.replied_at",
  agent: NOBODY,
  measures: { waiting_delta: { sum: "-1" } },
};

const replied: FigureSource = {
  from: (shop, within) =>
    Prisma.sql`reply_fact f where f.shop_id = ${shop} and f.inbound and ${within("f.replied_at")}`,
  at: "f.replied_at",
  agent: "case when f.human then coalesce(f.agent_id, '') else '' end",
  measures: {
    first_responses: { where: "f.first_response_seconds is not null" },
    first_response_seconds: { sum: "f.first_response_seconds" },
    first_any_responses: { where: "f.first_response_any_seconds is not null" },
    first_any_response_seconds: { sum: "f.first_response_any_seconds" },
    responses: { where: "f.response_seconds is not null" },
    response_seconds: { sum: "f.response_seconds" },
    human_replies: { where: "f.human" },
  },
};

/**
 * Answers (METRICS.md 4) as rows `f`, up to and without any further condition: the helpdesk's own ratings of inbound tickets,
 * and answers to our surveys with the ticket they are about. An answer that belongs to no known conversation has no ticket
 * ("") and no helpdesk. `row_id` tells the answers of one ticket apart; `survey_id` and `ordinal` say by what a survey's
 * comment is opened.
 * @param outranked also answers in whose place another one counts for the ticket
 */
export function answersGiven(
  shop: Prisma.Sql,
  within: (column: string) => Prisma.Sql,
  { outranked }: { outranked: boolean },
): Prisma.Sql {
  const counts = (table: string) => Prisma.raw(outranked ? "true" : `not ${table}.outranked`);
  return Prisma.sql`(
      select f.shop_id, f.connection_id, f.ticket_id, f.channel, g.rated_at as answered_at,
             coalesce(g.agent_id, t.assignee_id, '') as agent_id, g.score, g.positive, null::int as nps, 'helpdesk' as source,
             null::text as language, null::uuid as survey_id, null::int as ordinal, null::text as comment, g.outranked,
             g.rating_id as answer_id, g.rating_id || ' ' || (date_part('epoch', g.rated_at) * 1000)::bigint as row_id
      from rating g
      join ticket_fact f on ${sameTicket("f", "g")}
      join ticket t on ${sameTicket("t", "f")}
      where g.shop_id = ${shop} and ${within("g.rated_at")} and g.is_current and ${counts("g")} and f.inbound
      union all
      select s.shop_id, ${helpdeskOfSurvey}, coalesce(s.ticket_id, ''), ${channelOfSurvey}, a.answered_at,
             coalesce(s.agent_id, ''), a.score, a.score >= 4, a.nps, s.source, s.language, s.survey_id, a.ordinal, a.comment,
             s.outranked, s.survey_id::text, s.survey_id::text
      from survey_answer a
      join survey s on s.shop_id = a.shop_id and s.survey_id = a.survey_id
      left join ticket_fact f on ${sameTicket("f", "s")}
      where a.shop_id = ${shop} and ${within("a.answered_at")} and a.is_current and ${counts("s")} and ${isCountedSurvey}) f
    where f.shop_id = ${shop}`;
}

/** Answers that count. */
const rated: FigureSource = {
  from: (shop, within) => answersGiven(shop, within, { outranked: false }),
  at: "f.answered_at",
  agent: "f.agent_id",
  measures: {
    ratings: {},
    positive_ratings: { where: "f.positive" },
    scored_1: { where: "f.score = 1" },
    scored_2: { where: "f.score = 2" },
    scored_3: { where: "f.score = 3" },
    scored_4: { where: "f.score = 4" },
    scored_5: { where: "f.score = 5" },
    nps_answers: { where: "f.nps is not null" },
    promoters: { where: "f.nps >= 9" },
    detractors: { where: "f.nps <= 6" },
  },
};

/** Surveys shown, one a ticket or visitor, by the day on which they were; answered whenever. */
const asked: FigureSource = {
  from: (shop, within) => Prisma.sql`(
      select s.shop_id, ${helpdeskOfSurvey} as connection_id, coalesce(s.ticket_id, '') as ticket_id, ${channelOfSurvey} as channel,
             s.asked_at, coalesce(s.agent_id, '') as agent_id, s.answered_at, s.survey_id::text as row_id
      from survey s
      left join ticket_fact f on ${sameTicket("f", "s")}
      where s.shop_id = ${shop} and ${within("s.asked_at")} and ${isCountedSurvey}) f
    where f.shop_id = ${shop}`,
  at: "f.asked_at",
  agent: "f.agent_id",
  measures: { surveys_asked: {}, surveys_answered: { where: "f.answered_at is not null" } },
};

const credited: FigureSource = {
  from: (shop, within) => Prisma.sql`(
      select f.shop_id, f.connection_id, f.ticket_id, f.channel, f.created_at, c.agent_id, o.order_id, o.name as order_name,
             o.gross_minor, o.refunded_minor, o.net_minor,
             row_number() over (partition by c.connection_id, c.ticket_id order by o.processed_at, o.order_id) = 1 as earliest
      from ticket_fact f
      cross join lateral (
        select c.connection_id, c.ticket_id, c.agent_id, c.order_id, c.shop_id from credit c
        where ${sameTicket("c", "f")} offset 0) c
      join shop_order o on o.shop_id = c.shop_id and o.order_id = c.order_id
      where f.shop_id = ${shop} and ${within("f.created_at")} and f.inbound) f
    where f.shop_id = ${shop}`,
  at: "f.created_at",
  agent: "coalesce(f.agent_id, '')",
  measures: {
    converted: { where: "f.earliest" },
    credited_orders: {},
    credited_gross_minor: { sum: "f.gross_minor" },
    credited_refunded_minor: { sum: "f.refunded_minor" },
    credited_net_minor: { sum: "f.net_minor" },
  },
};

/** Every source by name. */
export const FIGURE_SOURCES = {
  created,
  closed,
  closedOnce,
  turned,
  beganToWait,
  stoppedWaiting,
  replied,
  rated,
  asked,
  credited,
} as const satisfies Record<string, FigureSource>;
export type SourceName = keyof typeof FIGURE_SOURCES;

/** SQL for the key of the part that a row `f` belongs to; an agent's is `writeAgentRef`, nobody's "". */
export function keyOfPart(by: Dimension, agent: string): string {
  const keys = {
    helpdesk: "f.connection_id::text",
    channel: "f.channel",
    agent: `case when ${agent} = '' then '' else f.connection_id || '/' || ${agent} end`,
  };
  return keys[by];
}

/** SQL aggregate of a measure. */
export function aggregateOf({ where, sum }: MeasureOfRows): string {
  if (!sum) return where ? `count(*) filter (where ${where})` : "count(*)";
  return where ? `coalesce(sum(${sum}) filter (where ${where}), 0)` : `coalesce(sum(${sum}), 0)`;
}
