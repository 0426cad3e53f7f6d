import { now } from "../platform/clock.ts";
import { Prisma } from "../platform/database.server.ts";
import { MAY_ATTACH } from "../surveys/attach-surveys.server.ts";
import { sealComment } from "../surveys/comment.server.ts";
import { queryPrepared } from "../surveys/prepared-query.server.ts";
import type { GivenAnswer } from "../surveys/survey-request.ts";
import type { SurveyTicket } from "../surveys/survey-token.server.ts";
import { answerEvent, EVENT_COLUMNS } from "./answer-event.server.ts";

const FIRST = 1;

/** What has come of a first answer. */
export interface FirstAnswer {
  /** The shop that the request came through; null: the app is not installed there. */
  shopId: string | null;
  /** If not, nothing was written: the survey has an answer already, or its ticket has another one to be compared with. */
  isSaved: boolean;
  /** The survey's ticket is not known, and there is something by which to look for it. */
  mayAttach: boolean;
}

/**
 * Saves the first answer to a survey whose ticket has no other one, in one statement: most answers are such, and a shop's
 * page that everybody answers at once takes one turn to the database for each. Marks the days whose figures change and
 * notes what a workflow is told.
 */
export async function saveFirstAnswer(
  shopDomain: string,
  ticket: SurveyTicket,
  answer: GivenAnswer,
): Promise<FirstAnswer> {
  const [row] = await queryPrepared<FirstAnswer>("first-answer", savingOf(shopDomain, ticket, answer));
  return row ?? { shopId: null, isSaved: false, mayAttach: false };
}

/** The lock comes first, as every part follows from the survey that is read, and held, under it. */
function savingOf(shopDomain: string, { shopId, surveyId }: SurveyTicket, answer: GivenAnswer): Prisma.Sql {
  const answeredAt = now();
  const place = { shopId, surveyId, ordinal: FIRST };
  const comment = answer.comment === null ? null : sealComment(answer.comment, place);
  return Prisma.sql`
    with installed as materialized (
      select shop_id, pg_advisory_xact_lock_shared(hashtextextended(shop_id::text, 0))::text as lock
      from shop where domain = ${shopDomain}::text and uninstalled_at is null),
    target as materialized (
      select s.* from installed i join survey s on s.shop_id = i.shop_id and s.survey_id = ${surveyId}::uuid
      where i.lock = '' and i.shop_id = ${shopId}::uuid and s.answered_at is null
        and not exists (select from survey o where o.shop_id = s.shop_id and o.connection_id = s.connection_id
          and o.ticket_id = s.ticket_id and o.answered_at is not null)
        and not exists (select from rating r where r.shop_id = s.shop_id and r.connection_id = s.connection_id
          and r.ticket_id = s.ticket_id)
      for no key update of s),
    added as (
      insert into survey_answer (shop_id, survey_id, ordinal, answered_at, score, nps, comment, is_current)
      select shop_id, survey_id, ${FIRST}::int, ${answeredAt}::timestamptz, ${answer.score}::int, ${answer.nps}::int,
             ${comment}::text, true
      from target on conflict do nothing
      returning shop_id, survey_id, answered_at),
    answered as (
      -- By the key and not by the row just added: a plan made while the table was small would read all of it.
      update survey s set answered_at = ${answeredAt}::timestamptz, dismissed_at = null
      where s.shop_id = ${shopId}::uuid and s.survey_id = ${surveyId}::uuid and exists (select from added)),
    marked as (
      insert into touched_day (shop_id, day)
      select distinct target.shop_id, (happened.at at time zone 'UTC')::date
      from target join added using (shop_id, survey_id)
      cross join lateral (values (added.answered_at), (target.asked_at)) as happened(at)
      order by 2 on conflict do nothing),
    told as (
      insert into flow_event ${EVENT_COLUMNS}
      select ${answerEvent({ ...answer, ...place, answeredAt })} from target join added using (shop_id, survey_id)
      on conflict do nothing)
    select i.shop_id as "shopId", exists (select from added) as "isSaved",
           exists (select from target where ${MAY_ATTACH}) as "mayAttach"
    from installed i`;
}
