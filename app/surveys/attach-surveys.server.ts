import { type Db, db, inTransaction, Prisma } from "../platform/database.server.ts";
import { shareShop } from "../platform/shop-lock.server.ts";
import { rankRatings } from "../tickets/rank-ratings.server.ts";
import { queryPrepared } from "./prepared-query.server.ts";

/** How long before the question a ticket may have had its latest activity, by what speaks for it. */
const HOURS = { link: 30 * 24, claim: 48, customer: 24 };
/** Tickets come with some delay; after this one no ticket is looked for any more. */
const LOOKING_MS = 7 * 86_400_000;

/** Of a survey's row: its ticket is not known, and there is something by which to look for it. */
export const MAY_ATTACH = Prisma.raw(
  "ticket_id is null and (claimed_ticket_id is not null or customer_key is not null)",
);

/**
 * Looks for the tickets of these surveys, of those that have none yet, and attaches each whose claim holds: behind a link, the
 * customer whom it names is the ticket's (or, where it names none, the ticket had activity in the 30 days before); on a page
 * that names a conversation, who is logged in is the ticket's customer, or nobody is logged in and the ticket had activity
 * in the 48 hours before; on any other page, the inbound ticket of who is logged in with the latest activity in the 24 hours
 * before. Activity is the creation, a message or a closing, all before the question. Marks the days that change and, where a
 * survey has been answered, chooses anew which answer counts for the ticket. Must run in a transaction.
 */
export async function attachSurveys(tx: Db, shopId: string, surveyIds: readonly string[]): Promise<void> {
  if (surveyIds.length === 0) return;
  const rows = await tx.$queryRaw<AttachedRow[]>(attachingOf(shopId, surveyIds));
  const answered = rows.filter((row) => row.isAnswered);
  if (answered.length > 0) await rankRatings(tx, shopId, answered);
}

/** The same for one survey that has just been opened or answered, in a transaction of its own. */
export async function attachSurvey({ shopId, surveyId }: { shopId: string; surveyId: string }): Promise<void> {
  const [row] = await queryPrepared<AttachedRow>("attach-survey", attachingOf(shopId, [surveyId]));
  if (row?.isAnswered) await rankTicketOf(shopId, row);
}

/** Chooses anew which answer counts for a ticket, in a transaction of its own. */
function rankTicketOf(shopId: string, ticket: Pick<AttachedRow, "connectionId" | "ticketId">): Promise<void> {
  return inTransaction(async (tx) => {
    await shareShop(tx, shopId);
    await rankRatings(tx, shopId, [ticket]);
  });
}

/** The ticket that has been found for a survey. */
interface AttachedRow {
  connectionId: string;
  ticketId: string;
  isAnswered: boolean;
}

