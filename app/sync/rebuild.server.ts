import { rebuildSomeDays } from "../metrics/rebuild-figures.server.ts";
import { db } from "../platform/database.server.ts";
import { refreshSomeFacts } from "../tickets/refresh-facts.server.ts";
import { recompute } from "./recompute.server.ts";

/** Derives anew whatever of a shop was asked for, facts before the figures that follow from them, until told to stop. */
export async function rebuild(shopId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await refreshSomeFacts(shopId)).more);
  await recompute(shopId);
  while (!signal?.aborted && (await rebuildSomeDays(shopId)).more);
}

/** Installed shops of which something is to be derived anew, also after a worker has died over it. */
export async function listRebuilds(): Promise<string[]> {
  const rows = await db().$queryRaw<{ shopId: string }[]>`
    select s.shop_id as "shopId" from shop s
    where s.uninstalled_at is null
      and (exists (select from fact_refresh r where r.shop_id = s.shop_id)
        or exists (select from figure_rebuild r where r.shop_id = s.shop_id))`;
  return rows.map(({ shopId }) => shopId);
}
