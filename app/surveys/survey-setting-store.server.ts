import { type Db, db, inTransaction } from "../platform/database.server.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { rankRatings } from "../tickets/rank-ratings.server.ts";
import { RATING_SOURCES, type SurveySettings, USUAL_SURVEY_SETTINGS } from "./survey-setting-form.ts";

/** Tickets whose answers are compared anew at once. */
const TICKETS_AT_ONCE = 1_000;

/** The shop's settings for surveys; defaults where it has set none. */
export function readSurveySettings(shopId: string): Promise<SurveySettings> {
  return findSettings(db(), shopId);
}

/**
 * Stores the settings. Where another answer is to count now, it is chosen for all tickets with several in the same
 * transaction, and the days of what changed are marked.
 * @returns whether figures have to be computed again, which the caller asks for
 */
export function saveSurveySettings(shopId: string, settings: SurveySettings): Promise<{ recompute: boolean }> {
  return inTransaction(async (tx) => {
    await lockShop(tx, shopId);
    const before = await findSettings(tx, shopId);
    await tx.surveySetting.upsert({ where: { shopId }, create: { shopId, ...settings }, update: settings });
    if (before.ratingSource === settings.ratingSource) return { recompute: false };
    await rankAllTickets(tx, shopId);
    return { recompute: true };
  });
}

async function findSettings(tx: Db, shopId: string): Promise<SurveySettings> {
  const row = await tx.surveySetting.findUnique({ where: { shopId } });
  if (!row) return USUAL_SURVEY_SETTINGS;
  const { shopId: _shop, ratingSource, ...settings } = row;
  return { ...settings, ratingSource: RATING_SOURCES.find((source) => source === ratingSource) ?? "latest" };
}

/** Only tickets with an answered survey can have several answers of which one has to be chosen. */
async function rankAllTickets(tx: Db, shopId: string): Promise<void> {
  const tickets = await tx.$queryRaw<{ connectionId: string; ticketId: string }[]>`
    select distinct connection_id as "connectionId", ticket_id as "ticketId" from survey
    where shop_id = ${shopId}::uuid and ticket_id is not null and answered_at is not null`;
  for (let at = 0; at < tickets.length; at += TICKETS_AT_ONCE)
    await rankRatings(tx, shopId, tickets.slice(at, at + TICKETS_AT_ONCE));
}
