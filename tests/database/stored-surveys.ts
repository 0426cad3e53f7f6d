import { randomUUID } from "node:crypto";
import { db } from "../../app/platform/database.server.ts";
import { sealComment } from "../../app/surveys/comment.server.ts";

/** One version of an answer; the last of a survey counts. */
export interface GivenAnswerVersion {
  score: number;
  nps?: number | null;
  comment?: string;
  answeredAt?: string;
}

export interface GivenSurvey {
  source?: "storefront" | "link";
  connectionId?: string;
  ticketId?: string;
  agentId?: string;
  widget?: string | null;
  language?: string;
  askedAt?: string;
  dismissedAt?: string;
  subject?: string;
  outranked?: boolean;
  answers?: readonly GivenAnswerVersion[];
}

/** Writes a survey with its answers as they are stored once its ticket is known. @returns its id */
export async function saveSurvey(shopId: string, given: GivenSurvey): Promise<string> {
  const surveyId = randomUUID();
  const { answers = [], askedAt = "2026-03-05T08:00:00Z", connectionId, ticketId, agentId } = given;
  const answeredAt = answers.map((answer) => new Date(answer.answeredAt ?? "2026-03-05T09:00:00Z"));
  await db().survey.create({
    data: {
      ...{ shopId, surveyId, subject: given.subject ?? surveyId, source: given.source ?? "storefront" },
      ...{ widget: given.widget ?? null, language: given.language ?? "en", askedAt: new Date(askedAt) },
      dismissedAt: given.dismissedAt === undefined ? null : new Date(given.dismissedAt),
      answeredAt: answeredAt[0] ?? null,
      ...(ticketId !== undefined && { connectionId: connectionId ?? null, ticketId, agentId: agentId ?? "" }),
      outranked: given.outranked ?? false,
    },
  });
  await db().surveyAnswer.createMany({
    data: answers.map(({ score, nps = null, comment }, index) => ({
      ...{ shopId, surveyId, ordinal: index + 1, score, nps, isCurrent: index === answers.length - 1 },
      answeredAt: answeredAt[index] ?? new Date(askedAt),
      comment: comment === undefined ? null : sealComment(comment, { shopId, surveyId, ordinal: index + 1 }),
    })),
  });
  return surveyId;
}
