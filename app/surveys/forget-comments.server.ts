import { db } from "../platform/database.server.ts";
import { USUAL_SURVEY_SETTINGS } from "./survey-setting-form.ts";

/** Rows of one statement. */
const AT_ONCE = 5_000;

/**
 * Removes the comments of a shop, in replaced answers too, that are older than the shop keeps them. Scores stay.
 * @returns how many were removed
 */
export async function forgetOldComments(shopId: string, at: Date): Promise<number> {
  let removed = 0;
  for (let count = AT_ONCE; count === AT_ONCE; removed += count) {
    count = await db().$executeRaw`
      with kept as (
        select coalesce((select comment_months from survey_setting where shop_id = ${shopId}::uuid),
                        ${USUAL_SURVEY_SETTINGS.commentMonths}::int) as months),
      old as materialized (
        select a.shop_id, a.survey_id, a.ordinal from survey_answer a cross join kept
        where a.shop_id = ${shopId}::uuid and a.comment is not null
          and a.answered_at < ${at}::timestamptz - make_interval(months => kept.months)
        limit ${AT_ONCE})
      update survey_answer a set comment = null from old
      where a.shop_id = old.shop_id and a.survey_id = old.survey_id and a.ordinal = old.ordinal`;
  }
  return removed;
}

/** Every shop of which anything is held, installed or not. */
export async function listSurveyShops(): Promise<string[]> {
  const rows = await db().$queryRaw<{ shopId: string }[]>`select shop_id as "shopId" from shop order by shop_id`;
  return rows.map(({ shopId }) => shopId);
}
