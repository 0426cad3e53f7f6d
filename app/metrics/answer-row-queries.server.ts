import { db, Prisma } from "../platform/database.server.ts";
import type { AnswerChoice } from "./answer-list.ts";
import { answersGiven, FIGURE_SOURCES } from "./figure-sources.server.ts";
import { filterOfFacts } from "./filter-sql.server.ts";
import type { KpiScope } from "./kpi-report.ts";
import type { ListPosition } from "./list-position.ts";

/** A stretch of time without its end. */
export interface AnswerSpan {
  from: Date;
  to: Date;
}

/** Which answers of which report. The choice's text is none of SQL's business: comments are encrypted. */
export interface AnswerRequest {
  scope: KpiScope;
  period: AnswerSpan;
  choice: AnswerChoice;
}

/** One answer as it is stored. */
export interface AnswerRow {
  atMs: number;
  connectionId: string;
  /** "" where there is no ticket. */
  ticketId: string;
  rowId: string;
  score: number | null;
  positive: boolean;
  nps: number | null;
  source: string;
  language: string | null;
  channel: string;
  helpdeskName: string | null;
  agentName: string | null;
  surveyId: string | null;
  /** Of the survey's version that counts. */
  ordinal: number | null;
  /** Encrypted. */
  comment: string | null;
  outranked: boolean;
}

/**
 * Answers as rows `f` of `answersGiven`, with the conditions of report and choice: tables and conditions of a statement, as
 * `from` takes them. They are the rows that the figures count; `outranked` ones only where they are asked for.
 */
export function answerRows({ scope, period, choice }: AnswerRequest): Prisma.Sql {
  const within = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} >= ${period.from} and ${Prisma.raw(column)} < ${period.to}`;
  const given = answersGiven(Prisma.sql`${scope.shopId}::uuid`, within, { outranked: choice.uncounted });
  return Prisma.sql`${given} and ${filterOfFacts(scope.filter, FIGURE_SOURCES.rated.agent)} and ${chosen(choice)}`;
}

function chosen({ scores, sources, withComment, text }: AnswerChoice): Prisma.Sql {
  const conditions = [
    ...(scores.length > 0 ? [Prisma.sql`f.score = any(${[...scores]}::int[])`] : []),
    ...(sources.length > 0 ? [Prisma.sql`f.source = any(${[...sources]}::text[])`] : []),
    ...(withComment || text !== "" ? [Prisma.sql`f.comment is not null`] : []),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " and ");
}

/** A page of answers, and how many of them. */
export interface AnswerPage extends AnswerRequest {
  after: ListPosition | null;
  limit: number;
}

/**
 * The statement that selects these columns of a page of answers, the latest first: `p` is the answer (a row of
 * `answerRows`), `h` its helpdesk and `a` its agent, both null where there is none or it is not known any more.
 */
export function answerPage({ after, limit, ...request }: AnswerPage, columns: Prisma.Sql): Prisma.Sql {
  // The plain condition on the time lets the index begin where the page does; the other one settles ties.
  const { from, to } = request.period;
  const period = after ? { from, to: earlierOf(to, new Date(after.place + 1)) } : request.period;
  const beyond = after
    ? Prisma.sql`and (f.answered_at, f.connection_id, f.ticket_id, f.row_id)
        < (${new Date(after.place)}, ${after.connectionId}::uuid, ${after.ticketId}::text, ${after.rowId}::text)`
    : Prisma.empty;
  return Prisma.sql`
    with page as materialized (
      select f.* from ${answerRows({ ...request, period })} ${beyond}
      order by f.answered_at desc, f.connection_id desc, f.ticket_id desc, f.row_id desc limit ${limit}::int)
    select ${columns}
    from page p
    left join helpdesk_connection h on h.shop_id = p.shop_id and h.connection_id = p.connection_id
    left join agent a on a.shop_id = p.shop_id and a.connection_id = p.connection_id and a.agent_id = p.agent_id
    order by p.answered_at desc, p.connection_id desc, p.ticket_id desc, p.row_id desc`;
}

function earlierOf(a: Date, b: Date): Date {
  return a < b ? a : b;
}

const LISTED = Prisma.raw(`
  (date_part('epoch', p.answered_at) * 1000)::float8 as "atMs", p.connection_id::text as "connectionId",
  p.ticket_id as "ticketId", p.row_id as "rowId", p.score::int as score, p.positive, p.nps, p.source, p.language, p.channel,
  h.name as "helpdeskName", nullif(coalesce(a.name, p.agent_id), '') as "agentName", p.survey_id::text as "surveyId",
  p.ordinal, p.comment, p.outranked`);

/** A page of answers, the latest first. */
export function selectAnswers(page: AnswerPage): Promise<AnswerRow[]> {
  return db().$queryRaw<AnswerRow[]>(answerPage(page, LISTED));
}

/** How many answers there are on all pages, whatever their comments say. */
export async function countAnswers(request: AnswerRequest): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`select count(*)::float8 as n from ${answerRows(request)}`;
  return row?.n ?? 0;
}
