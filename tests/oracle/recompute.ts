import { recomputeCredits } from "../../app/attribution/recompute-credits.server.ts";
import { recomputeDays } from "../../app/metrics/rollup-queries.server.ts";
import { db } from "../../app/platform/database.server.ts";
import type { SavedShop } from "./save-model.ts";

/** Works off everything touched, a few keys and days at a time. */
export async function recompute({ shopId }: SavedShop, limit = 4): Promise<void> {
  while ((await recomputeCredits(shopId, { limit })).more);
  while ((await recomputeDays(shopId, { limit })).more);
}

/** Everything that was derived for a shop, with helpdesks by name, so that two shops can be compared. */
export async function dumpDerived({ shopId, connectionIds }: SavedShop): Promise<string> {
  const where = { shopId };
  const tables = {
    credits: await db().credit.findMany({ where }),
    assists: await db().assist.findMany({ where }),
    figures: await db().dailyFigure.findMany({ where }),
    agentFigures: await db().dailyAgentFigure.findMany({ where }),
    distributions: await db().dailyDistribution.findMany({ where }),
    contacts: await db().ticketFact.findMany({
      where,
      select: {
        shopId: true,
        connectionId: true,
        ticketId: true,
        repeatContact: true,
        repeatTopic: true,
        followedUp: true,
      },
    }),
    orders: await db().dailyOrder.findMany({ where }),
    ratings: await db().rating.findMany({
      where: { ...where, isCurrent: true },
      select: { shopId: true, connectionId: true, ticketId: true, ratedAt: true, outranked: true },
    }),
    surveys: await db().survey.findMany({ where, select: { shopId: true, subject: true, outranked: true } }),
  };
  const named = Object.entries(tables).map(([table, rows]) => {
    const lines = rows.map(({ shopId: _, ...row }: { shopId: string; connectionId?: string }) =>
      JSON.stringify(
        { ...row, generation: 0, connectionId: row.connectionId && connectionIds.indexOf(row.connectionId) },
        (_key, value) => (typeof value === "bigint" ? String(value) : value),
      ),
    );
    return [table, ...lines.sort()].join("\n");
  });
  return named.join("\n\n");
}
