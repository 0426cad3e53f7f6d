import { now } from "../platform/clock.ts";
import { type Db, db, type Prisma } from "../platform/database.server.ts";
import { hintSchema, type WebhookHint } from "./webhook-hint.ts";

export interface WebhookEvent {
  shopDomain: string;
  webhookId: string;
  bodyHash: string;
  topic: string;
  hint: WebhookHint;
  /** When Shopify says it happened; not covered by the signature. */
  triggeredAt: Date | null;
  receivedAt: Date;
}

/** Events that nobody has acted on, the oldest first. */
export async function listPendingEvents(shopDomain: string, most: number): Promise<WebhookEvent[]> {
  const rows = await db().webhookEvent.findMany({
    where: { shopDomain, processedAt: null },
    orderBy: [{ receivedAt: "asc" }, { webhookId: "asc" }],
    take: most,
  });
  return rows.map(({ hint, processedAt: _, outcome: __, ...event }) => ({ ...event, hint: hintSchema.parse(hint) }));
}

/** Domains with events that have waited since before `receivedBefore`. */
export async function listPendingShops(receivedBefore: Date): Promise<string[]> {
  const rows = await db().webhookEvent.findMany({
    where: { processedAt: null, receivedAt: { lt: receivedBefore } },
    distinct: ["shopDomain"],
    select: { shopDomain: true },
  });
  return rows.map(({ shopDomain }) => shopDomain);
}

/** Notes what became of events. What they pointed at is not needed any more and goes. */
export async function markProcessed(tx: Db, events: readonly WebhookEvent[], outcome: string): Promise<void> {
  const processedAt = now();
  for (const { shopDomain, webhookId, topic, bodyHash } of events) {
    await tx.webhookEvent.updateMany({
      where: { shopDomain, webhookId, topic, bodyHash },
      data: { processedAt, outcome, hint: {} satisfies Prisma.InputJsonValue },
    });
  }
}

/** Repeated deliveries come within hours; until then a processed event keeps them from being acted on again. */
export async function deleteOldEvents(processedBefore: Date): Promise<void> {
  await db().webhookEvent.deleteMany({ where: { processedAt: { lt: processedBefore } } });
}
