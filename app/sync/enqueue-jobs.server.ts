import type { Db } from "../platform/database.server.ts";
import { enqueue } from "../platform/queue.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";

/** Pages come many a second during a first load; computing after each of them would be most of the work. */
const RECOMPUTE_AFTER_SECONDS = 1;

/**
 * Asks for credits and figures to be computed again; requests within a second become one job.
 * @returns false where a job for it was waiting already
 */
export function enqueueRecompute(shopId: string, tx?: Db): Promise<boolean> {
  const options = { singletonKey: shopId, startAfterSeconds: RECOMPUTE_AFTER_SECONDS };
  return enqueue("recompute", { shopId }, { ...options, ...(tx ? { tx } : {}) });
}

/** Asks for whatever of a shop is to be derived anew: facts of tickets, figures of days. */
export async function enqueueRebuild(shopId: string): Promise<void> {
  await enqueue("rebuild", { shopId }, { singletonKey: shopId });
}

/** Asks for a helpdesk to be read; at most one such job waits. */
export async function enqueueSync(scope: ConnectionScope, startAfterSeconds = 0, tx?: Db): Promise<void> {
  const { shopId, connectionId } = scope;
  const options = { singletonKey: `${shopId}/${connectionId}`, startAfterSeconds };
  await enqueue("sync", { shopId, connectionId }, { ...options, ...(tx ? { tx } : {}) });
}
