import { type BehindFigure, behindFigure } from "../metrics/behind-figure.server.ts";
import { businessClock, clockTable } from "../metrics/business-clock.server.ts";
import { FIGURE_SOURCES, type FigureSource } from "../metrics/figure-sources.server.ts";
import { filterOfFacts } from "../metrics/filter-sql.server.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { KpiScope, ListPart } from "../metrics/kpi-report.ts";
import type { Period } from "../metrics/period.ts";
import type { MetricsShop } from "../metrics/shop-queries.server.ts";
import { now } from "../platform/clock.ts";
import { Prisma } from "../platform/database.server.ts";
import type { CountedColumn, Row, TicketColumn } from "./export-table.ts";
import { msOf, selectRawRows } from "./raw-rows.server.ts";

/** Which rows of which figure. */
export interface TicketRowRequest {
  scope: KpiScope;
  period: Period;
  kpi: KpiId;
  part: ListPart;
}

const ROWS_A_PAGE = 5_000;
const HOUR_MS = 3_600_000;
const FIRST_SLICE_MS = 24 * HOUR_MS;
const SHORTEST_SLICE_MS = HOUR_MS;
/** A slice is as much longer or shorter than the one before as its rows were few or many, within this factor. */
const MOST_CHANGE = 8;

/** What each column of a ticket is in SQL; helpdesk and agents come as ids. `f` has the ticket's facts. */
export const FACT_COLUMNS: Record<TicketColumn, string> = {
  helpdesk: "f.connection_id",
  ticket_id: "f.ticket_id",
  channel: "f.channel",
  ticket_created_at: msOf("f.created_at"),
  identifiable: "f.identifiable::text",
  asked_at: msOf("f.asked_at"),
  first_human_reply_at: msOf("f.first_human_reply_at"),
  first_human_reply_agent: "f.first_human_reply_agent_id",
  first_response_seconds: "f.first_response_seconds",
  first_reply_at: msOf("f.first_reply_at"),
  first_response_any_seconds: "f.first_response_any_seconds",
  closed_at: msOf("f.closed_at"),
  closed_by: "f.closer_id",
  resolution_seconds: "f.resolution_seconds",
  human_replies_to_close: "f.human_replies_to_close",
  automated_replies_to_close: "f.automated_replies_to_close",
  reopenings: "f.reopenings",
  messages: "f.message_count",
  repeat_contact: "f.repeat_contact::text",
};

/** What each row was counted as; these columns follow the ticket's own. */
export const COUNTED: readonly CountedColumn[] = [
  "counted_at",
  "counted_agent",
  "counted_value",
  "counted_hit",
  "order_name",
];

/**
 * The rows behind a figure, oldest first, as pages of texts: the columns of `FACT_COLUMNS`, then those of `COUNTED`. As many
 * in all as the figure counts. Read slice by slice of time, each as long as a few pages have rows, so that a page costs the
 * same wherever it lies, also where the planner has no statistics; `null` where no rows stand behind the figure.
 */
export function ticketRowPages(shop: MetricsShop, request: TicketRowRequest): AsyncGenerator<Row[]> | null {
  const { scope, period, kpi } = request;
  const behind = behindFigure(kpi, { shop, period, clock: scope.clock, now: scope.now ?? now() });
  return behind && slicesOf(shop, request, behind);
}

interface Slice {
  from: Date;
  to: Date;
}

async function* slicesOf(
  shop: MetricsShop,
  request: TicketRowRequest,
  behind: BehindFigure,
): AsyncGenerator<Row[], void, undefined> {
  const { period } = request;
  let from = isState(behind) ? await firstTicketAt(shop, period) : period.from;
  let lengthMs = FIRST_SLICE_MS;
  while (from < period.to) {
    const to = new Date(Math.min(from.getTime() + lengthMs, period.to.getTime()));
    let rows = 0;
    for await (const page of pagesOf(shop, request, { behind, slice: { from, to } })) {
      rows += page.length;
      yield page;
    }
    const change = Math.min(Math.max(ROWS_A_PAGE / Math.max(rows, 1), 1 / MOST_CHANGE), MOST_CHANGE);
    lengthMs = Math.max(Math.round(lengthMs * change * 0.9), SHORTEST_SLICE_MS);
    from = to;
  }
}

