import { createHash } from "node:crypto";
import { now } from "../platform/clock.ts";
import { db, inTransaction, Prisma } from "../platform/database.server.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { markUninstalled } from "../platform/shop-store.server.ts";
import type { WebhookEvent } from "./webhook-store.server.ts";

/**
 * Erases a shop: sessions, every row of every table that has the shop's id or domain, and its waiting jobs. Not one
 * transaction, because a shop may have millions of rows: the shop's own row goes last, so that a killed run is found and
 * finished by the next. Leaves a note under the hash of the domain.
 * @param shopId null when there is no row of the shop
 */
export async function eraseShop(event: WebhookEvent, shopId: string | null): Promise<void> {
  const { shopDomain } = event;
  await markUninstalled(shopDomain);
  if (shopId) await eraseRowsOf(shopId);
  await eraseJobs(shopDomain, shopId);
  if (shopId) await db().shop.deleteMany({ where: { shopId } });
  await noteErasure(event);
  await eraseByDomain(shopDomain);
}

/**
 * First what lets others write: no page of tickets is written without a connection, no order for an uninstalled shop, and
 * nothing is computed where nothing is marked.
 */
async function eraseRowsOf(shopId: string): Promise<void> {
  await db().helpdeskConnection.deleteMany({ where: { shopId } });
  await inTransaction(async (tx) => {
    await lockShop(tx, shopId);
    await tx.touchedKey.deleteMany({ where: { shopId } });
    await tx.touchedDay.deleteMany({ where: { shopId } });
    await tx.figureRebuild.deleteMany({ where: { shopId } });
    await tx.factRefresh.deleteMany({ where: { shopId } });
  });
  for (const table of await tablesWith("shop_id")) {
    if (table === "shop") continue;
    await db().$executeRaw`delete from ${Prisma.raw(quoted(table))} where shop_id = ${shopId}::uuid`;
  }
}

/** The event that asked for it is among these, so this comes last of all. */
async function eraseByDomain(shopDomain: string): Promise<void> {
  await db().session.deleteMany({ where: { shop: shopDomain } });
  for (const table of await tablesWith("shop_domain")) {
    await db().$executeRaw`delete from ${Prisma.raw(quoted(table))} where shop_domain = ${shopDomain}`;
  }
}

/** The queue keeps payloads of jobs that have run; they hold the shop's id or domain. */
async function eraseJobs(shopDomain: string, shopId: string | null): Promise<void> {
  const [found] = await db().$queryRaw<{ name: string | null }[]>`select to_regclass('pgboss.job')::text as name`;
  if (!found?.name) return;
  await db().$executeRaw`
    delete from pgboss.job where data ->> 'shopDomain' = ${shopDomain} or data ->> 'shopId' = ${shopId}::text`;
}

async function noteErasure({
  webhookId: requestId,
  topic,
  receivedAt,
  shopDomain: domain,
}: WebhookEvent): Promise<void> {
  const shopDomain = `sha256:${createHash("sha256").update(domain).digest("hex")}`;
  const row = { topic, requestedAt: receivedAt, answeredAt: now() };
  await db().privacyRequest.upsert({
    where: { shopDomain_requestId: { shopDomain, requestId } },
    create: { shopDomain, requestId, ...row },
    update: row,
  });
}

/** Asked of the database, so that a table that is added later is not forgotten. */
async function tablesWith(column: "shop_id" | "shop_domain"): Promise<string[]> {
  const rows = await db().$queryRaw<{ table: string }[]>`
    select c.table_name as "table" from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = ${column}
    order by c.table_name`;
  return rows.map(({ table }) => table);
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
