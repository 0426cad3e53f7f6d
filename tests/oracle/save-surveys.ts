import { randomUUID } from "node:crypto";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import { shareShop } from "../../app/platform/shop-lock.server.ts";
import { touchDays } from "../../app/platform/touched-marks.server.ts";
import { rankRatings } from "../../app/tickets/rank-ratings.server.ts";
import type { ModelSurvey } from "./model.ts";
import { connectionOf, type SavedShop } from "./save-model.ts";

/** Writes surveys, in place of what is there of the same ids, ranks the answers of their tickets and touches the days of both. */
export async function saveSurveys(saved: SavedShop, surveys: readonly ModelSurvey[]): Promise<void> {
  const { shopId } = saved;
  const former = await forgetSurveys(saved, surveys);
  const rows = surveys.map((survey) => ({ survey, row: rowOf(saved, survey) }));
  await db().survey.createMany({ data: rows.map(({ row }) => row) });
  await db().surveyAnswer.createMany({
    data: rows.flatMap(({ survey: { answers }, row: { surveyId } }) =>
      answers.map((answer, index) => ({
        ...{ shopId, surveyId, ordinal: index + 1, ...answer },
        isCurrent: index === answers.length - 1,
      })),
    ),
  });
  const tickets = [...former.surveys, ...rows.map(({ row }) => row)].flatMap(({ connectionId, ticketId }) =>
    connectionId && ticketId ? { connectionId, ticketId } : [],
  );
  await inTransaction(async (tx) => {
    await shareShop(tx, shopId);
    await rankRatings(tx, shopId, tickets);
    await touchDays(tx, shopId, [
      ...[...former.surveys, ...surveys].map((survey) => survey.askedAt),
      ...[...former.answers, ...surveys.flatMap((survey) => survey.answers)].map((answer) => answer.answeredAt),
    ]);
  });
}

async function forgetSurveys({ shopId }: SavedShop, surveys: readonly ModelSurvey[]) {
  const subjects = surveys.map((survey) => survey.surveyId);
  const former = await db().survey.findMany({ where: { shopId, subject: { in: subjects } } });
  const ids = { shopId, surveyId: { in: former.map((survey) => survey.surveyId) } };
  const answers = await db().surveyAnswer.findMany({ where: ids });
  await db().surveyAnswer.deleteMany({ where: ids });
  await db().survey.deleteMany({ where: ids });
  return { surveys: former, answers };
}

function rowOf(saved: SavedShop, { surveyId, ticket, askedAt, widget, agentId, dismissed, answers }: ModelSurvey) {
  return {
    shopId: saved.shopId,
    surveyId: randomUUID(),
    subject: surveyId,
    source: "storefront",
    widget: widget ? "page" : null,
    language: "en",
    askedAt,
    dismissedAt: dismissed ? askedAt : null,
    answeredAt: answers[0]?.answeredAt ?? null,
    ...(ticket && {
      connectionId: connectionOf(saved, ticket.connection),
      ticketId: ticket.ticketId,
      agentId: agentId ?? "",
    }),
  };
}
