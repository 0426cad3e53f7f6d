import { db } from "../platform/database.server.ts";
import type { RebuildsUnderWay } from "./settings-progress.ts";

/** What is being computed anew for the shop, because its settings, its zone or the rules changed. */
export async function queryRebuilds(shopId: string): Promise<RebuildsUnderWay> {
  const select = { done: true, expected: true };
  const [facts, figures] = await Promise.all([
    db().factRefresh.findUnique({ where: { shopId }, select }),
    db().figureRebuild.findUnique({ where: { shopId }, select }),
  ]);
  return { facts, figures };
}
