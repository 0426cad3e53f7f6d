import {
  type CreditedOrderRequest,
  creditedOrders,
  type OrderPosition,
  queryPlacedSpan,
} from "../metrics/credited-order-queries.server.ts";
import type { KpiScope } from "../metrics/kpi-report.ts";
import type { Period } from "../metrics/period.ts";
import { Prisma } from "../platform/database.server.ts";
import {
  CONVERSION_COLUMNS,
  type ConversionColumn,
  columnsOf,
  type ExportTable,
  type ExportWords,
  type Row,
} from "./export-table.ts";
import { msOf, readAhead, selectRawRows } from "./raw-rows.server.ts";
import { inSlices, type TimeSlice } from "./time-slices.ts";

const ROWS_A_PAGE = 2_500;

/** By the names of `creditedOrders`. */
const SELECTED: Record<Exclude<ConversionColumn, "currency">, string> = {
  order_id: "o.order_id",
  order_name: "o.name",
  placed_at: msOf("o.processed_at"),
  helpdesk: "h.name",
  ticket_id: "f.ticket_id",
  ticket_created_at: msOf("f.created_at"),
  channel: "f.channel",
  agent: "coalesce(a.name, c.agent_id)",
  matched_by: "c.matched_by",
  hours_between: "round((extract(epoch from o.processed_at - f.created_at) / 3600)::numeric, 2)",
  gross: "o.gross_minor",
  refunded: "o.refunded_minor",
  net: "o.net_minor",
};
const PLACE_OF_ID = CONVERSION_COLUMNS.indexOf("order_id");
const PLACE_OF_PLACED = CONVERSION_COLUMNS.indexOf("placed_at");
const PLACE_OF_AGENT = CONVERSION_COLUMNS.indexOf("agent");

/**
 * Every order credited to a ticket created in the period, newest order first: money in integer minor units of the currency
 * beside it, hours with two decimals.
 */
export function conversionTable(request: CreditRequest, words: ExportWords): ExportTable {
  return {
    columns: columnsOf(CONVERSION_COLUMNS, words, {
      placed_at: "instant",
      ticket_created_at: "instant",
      ...{ hours_between: "number", gross: "number", refunded: "number", net: "number" },
    }),
    pages: readAhead(pagesOf(request, words.nobody("automation"))),
  };
}

interface CreditRequest {
  scope: KpiScope;
  period: Period;
  currency: string;
}

async function* pagesOf(request: CreditRequest, automation: string): AsyncGenerator<Row[], void, undefined> {
  const span = await queryPlacedSpan(request.scope, request.period);
  const slices = inSlices(span, { wanted: ROWS_A_PAGE, newestFirst: true }, (placed) => ordersOf(request, placed));
  for await (const rows of slices) {
    yield rows.map((row) => (row[PLACE_OF_AGENT] === null ? ofAutomation(row, automation) : row));
  }
}

async function* ordersOf(
  { scope, period, currency }: CreditRequest,
  placed: TimeSlice,
): AsyncGenerator<Row[], void, undefined> {
  const selected = CONVERSION_COLUMNS.map((id) =>
    id === "currency" ? Prisma.sql`${currency}::text` : Prisma.raw(SELECTED[id]),
  );
  let after: OrderPosition | null = null;
  do {
    const page: CreditedOrderRequest = { scope, period, after, limit: ROWS_A_PAGE, placed };
    const rows: Row[] = await selectRawRows(await creditedOrders(page, Prisma.join(selected)));
    if (rows.length > 0) yield rows;
    const last = rows.length === ROWS_A_PAGE ? rows.at(-1) : undefined;
    after = last ? positionOf(last) : null;
  } while (after);
}

function ofAutomation(row: Row, automation: string): Row {
  return row.with(PLACE_OF_AGENT, automation);
}

function positionOf(row: Row): OrderPosition {
  return { placedAt: new Date(Number(row[PLACE_OF_PLACED])), orderId: row[PLACE_OF_ID] ?? "" };
}
