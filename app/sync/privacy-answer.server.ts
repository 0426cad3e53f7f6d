import { z } from "zod";
import { now } from "../platform/clock.ts";
import { DecryptionError } from "../platform/crypto.server.ts";
import { type Db, inTransaction, Prisma } from "../platform/database.server.ts";
import { type CommentPlace, openComment } from "../surveys/comment.server.ts";
import { type CustomerTrace, traceCustomer } from "./privacy-subject.server.ts";
import type { PrivacySubject } from "./webhook-hint.ts";
import type { WebhookEvent } from "./webhook-store.server.ts";

/** Tables that hold rows of an order, a ticket or a survey, and so of a customer. A test compares these with the schema. */
export const ORDER_TABLES = ["shop_order", "order_key", "credit", "assist"] as const;
export const TICKET_TABLES = [
  "ticket",
  "ticket_key",
  "ticket_timeline",
  "ticket_fact",
  "reply_fact",
  "turn_fact",
  "rating",
] as const;
export const SURVEY_TABLES = ["survey", "survey_answer"] as const;

/**
 * Answers a request for a customer's data: every row that is held, by table and with all its columns, kept with the
 * request until it has been handed over. An answer is also noted where nothing is held.
 * @param shopId null when nothing is held of the shop
 */
export async function answerDataRequest(
  event: WebhookEvent,
  shopId: string | null,
  subject: PrivacySubject,
): Promise<void> {
  const { shopDomain, topic, receivedAt } = event;
  const requestId = event.hint.requestId ?? event.webhookId;
  await inTransaction(async (tx) => {
    const answer = shopId ? await collect(tx, shopId, subject) : { customerId: subject.customerId, tables: {} };
    const row = { topic, requestedAt: receivedAt, answeredAt: now(), answer };
    await tx.privacyRequest.upsert({
      where: { shopDomain_requestId: { shopDomain, requestId } },
      create: { shopDomain, requestId, ...row },
      update: row,
    });
  });
}

async function collect(tx: Db, shopId: string, subject: PrivacySubject): Promise<Prisma.InputJsonObject> {
  const trace = await traceCustomer(tx, shopId, subject);
  const tables: Record<string, Prisma.InputJsonArray> = {};
  for (const table of ORDER_TABLES) tables[table] = await rowsOfOrders(tx, { table, shopId, trace });
  for (const table of TICKET_TABLES) tables[table] = await rowsOfTickets(tx, { table, shopId, trace });
  for (const table of SURVEY_TABLES) tables[table] = await rowsOfSurveys(tx, { table, shopId, trace });
  return { customerId: trace.customerId, keys: trace.keys, tables };
}

interface Selection {
  table: string;
  shopId: string;
  trace: CustomerTrace;
}

async function rowsOfOrders(tx: Db, { table, shopId, trace }: Selection): Promise<Prisma.InputJsonArray> {
  return rowsIn(
    tx,
    Prisma.sql`select to_jsonb(t) - 'shop_id' as row from ${Prisma.raw(table)} t
      where shop_id = ${shopId}::uuid and order_id = any(${trace.orderIds.map(String)}::bigint[]) order by t`,
  );
}

async function rowsOfTickets(tx: Db, { table, shopId, trace }: Selection): Promise<Prisma.InputJsonArray> {
  return rowsIn(
    tx,
    Prisma.sql`select to_jsonb(t) - 'shop_id' as row from ${Prisma.raw(table)} t
      where shop_id = ${shopId}::uuid and (connection_id, ticket_id) in (
        select * from unnest(${trace.tickets.map(({ connectionId }) => connectionId)}::uuid[], ${trace.tickets.map(({ ticketId }) => ticketId)}::text[])
      )`,
  );
}

/** A comment is answered in clear: it is what the customer wrote. */
async function rowsOfSurveys(tx: Db, { table, shopId, trace }: Selection): Promise<Prisma.InputJsonArray> {
  const rows = await tx.$queryRaw<{ row: Prisma.InputJsonObject; surveyId: string }[]>`
    select to_jsonb(t) - 'shop_id' as row, t.survey_id as "surveyId" from ${Prisma.raw(table)} t
    where shop_id = ${shopId}::uuid and survey_id = any(${trace.surveyIds}::uuid[]) order by t`;
  return rows.map(({ row, surveyId }) => {
    const sealed = sealedComment.safeParse(row).data;
    return sealed ? { ...row, comment: readable(sealed.comment, { shopId, surveyId, ordinal: sealed.ordinal }) } : row;
  });
}

const sealedComment = z.object({ comment: z.string(), ordinal: z.int() });

/** Null for a comment that nobody can read any more, since its key is gone. */
function readable(comment: string, place: CommentPlace): string | null {
  try {
    return openComment(comment, place);
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    return null;
  }
}

async function rowsIn(tx: Db, query: Prisma.Sql): Promise<Prisma.InputJsonArray> {
  const rows = await tx.$queryRaw<{ row: Prisma.InputJsonObject }[]>(query);
  return rows.map(({ row }) => row);
}