/** One statement: the lock comes first, as every part follows from the surveys that are read under it. */
function attachingOf(shopId: string, surveyIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    with ${candidatesOf(shopId, surveyIds)},
    chosen as (
      select distinct on (survey_id) survey_id, connection_id, ticket_id, agent_id from candidate
      where active_at is not null or is_proven
      order by survey_id, active_at desc nulls last, connection_id, ticket_id),
    attached as (
      update survey s set connection_id = chosen.connection_id, ticket_id = chosen.ticket_id, agent_id = chosen.agent_id
      from chosen
      where s.shop_id = ${shopId}::uuid and s.survey_id = chosen.survey_id and s.ticket_id is null
      returning s.shop_id, s.survey_id, s.connection_id, s.ticket_id, s.asked_at,
        (select answered_at from survey_answer a where a.shop_id = s.shop_id and a.survey_id = s.survey_id and a.is_current)
          as answered_at),
    marked as (
      insert into touched_day (shop_id, day)
      select distinct shop_id, (happened.at at time zone 'UTC')::date
      from attached cross join lateral (values (asked_at), (answered_at)) as happened(at)
      where happened.at is not null order by 2
      on conflict do nothing)
    select connection_id as "connectionId", ticket_id as "ticketId", answered_at is not null as "isAnswered"
    from attached`;
}

/** Shops in which a survey may still get its ticket, an answer came since an instant, or a day is marked to be computed. */
export async function listShopsWithLateSurveys(at: Date, answeredSince: Date): Promise<string[]> {
  const rows = await db().$queryRaw<{ shopId: string }[]>`
    select p.shop_id as "shopId" from shop p
    where exists (select from survey s where s.shop_id = p.shop_id and s.asked_at >= ${stillLookingSince(at)}::timestamptz)
       or exists (
         select from survey_answer a where a.shop_id = p.shop_id and a.answered_at >= ${answeredSince}::timestamptz)
       or exists (select from touched_day d where d.shop_id = p.shop_id)`;
  return rows.map(({ shopId }) => shopId);
}

/** Surveys without a ticket that may still get one, in portions by their ids. */
export async function listUnattachedSurveys(
  shopId: string,
  { at, after, most }: { at: Date; after: string | null; most: number },
): Promise<string[]> {
  const rows = await db().$queryRaw<{ surveyId: string }[]>`
    select survey_id as "surveyId" from survey
    where shop_id = ${shopId}::uuid and asked_at >= ${stillLookingSince(at)}::timestamptz
      and ${MAY_ATTACH}
      and (${after}::uuid is null or survey_id > ${after}::uuid)
    order by survey_id limit ${most}`;
  return rows.map(({ surveyId }) => surveyId);
}

function stillLookingSince(at: Date): Date {
  return new Date(at.getTime() - LOOKING_MS);
}

/**
 * Chooses anew which answer counts for every ticket with a survey that was answered since an instant: two answers that came at
 * the same moment from two sides may not have seen each other.
 */
export async function rankLateAnswers(shopId: string, since: Date): Promise<void> {
  await inTransaction(async (tx) => {
    await shareShop(tx, shopId);
    const tickets = await tx.$queryRaw<{ connectionId: string; ticketId: string }[]>`
      select distinct s.connection_id as "connectionId", s.ticket_id as "ticketId"
      from survey_answer a join survey s on s.shop_id = a.shop_id and s.survey_id = a.survey_id
      where a.shop_id = ${shopId}::uuid and a.answered_at >= ${since}::timestamptz and s.ticket_id is not null`;
    await rankRatings(tx, shopId, tickets);
  });
}

/**
 * A table `candidate`: surveys with the tickets that may be theirs, whether the customer proves it, and the ticket's latest
 * activity in the hours before the question (null: none).
 */
function candidatesOf(shopId: string, surveyIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    locked as materialized (select pg_advisory_xact_lock_shared(hashtextextended(${shopId}::text, 0))::text as lock),
    wanted as materialized (
      select s.* from locked cross join unnest(${[...surveyIds]}::uuid[]) as named(survey_id)
      join survey s on s.shop_id = ${shopId}::uuid and s.survey_id = named.survey_id
      where s.ticket_id is null and locked.lock = ''),
    named as (
      select w.survey_id, w.asked_at, t.connection_id, t.ticket_id, coalesce(t.assignee_id, '') as agent_id,
             w.claimed_customer_id is not null as is_proven,
             case when w.claimed_customer_id is null then ${HOURS.link}::int end as hours
      from wanted w
      join ticket t on t.shop_id = w.shop_id and t.connection_id = w.claimed_connection_id and t.ticket_id = w.claimed_ticket_id
      where w.source = 'link' and (w.claimed_customer_id is null or w.claimed_customer_id = t.customer_id)
      union all
      select w.survey_id, w.asked_at, t.connection_id, t.ticket_id, coalesce(t.assignee_id, ''),
             w.customer_key is not null,
             case when w.customer_key is null then ${HOURS.claim}::int end
      from wanted w
      join helpdesk_connection c on c.shop_id = w.shop_id and (w.claimed_vendor is null or c.vendor = w.claimed_vendor)
      join ticket t on t.shop_id = c.shop_id and t.connection_id = c.connection_id and t.ticket_id = w.claimed_ticket_id
      where w.source <> 'link' and (w.customer_key is null or exists (
        select from ticket_key k where k.shop_id = t.shop_id and k.key = w.customer_key
          and k.connection_id = t.connection_id and k.ticket_id = t.ticket_id))
      union all
      select w.survey_id, w.asked_at, t.connection_id, t.ticket_id, coalesce(t.assignee_id, ''), false, ${HOURS.customer}::int
      from wanted w
      join ticket_key k on k.shop_id = w.shop_id and k.key = w.customer_key
      join helpdesk_connection c on c.shop_id = k.shop_id and c.connection_id = k.connection_id
        and (w.claimed_vendor is null or c.vendor = w.claimed_vendor)
      join ticket_fact f on f.shop_id = k.shop_id and f.connection_id = k.connection_id and f.ticket_id = k.ticket_id
      join ticket t on t.shop_id = f.shop_id and t.connection_id = f.connection_id and t.ticket_id = f.ticket_id
      where w.source <> 'link' and w.claimed_ticket_id is null and f.inbound and t.created_at <= w.asked_at),
    candidate as (
      select n.survey_id, n.connection_id, n.ticket_id, n.agent_id, n.is_proven, active.active_at
      from named n left join lateral (${latestActivity(shopId)}) active on n.hours is not null)`;
}

/** Of a ticket `n`, before the question and not longer ago than the hours; public messages that were delivered count. */
function latestActivity(shopId: string): Prisma.Sql {
  return Prisma.sql`
    select max(happened.at) as active_at
    from (
      select t.created_at from ticket t
      where t.shop_id = ${shopId}::uuid and t.connection_id = n.connection_id and t.ticket_id = n.ticket_id
      union all
      select t.closed_at from ticket t
      where t.shop_id = ${shopId}::uuid and t.connection_id = n.connection_id and t.ticket_id = n.ticket_id
      union all
      select unnest(f.closings) from ticket_fact f
      where f.shop_id = ${shopId}::uuid and f.connection_id = n.connection_id and f.ticket_id = n.ticket_id
      union all
      select to_timestamp((m ->> 1)::float8 / 1000) from ticket_timeline l cross join json_array_elements(l.messages) as m
      where l.shop_id = ${shopId}::uuid and l.connection_id = n.connection_id and l.ticket_id = n.ticket_id and m ->> 4 = '3'
    ) as happened(at)
    where happened.at <= n.asked_at and happened.at >= n.asked_at - make_interval(hours => n.hours)`;
}
