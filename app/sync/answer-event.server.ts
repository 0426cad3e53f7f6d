import { type Db, Prisma } from "../platform/database.server.ts";
import type { SavedAnswer } from "../surveys/answer-store.server.ts";
import type { FlowHandle } from "./flow-triggers.ts";

const HANDLE: FlowHandle = "csat-answer-received";

/** Of an answer to a survey, what its event needs. */
export type ToldAnswer = Pick<SavedAnswer, "surveyId" | "ordinal" | "answeredAt" | "score" | "nps" | "comment">;

/** Notes for Shopify Flow, in the caller's transaction, that a survey was answered, with the ticket as it is known by then. */
export async function noteAnswer(tx: Db, shopId: string, answer: ToldAnswer): Promise<void> {
  await tx.$executeRaw`
    insert into flow_event ${EVENT_COLUMNS} select ${answerEvent(answer)} from survey
    where shop_id = ${shopId}::uuid and survey_id = ${answer.surveyId}::uuid
    on conflict do nothing`;
}

/** The columns of `flow_event` that `answerEvent` gives, in its order. */
export const EVENT_COLUMNS = Prisma.raw("(shop_id, event_key, handle, payload, occurred_at)");

/**
 * The event of an answer, as a list of columns read from the survey's row: figures and ids, never the comment; a field that is
 * not known is left out.
 */
export function answerEvent({ surveyId, ordinal, answeredAt, score, nps, comment }: ToldAnswer): Prisma.Sql {
  const given = {
    ...{ Score: score, "Answer version": ordinal, "Comment given": comment === null ? "no" : "yes" },
    ...{ "Survey ID": surveyId, ...(nps === null ? {} : { NPS: nps }) },
  };
  return Prisma.sql`shop_id, ${`answer:${surveyId}:${ordinal}`}::text, ${HANDLE}::text,
    ${JSON.stringify(given)}::jsonb || ${OF_SURVEY}, ${answeredAt}::timestamptz`;
}

const OF_SURVEY = Prisma.raw(`jsonb_strip_nulls(jsonb_build_object(
  'Source', source, 'Language', language, 'Helpdesk', connection_id, 'Ticket ID', ticket_id, 'Agent ID', nullif(agent_id, ''),
  'customer_id', substring(customer_key from '^s:([1-9][0-9]{0,15})$')::int8))`);
