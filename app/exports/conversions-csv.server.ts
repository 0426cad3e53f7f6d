import { type OrderPosition, positionOf, selectCreditedOrders } from "../metrics/credited-order-queries.server.ts";
import type { CreditedOrder } from "../metrics/conversions.ts";
import type { Period } from "../metrics/period.ts";
import { requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { csvLine, csvText } from "./csv-cell.ts";
import { shopTimeWriter } from "./shop-time.ts";

export const CONVERSION_COLUMNS = [
  "order_id",
  "order_name",
  "placed_at",
  "helpdesk",
  "ticket_id",
  "ticket_created_at",
  "channel",
  "agent",
  "matched_by",
  "hours_between",
  "currency",
  "gross",
  "refunded",
  "net",
] as const;
export type ConversionColumn = (typeof CONVERSION_COLUMNS)[number];

/** The words of the file: a heading for every column, and the agent of the orders that no human reply preceded. */
export type ConversionsCsvWords = Record<ConversionColumn | "automation", string>;

/** Rows held in memory at a time. */
const ROWS_A_PAGE = 5_000;
/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * All orders credited to tickets created in the period, as a CSV file (RFC 4180, UTF-8 with a byte order mark), newest
 * order first. Money is in integer minor units of the currency beside it, times are in the shop's zone, hours have two
 * decimals. Read page by page as the receiver takes it; a failure on the way breaks the stream off, so that half a file
 * is never taken for a whole one.
 */
export function streamConversionsCsv(
  shopId: string,
  period: Period,
  words: ConversionsCsvWords,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const pages = pagesOf(shopId, period, words);
  return new ReadableStream(
    {
      async pull(controller) {
        const page = await pages.next();
        if (page.done) controller.close();
        else controller.enqueue(encoder.encode(page.value));
      },
      async cancel() {
        await pages.return();
      },
    },
    { highWaterMark: 1 },
  );
}

async function* pagesOf(
  shopId: string,
  period: Period,
  words: ConversionsCsvWords,
): AsyncGenerator<string, void, undefined> {
  const { timeZone, currency } = await requireMetricsShop(shopId);
  const shop = { currency, timeOf: shopTimeWriter(timeZone), automation: words.automation };
  yield BYTE_ORDER_MARK + csvLine(CONVERSION_COLUMNS.map((column) => csvText(words[column])));
  let after: OrderPosition | null = null;
  do {
    const orders = await selectCreditedOrders(shopId, period, { after, limit: ROWS_A_PAGE });
    const last = orders.at(-1);
    if (last) yield orders.map((order) => lineOf(order, shop)).join("");
    after = last && orders.length === ROWS_A_PAGE ? positionOf(last) : null;
  } while (after);
}

interface LineContext {
  currency: string;
  automation: string;
  timeOf: (at: Date) => string;
}

function lineOf(order: CreditedOrder, { currency, automation, timeOf }: LineContext): string {
  const cells: Record<ConversionColumn, string> = {
    order_id: order.orderId,
    order_name: csvText(order.orderName),
    placed_at: timeOf(order.placedAt),
    helpdesk: csvText(order.helpdeskName),
    ticket_id: csvText(order.ticketId),
    ticket_created_at: timeOf(order.ticketCreatedAt),
    channel: csvText(order.channel),
    agent: csvText(order.agentName ?? automation),
    matched_by: order.matchedBy,
    hours_between: order.hoursBetween.toFixed(2),
    currency,
    gross: String(order.grossMinor),
    refunded: String(order.refundedMinor),
    net: String(order.netMinor),
  };
  return csvLine(CONVERSION_COLUMNS.map((column) => cells[column]));
}
