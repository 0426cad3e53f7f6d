import type { Db } from "../platform/database.server.ts";
import { enqueue } from "../platform/queue.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";

/** Asks for credits and figures to be computed again; many requests within a second become one job. */
export function enqueueRecompute(shopId: string, tx?: Db): Promise<void> {
  return enqueue("recompute", { shopId }, { singletonKey: shopId, ...(tx ? { tx } : {}) });
}

/** Asks for a helpdesk to be read; at most one such job waits. */
export function enqueueSync(scope: ConnectionScope, startAfterSeconds = 0): Promise<void> {
  const { shopId, connectionId } = scope;
  return enqueue("sync", { shopId, connectionId }, { singletonKey: `${shopId}/${connectionId}`, startAfterSeconds });
}
