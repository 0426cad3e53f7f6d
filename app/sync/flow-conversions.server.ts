import type { StoredCredit } from "../attribution/credit-queries.server.ts";
import { minorDigitsOf } from "../orders/money.ts";
import { now } from "../platform/clock.ts";
import type { Db } from "../platform/database.server.ts";
import { noteFlowEvents } from "./flow-event-store.server.ts";
import type { FlowPayload } from "./flow-triggers.ts";

const HOUR_MS = 3_600_000;
/** Orders that were placed earlier come from a history that is read for the first time: nobody waits for them. */
const FRESH_ORDER_HOURS = 48;

interface ConvertedRow {
  orderId: bigint;
  processedAt: Date;
  customerId: string | null;
  currency: string;
  netMinor: bigint;
  createdAt: Date;
}

/**
 * Notes for Flow that these orders were credited to tickets for the first time, in the same transaction; those placed more
 * than 48 hours ago are passed over, and an order that loses its credit and gets another is told once.
 */
export async function noteConversions(tx: Db, shopId: string, credits: readonly StoredCredit[]): Promise<void> {
  const occurredAt = now();
  const rows = await selectFreshOrders(tx, shopId, credits);
  const byOrder = new Map(credits.map((credit) => [credit.orderId, credit]));
  const events = rows.flatMap((row) => {
    const credit = byOrder.get(row.orderId);
    const orderId = safeInteger(row.orderId);
    if (!credit || orderId === null) return [];
    const payload = known({
      order_id: orderId,
      customer_id: safeInteger(row.customerId),
      "Net amount": Number(row.netMinor) / 10 ** minorDigitsOf(row.currency),
      Currency: row.currency,
      "Hours to order": Math.round((row.processedAt.getTime() - row.createdAt.getTime()) / (HOUR_MS / 10)) / 10,
      Helpdesk: credit.connectionId,
      "Ticket ID": credit.ticketId,
      "Agent ID": credit.agentId,
    });
    return [{ eventKey: `converted:${row.orderId}`, handle: "ticket-converted" as const, payload, occurredAt }];
  });
  await noteFlowEvents(tx, shopId, events);
}

function selectFreshOrders(tx: Db, shopId: string, credits: readonly StoredCredit[]): Promise<ConvertedRow[]> {
  const processedSince = new Date(now().getTime() - FRESH_ORDER_HOURS * HOUR_MS);
  return tx.$queryRaw`
    with wanted as materialized (
      select ${shopId}::uuid as shop_id, * from unnest(
        ${credits.map(({ orderId }) => String(orderId))}::bigint[], ${credits.map(({ connectionId }) => connectionId)}::uuid[],
        ${credits.map(({ ticketId }) => ticketId)}::text[]) as t(order_id, connection_id, ticket_id))
    select o.order_id as "orderId", o.processed_at as "processedAt", o.customer_id as "customerId", o.currency,
           o.net_minor as "netMinor", t.created_at as "createdAt"
    from wanted w
    join shop_order o on o.shop_id = w.shop_id and o.order_id = w.order_id
    join ticket t on t.shop_id = w.shop_id and t.connection_id = w.connection_id and t.ticket_id = w.ticket_id
    where o.processed_at >= ${processedSince}::timestamptz`;
}

/** Without what is not known. */
function known(payload: Record<string, string | number | null>): FlowPayload {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([field, value]) => (value === null || value === "" ? [] : [[field, value]])),
  );
}

function safeInteger(written: string | bigint | null): number | null {
  const value = Number(written ?? Number.NaN);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}