/** A backlog's rows may be of any day before the period's end. */
function isState({ source }: BehindFigure): boolean {
  return !Object.values(FIGURE_SOURCES).some((known: FigureSource) => known === source);
}

async function firstTicketAt({ shopId }: MetricsShop, { to }: Period): Promise<Date> {
  const [row] = await selectRawRows(Prisma.sql`
    select ${Prisma.raw(msOf("min(created_at)"))} from ticket_fact where shop_id = ${shopId}::uuid`);
  const first = row?.[0] ?? null;
  return first === null ? to : new Date(Number(first));
}

async function* pagesOf(
  shop: MetricsShop,
  request: TicketRowRequest,
  { behind, slice }: { behind: BehindFigure; slice: Slice },
): AsyncGenerator<Row[], void, undefined> {
  let after: Row | null = null;
  do {
    const rows: Row[] = await selectRawRows(pageStatement(shop, request, { behind, slice, after }));
    if (rows.length > 0) yield rows;
    after = rows.length === ROWS_A_PAGE ? (rows.at(-1) ?? null) : null;
  } while (after);
}

const FACTS = Prisma.raw(Object.values(FACT_COLUMNS).join(", "));
const PLACE_OF_AT = Object.keys(FACT_COLUMNS).length;

interface PageRequest {
  behind: BehindFigure;
  slice: Slice;
  after: Row | null;
}

function pageStatement(
  shop: MetricsShop,
  { scope, period, part }: TicketRowRequest,
  { behind, slice, after }: PageRequest,
): Prisma.Sql {
  const { source, where, hit, rowId } = behind;
  const within = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} >= ${slice.from} and ${Prisma.raw(column)} < ${slice.to}`;
  const rows = Prisma.sql`${source.from(Prisma.sql`${shop.shopId}::uuid`, within)} and ${within(source.at)} and ${where}
    and ${filterOfFacts(scope.filter, source.agent)} ${part === "hits" && hit ? Prisma.sql`and ${hit}` : Prisma.empty}
    ${beyond(behind, after)}`;
  const order = Prisma.raw(`order by ${source.at}, f.connection_id, f.ticket_id, ${rowId} limit ${ROWS_A_PAGE}`);
  const table = scope.clock === "business" ? businessClock(shop.businessHours, { ...shop, ...period }) : null;
  const clock = table ? Prisma.sql`with ${clockTable(table)}` : Prisma.empty;
  const counted = countedOf(behind);
  if (hasFacts(source)) return Prisma.sql`${clock} select ${FACTS}, ${counted} from ${rows} ${order}`;
  return Prisma.sql`
    ${clock} select ${FACTS}, p.at, p.agent_id, p.value, p.hit, p.order_name, p.row_id
    from (select f.connection_id, f.ticket_id, ${counted} from ${rows} ${order}) p
    cross join lateral (
      select * from ticket_fact f
      where f.shop_id = ${shop.shopId}::uuid and f.connection_id = p.connection_id and f.ticket_id = p.ticket_id offset 0
    ) f
    order by p.at, p.connection_id, p.ticket_id, p.row_id`;
}

/** Whether the source's rows are the facts of tickets themselves. */
function hasFacts(source: FigureSource): boolean {
  return source !== FIGURE_SOURCES.replied && source !== FIGURE_SOURCES.credited;
}

function countedOf({ source, hit, value, rowId, orderName }: BehindFigure): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(msOf(source.at))} as at, ${Prisma.raw(`nullif(${source.agent}, '')`)} as agent_id,
    (${Prisma.raw(value ?? "null")})::float8 as value, (${hit ?? Prisma.sql`null::bool`})::text as hit,
    (${Prisma.raw(orderName)})::text as order_name, ${Prisma.raw(rowId)} as row_id`;
}

function beyond({ source, rowId }: BehindFigure, after: Row | null): Prisma.Sql {
  if (!after) return Prisma.empty;
  const [connectionId, ticketId, at, row] = [after[0], after[1], after[PLACE_OF_AT], after.at(-1)];
  return Prisma.sql`and (${Prisma.raw(source.at)}, f.connection_id, f.ticket_id, ${Prisma.raw(rowId)})
    > (${new Date(Number(at))}, ${connectionId}::uuid, ${ticketId}::text, ${row}::text)`;
}
