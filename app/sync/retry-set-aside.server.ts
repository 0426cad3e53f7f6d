import { now } from "../platform/clock.ts";
import { db } from "../platform/database.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { startCheck } from "./check-runner.server.ts";
import { enqueueSync } from "./enqueue-jobs.server.ts";
import { saveHints } from "./hint-store.server.ts";

const TICKET_ROW = /^ticket (.+)$/;

/**
 * Reads rows that were set aside once more: tickets one by one and at once, rows of other streams by going through their
 * stream again. A row that can be read is no longer set aside.
 */
export async function retrySetAside(scope: ConnectionScope): Promise<void> {
  const rows = await db().setAsideRow.findMany({ where: scope, select: { stream: true, vendorRowId: true } });
  const ticketIds = rows.flatMap(({ vendorRowId }) => TICKET_ROW.exec(vendorRowId)?.[1] ?? []);
  const streams = rows.filter(({ vendorRowId }) => !TICKET_ROW.test(vendorRowId)).map(({ stream }) => stream);
  await saveHints(db(), scope, { ticketIds, reason: "retry", now: now() });
  if (streams.length > 0) await startCheck(scope, "full-check", [...new Set(streams)]);
  if (rows.length > 0) await enqueueSync(scope);
}
