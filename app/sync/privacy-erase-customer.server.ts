import { now } from "../platform/clock.ts";
import { type Db, inTransaction, Prisma } from "../platform/database.server.ts";
import { queue } from "../platform/queue.server.ts";
import { shareShop } from "../platform/shop-lock.server.ts";
import type { Shop } from "../platform/shop-store.server.ts";
import { touchDays, touchKeys } from "../platform/touched-marks.server.ts";
import { enqueueRecompute } from "./enqueue-jobs.server.ts";
import { type CustomerTrace, traceCustomer } from "./privacy-subject.server.ts";
import type { PrivacySubject } from "./webhook-hint.ts";
import type { WebhookEvent } from "./webhook-store.server.ts";

/**
 * Erases a customer: the orders with their keys and credits; of the tickets every key and the helpdesk's customer id, so
 * that they still count and lead to nobody; of the surveys every comment and who was asked, so that their scores still
 * count. Whether a ticket was identifiable stays, being a figure of its day. What was computed from the erased rows is
 * computed anew. Leaves a note that it was done.
 * @param shop null when nothing is held of it
 */
export async function eraseCustomer(event: WebhookEvent, shop: Shop | null, subject: PrivacySubject): Promise<void> {
  await queue();
  await inTransaction(async (tx) => {
    if (shop) {
      await shareShop(tx, shop.shopId);
      const trace = await traceCustomer(tx, shop.shopId, subject);
      await eraseTickets(tx, shop.shopId, trace);
      await eraseSurveys(tx, shop.shopId, trace);
      await eraseOrders(tx, shop, trace);
      await eraseNotes(tx, shop, trace);
      await enqueueRecompute(shop.shopId, tx);
    }
    await noteErasure(tx, event);
  });
}

/** Keys that are not the customer's own may sit on a shared ticket: whoever has them is computed anew without it. */
async function eraseTickets(tx: Db, shopId: string, { keys, tickets }: CustomerTrace): Promise<void> {
  const listed = Prisma.sql`(connection_id, ticket_id) in (select * from unnest(
    ${tickets.map(({ connectionId }) => connectionId)}::uuid[], ${tickets.map(({ ticketId }) => ticketId)}::text[]))`;
  const removed = await tx.$queryRaw<{ key: string }[]>`
    delete from ticket_key where shop_id = ${shopId}::uuid and ${listed} returning key`;
  await tx.$executeRaw`update ticket set customer_id = null where shop_id = ${shopId}::uuid and ${listed}`;
  await tx.$executeRaw`
    insert into touched_day (shop_id, day)
    select distinct shop_id, unnest(days) from ticket_fact where shop_id = ${shopId}::uuid and ${listed} on conflict do nothing`;
  await tx.$executeRaw`delete from credit where shop_id = ${shopId}::uuid and ${listed}`;
  await tx.$executeRaw`delete from assist where shop_id = ${shopId}::uuid and ${listed}`;
  const others = removed.map(({ key }) => key).filter((key) => !keys.includes(key));
  await touchKeys(tx, shopId, others);
  await tx.$executeRaw`delete from touched_key where shop_id = ${shopId}::uuid and key = any(${keys}::text[])`;
}

/** The subject of a survey names the customer, too. Scores stay with their day. */
async function eraseSurveys(tx: Db, shopId: string, { surveyIds }: CustomerTrace): Promise<void> {
  const ofSurveys = Prisma.sql`shop_id = ${shopId}::uuid and survey_id = any(${surveyIds}::uuid[])`;
  await tx.$executeRaw`update survey_answer set comment = null where ${ofSurveys} and comment is not null`;
  await tx.$executeRaw`
    update survey set customer_key = null, claimed_customer_id = null, subject = 'erased:' || survey_id where ${ofSurveys}`;
}

async function eraseOrders(tx: Db, { shopId }: Shop, { orderIds }: CustomerTrace): Promise<void> {
  const ids = orderIds.map(String);
  const ofOrders = Prisma.sql`shop_id = ${shopId}::uuid and order_id = any(${ids}::bigint[])`;
  for (const table of ["order_key", "credit", "assist"])
    await tx.$executeRaw`delete from ${Prisma.raw(table)} where ${ofOrders}`;
  const erased = await tx.$queryRaw<{ processedAt: Date }[]>`
    delete from shop_order where ${ofOrders} returning processed_at as "processedAt"`;
  const placedAt = erased.map(({ processedAt }) => processedAt);
  await touchDays(tx, shopId, placedAt);
}

/**
 * Waiting webhooks of the orders, rows that could not be read, what a workflow was to be told, and answers to requests for
 * the same customer's data.
 */
async function eraseNotes(
  tx: Db,
  { shopId, domain }: Shop,
  { customerId, keys, orderIds, surveyIds }: CustomerTrace,
): Promise<void> {
  const ids = orderIds.map(String);
  const rowIds = ids.map((id) => `gid://shopify/Order/${id}`);
  await tx.$executeRaw`
    delete from webhook_event where shop_domain = ${domain} and processed_at is null and hint ->> 'orderId' = any(${ids}::text[])`;
  await tx.$executeRaw`
    delete from set_aside_row where shop_id = ${shopId}::uuid and vendor_row_id = any(${rowIds}::text[])`;
  await tx.$executeRaw`
    delete from flow_event
    where shop_id = ${shopId}::uuid and (payload ->> 'customer_id' = ${customerId}::text
      or payload ->> 'order_id' = any(${ids}::text[]) or payload ->> 'Survey ID' = any(${surveyIds}::text[]))`;
  await tx.$executeRaw`
    update privacy_request set answer = null
    where shop_domain = ${domain} and (answer ->> 'customerId' = ${customerId}::text or answer -> 'keys' ?| ${keys}::text[])`;
}

async function noteErasure(
  tx: Db,
  { shopDomain, webhookId: requestId, topic, receivedAt }: WebhookEvent,
): Promise<void> {
  const row = { topic, requestedAt: receivedAt, answeredAt: now() };
  await tx.privacyRequest.upsert({
    where: { shopDomain_requestId: { shopDomain, requestId } },
    create: { shopDomain, requestId, ...row },
    update: row,
  });
}
