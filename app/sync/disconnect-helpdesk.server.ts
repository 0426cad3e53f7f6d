import { now } from "../platform/clock.ts";
import { type Db, inTransaction } from "../platform/database.server.ts";
import { shareShop } from "../platform/shop-lock.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { markDisconnected } from "./connection-store.server.ts";
import { enqueueRecompute } from "./enqueue-jobs.server.ts";
import { endSubscription, findSubscription } from "./helpdesk-webhook.server.ts";

/**
 * Disconnects a helpdesk: syncing stops, and its credentials and its webhook's address are forgotten at once. Its tickets stay in the figures,
 * unless they are to be deleted as well; then credits and figures are computed again without them.
 */
export async function disconnectHelpdesk(
  shopId: string,
  connectionId: string,
  { deleteData }: { deleteData: boolean },
): Promise<void> {
  const scope = { shopId, connectionId };
  const subscription = await findSubscription(scope);
  await inTransaction(async (tx) => {
    await shareShop(tx, shopId);
    await markDisconnected(tx, scope, now());
    await tx.helpdeskWebhook.deleteMany({ where: scope });
    await tx.ticketHint.deleteMany({ where: scope });
    if (deleteData) await deleteConnectionData(tx, scope);
  });
  if (deleteData) await enqueueRecompute(shopId);
  if (subscription) await endSubscription(subscription);
}

/** Everything of a connection, with the days and customers it was part of marked for computing again. */
async function deleteConnectionData(tx: Db, scope: ConnectionScope): Promise<void> {
  const { shopId, connectionId } = scope;
  await tx.$executeRaw`
    insert into touched_day (shop_id, day) select distinct shop_id, unnest(days) from ticket_fact
    where shop_id = ${shopId}::uuid and connection_id = ${connectionId}::uuid on conflict do nothing`;
  await tx.$executeRaw`
    insert into touched_key (shop_id, key) select distinct shop_id, key from ticket_key
    where shop_id = ${shopId}::uuid and connection_id = ${connectionId}::uuid on conflict do nothing`;
  await deleteSurveys(tx, scope);
  await tx.credit.deleteMany({ where: scope });
  await tx.assist.deleteMany({ where: scope });
  await tx.replyFact.deleteMany({ where: scope });
  await tx.turnFact.deleteMany({ where: scope });
  await tx.ticketFact.deleteMany({ where: scope });
  await tx.rating.deleteMany({ where: scope });
  await tx.ticketKey.deleteMany({ where: scope });
  await tx.ticketTimeline.deleteMany({ where: scope });
  await tx.ticket.deleteMany({ where: scope });
  await tx.agent.deleteMany({ where: scope });
  await tx.setAsideRow.deleteMany({ where: scope });
  await tx.checkedTicket.deleteMany({ where: scope });
  await tx.coverageDay.deleteMany({ where: scope });
  await tx.syncWalk.deleteMany({ where: scope });
  await deleteImports(tx, scope);
  await tx.helpdeskConnection.deleteMany({ where: scope });
}

/** Surveys about its tickets go with them: without the tickets nobody could find whose words they hold. */
async function deleteSurveys(tx: Db, { shopId, connectionId }: ConnectionScope): Promise<void> {
  await tx.$executeRaw`
    with gone as (
      delete from survey where shop_id = ${shopId}::uuid and connection_id = ${connectionId}::uuid returning survey_id, asked_at),
    answers as (
      delete from survey_answer a using gone
      where a.shop_id = ${shopId}::uuid and a.survey_id = gone.survey_id returning a.answered_at)
    insert into touched_day (shop_id, day)
    select distinct ${shopId}::uuid, (at at time zone 'UTC')::date
    from (select asked_at as at from gone union all select answered_at from answers) as days
    order by 2 on conflict do nothing`;
}

/** Files that tickets came in, with whatever is left of them. */
async function deleteImports(tx: Db, scope: ConnectionScope): Promise<void> {
  const files = await tx.fileImport.findMany({ where: scope, select: { importId: true } });
  const where = { shopId: scope.shopId, importId: { in: files.map(({ importId }) => importId) } };
  await tx.fileImportChunk.deleteMany({ where });
  await tx.fileImportProblem.deleteMany({ where });
  await tx.fileImport.deleteMany({ where });
}
