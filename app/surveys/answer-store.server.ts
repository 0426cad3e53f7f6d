import { now } from "../platform/clock.ts";
import type { Db } from "../platform/database.server.ts";
import { shareShop } from "../platform/shop-lock.server.ts";
import { markedDayOf } from "../platform/touched-marks.server.ts";
import { openComment, sealComment } from "./comment.server.ts";
import type { GivenAnswer } from "./survey-request.ts";
import type { SurveyTicket } from "./survey-token.server.ts";

/** Nobody changes their mind so often. */
const MOST_VERSIONS = 20;

/** An answer as it stands after saving. */
export interface SavedAnswer extends SurveyTicket, GivenAnswer {
  /** 1 for the first; each that replaces it counts one more. */
  ordinal: number;
  answeredAt: Date;
  /** False where the same had been answered before, and nothing was written. */
  isNew: boolean;
  survey: AnsweredSurvey;
}

/** What is known of the survey that was answered. */
export interface AnsweredSurvey {
  askedAt: Date;
  connectionId: string | null;
  ticketId: string | null;
}

interface Row extends AnsweredSurvey {
  ordinal: number | null;
  answeredAt: Date | null;
  score: number | null;
  nps: number | null;
  comment: string | null;
}

/**
 * Saves an answer in place of the one before, which is kept as history; the same as before is not written again. Marks the days
 * whose figures change. Must run in a transaction.
 * @returns "unknown" for a survey that is not there any more, "too-many" when it was answered 20 times already
 */
export async function saveAnswer(
  tx: Db,
  ticket: SurveyTicket,
  answer: GivenAnswer,
): Promise<SavedAnswer | "unknown" | "too-many"> {
  await shareShop(tx, ticket.shopId);
  for (;;) {
    const row = await lockSurvey(tx, ticket);
    if (!row) return "unknown";
    const { ordinal: lastOrdinal, answeredAt: lastAt, score: _, nps: __, comment: ___, ...survey } = row;
    const saved = { ...ticket, ...answer, survey };
    if (lastOrdinal !== null && lastAt !== null && isSame(row, answer, { ...ticket, ordinal: lastOrdinal }))
      return { ...saved, ordinal: lastOrdinal, answeredAt: lastAt, isNew: false };
    const ordinal = (lastOrdinal ?? 0) + 1;
    if (ordinal > MOST_VERSIONS) return "too-many";
    // A clock that was set back must not put the newer answer before the older one.
    const answeredAt = new Date(Math.max(now().getTime(), (lastAt?.getTime() ?? 0) + 1));
    const days = [survey.askedAt, answeredAt, ...(lastAt ? [lastAt] : [])].map(markedDayOf);
    const isWritten = await writeVersion(tx, ticket, { ...answer, ordinal, answeredAt, days });
    if (isWritten) return { ...saved, ordinal, answeredAt, isNew: true };
  }
}

/** The answer that stands, with its comment in clear; null where there is none. */
export async function findAnswer(tx: Db, { shopId, surveyId }: SurveyTicket): Promise<GivenAnswer | null> {
  const [row] = await tx.$queryRaw<(GivenAnswer & { ordinal: number })[]>`
    select ordinal, score, nps, comment from survey_answer
    where shop_id = ${shopId}::uuid and survey_id = ${surveyId}::uuid and is_current`;
  if (!row) return null;
  const { ordinal, comment, ...answer } = row;
  return { ...answer, comment: comment === null ? null : openComment(comment, { shopId, surveyId, ordinal }) };
}

/**
 * Holds the survey to the end of the transaction. Who had to wait for it sees the latest version as it was before waiting;
 * writing the next one then fails, and the second look is right.
 */
async function lockSurvey(tx: Db, { shopId, surveyId }: SurveyTicket): Promise<Row | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    select s.asked_at as "askedAt", s.connection_id as "connectionId", s.ticket_id as "ticketId", a.ordinal,
           a.answered_at as "answeredAt", a.score, a.nps, a.comment
    from survey s
    left join survey_answer a on a.shop_id = s.shop_id and a.survey_id = s.survey_id and a.is_current
    where s.shop_id = ${shopId}::uuid and s.survey_id = ${surveyId}::uuid
    for no key update of s`;
  return row ?? null;
}

function isSame(
  { score, nps, comment }: Row,
  answer: GivenAnswer,
  place: { shopId: string; surveyId: string; ordinal: number },
): boolean {
  if (score !== answer.score || nps !== answer.nps || (comment === null) !== (answer.comment === null)) return false;
  return comment === null || openComment(comment, place) === answer.comment;
}

interface Version extends GivenAnswer {
  ordinal: number;
  answeredAt: Date;
  days: string[];
}

/** @returns false where another version has taken the place */
async function writeVersion(tx: Db, { shopId, surveyId }: SurveyTicket, version: Version): Promise<boolean> {
  const { ordinal, answeredAt, score, nps } = version;
  const comment = version.comment === null ? null : sealComment(version.comment, { shopId, surveyId, ordinal });
  const rows = await tx.$queryRaw<unknown[]>`
    with added as (
      insert into survey_answer (shop_id, survey_id, ordinal, answered_at, score, nps, comment, is_current)
      values (${shopId}::uuid, ${surveyId}::uuid, ${ordinal}::int, ${answeredAt}::timestamptz, ${score}::int, ${nps}::int,
              ${comment}, true)
      on conflict do nothing
      returning shop_id, survey_id, ordinal, answered_at),
    former as (
      update survey_answer a set is_current = false from added
      where a.shop_id = ${shopId}::uuid and a.survey_id = ${surveyId}::uuid and a.ordinal < added.ordinal and a.is_current),
    answered as (
      update survey s set answered_at = coalesce(s.answered_at, added.answered_at), dismissed_at = null from added
      where s.shop_id = ${shopId}::uuid and s.survey_id = ${surveyId}::uuid
        and (s.answered_at is null or s.dismissed_at is not null)),
    marked as (
      insert into touched_day (shop_id, day)
      select added.shop_id, named.day from added cross join unnest(${[...new Set(version.days)].sort()}::date[]) as named(day)
      on conflict do nothing)
    select 1 from added`;
  return rows.length > 0;
}
