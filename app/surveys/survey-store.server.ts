import { randomUUID } from "node:crypto";
import { now } from "../platform/clock.ts";
import { db, Prisma } from "../platform/database.server.ts";
import { markedDayOf } from "../platform/touched-marks.server.ts";
import { queryPrepared } from "./prepared-query.server.ts";
import type { SurveyTicket } from "./survey-token.server.ts";

/** A survey that is about to be shown to somebody. */
export interface AskedSurvey {
  /** Whom and what one answer is kept for: whoever is asked the same again gets the same survey. */
  subject: string;
  source: "storefront" | "link";
  claimedConnectionId: string | null;
  claimedVendor: string | null;
  claimedTicketId: string | null;
  claimedCustomerId: string | null;
  /** Key of the customer who is logged in, by Shopify's word. */
  customerKey: string | null;
  widget: string | null;
  language: string;
}

export interface OpenedSurvey extends SurveyTicket {
  /** False where it had been opened before. */
  isNew: boolean;
}

/** Two who open the same survey at once do not see each other's row in their first statement. */
const TRIES = 3;

/**
 * The survey of a subject, counted as shown when it is opened for the first time, with its day marked for computing.
 * @returns null when the app is not installed in the shop
 */
export async function openSurvey(shopDomain: string, survey: AskedSurvey): Promise<OpenedSurvey | null> {
  for (let tried = 1; ; tried++) {
    const [row] = await queryPrepared<{ shopId: string; surveyId: string | null; isNew: boolean }>(
      "open-survey",
      openingOf(shopDomain, survey),
    );
    if (!row) return null;
    const { shopId, surveyId, isNew } = row;
    if (surveyId !== null) return { shopId, surveyId, isNew };
    if (tried === TRIES) throw new Error("A survey could neither be opened nor found");
  }
}

/** One statement, so that a busy shop's page takes one turn to the database: the lock comes first, as every part reads it. */
function openingOf(shopDomain: string, survey: AskedSurvey): Prisma.Sql {
  const askedAt = now();
  return Prisma.sql`
    with locked as materialized (
      select shop_id, pg_advisory_xact_lock_shared(hashtextextended(shop_id::text, 0))::text as lock
      from shop where domain = ${shopDomain}::text and uninstalled_at is null),
    added as (
      insert into survey (shop_id, survey_id, subject, source, claimed_connection_id, claimed_vendor, claimed_ticket_id,
                          claimed_customer_id, customer_key, widget, language, asked_at)
      select shop_id, ${randomUUID()}::uuid, ${survey.subject}::text, ${survey.source}::text, ${survey.claimedConnectionId}::uuid,
             ${survey.claimedVendor}::text, ${survey.claimedTicketId}::text, ${survey.claimedCustomerId}::text,
             ${survey.customerKey}::text,
             ${survey.widget}::text, ${survey.language}::text, ${askedAt}::timestamptz
      from locked where lock = ''
      on conflict (shop_id, subject) do nothing
      returning shop_id, survey_id),
    marked as (
      insert into touched_day (shop_id, day) select shop_id, ${markedDayOf(askedAt)}::text::date from added on conflict do nothing)
    select locked.shop_id as "shopId", coalesce(added.survey_id, known.survey_id) as "surveyId",
           added.survey_id is not null as "isNew"
    from locked left join added on true
    left join survey known on known.shop_id = locked.shop_id and known.subject = ${survey.subject}::text`;
}

/**
 * Notes that a survey was closed without an answer; one that has an answer, or was closed before, stays as it is.
 * @param shopDomain the shop that the request came through, which has to be the token's
 */
export async function dismissSurvey(
  shopDomain: string,
  { shopId, surveyId }: SurveyTicket,
): Promise<"saved" | "not-installed" | "bad-token"> {
  const installed = await findSurveyShop(shopDomain);
  if (installed !== shopId) return installed === null ? "not-installed" : "bad-token";
  await db().$executeRaw`
    update survey set dismissed_at = ${now()}::timestamptz
    where shop_id = ${shopId}::uuid and survey_id = ${surveyId}::uuid and answered_at is null and dismissed_at is null`;
  return "saved";
}

/** Whether a helpdesk is, or was, connected to the shop; links go on to be answered after it was disconnected. */
export async function isHelpdeskOf(shopDomain: string, connectionId: string): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`
    select 1 from shop s join helpdesk_connection c on c.shop_id = s.shop_id
    where s.domain = ${shopDomain} and s.uninstalled_at is null and c.connection_id = ${connectionId}::uuid`;
  return rows.length > 0;
}

/**
 * The id of a shop that has the app now; null for any other. Tokens name their shop, and are good for no other one.
 */
export async function findSurveyShop(shopDomain: string): Promise<string | null> {
  const [row] = await db().$queryRaw<{ shopId: string }[]>`
    select shop_id as "shopId" from shop where domain = ${shopDomain} and uninstalled_at is null`;
  return row?.shopId ?? null;
}
