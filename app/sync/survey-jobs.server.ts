import { now } from "../platform/clock.ts";
import { db, inTransaction } from "../platform/database.server.ts";
import { queue } from "../platform/queue.server.ts";
import {
  attachSurveys,
  listShopsWithLateSurveys,
  listUnattachedSurveys,
  rankLateAnswers,
} from "../surveys/attach-surveys.server.ts";
import { forgetOldComments, listSurveyShops } from "../surveys/forget-comments.server.ts";
import { enqueueRecompute } from "./enqueue-jobs.server.ts";

/** Surveys of one transaction. */
const AT_ONCE = 200;
/** Longer than from one run to the next. */
const RANKED_AGAIN_MS = 3_600_000;

/**
 * Looks again for the tickets of surveys that were answered or shown before their conversation had been synced; compares the
 * latest answers of a ticket once more; and has figures computed whose days are marked while nothing else asks for it, as
 * after a web process was killed between an answer and its request for computing.
 */
export async function attachLateSurveys(signal?: AbortSignal): Promise<void> {
  const answeredSince = new Date(now().getTime() - RANKED_AGAIN_MS);
  for (const shopId of await listShopsWithLateSurveys(now(), answeredSince)) {
    await attachLateSurveysOf(shopId, signal);
    await rankLateAnswers(shopId, answeredSince);
    const marked = await db().touchedDay.findFirst({ where: { shopId }, select: { day: true } });
    if (marked) await enqueueRecompute(shopId);
  }
}

async function attachLateSurveysOf(shopId: string, signal: AbortSignal | undefined): Promise<void> {
  await queue();
  let after: string | null = null;
  while (!signal?.aborted) {
    const ids: string[] = await listUnattachedSurveys(shopId, { at: now(), after, most: AT_ONCE });
    const last = ids.at(-1);
    if (last === undefined) return;
    await inTransaction((tx) => attachSurveys(tx, shopId, ids));
    after = last;
  }
}

/** Removes comments that are older than their shop keeps them. */
export async function forgetSurveyComments(signal?: AbortSignal): Promise<void> {
  for (const shopId of await listSurveyShops()) {
    if (signal?.aborted) return;
    await forgetOldComments(shopId, now());
  }
}
