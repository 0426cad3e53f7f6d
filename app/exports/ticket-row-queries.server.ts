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
import { NO_HELPDESK } from "../surveys/no-helpdesk.ts";
import type { CountedColumn, Row, TicketColumn } from "./export-table.ts";
import { msOf, selectRawRows } from "./raw-rows.server.ts";
import { inSlices, type TimeSlice } from "./time-slices.ts";

/** Which rows of which figure. */
export interface TicketRowRequest {
  scope: KpiScope;
  period: Period;
  kpi: KpiId;
  part: ListPart;
}

/** Two pages are in memory at a time; longer ones are hardly faster. */
const ROWS_A_PAGE = 2_500;

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

/** Behind this figure stand the tickets themselves, which are counted as nothing else. */
export const TICKETS_THEMSELVES: KpiId = "tickets_created";

/** What each row was counted as; these columns follow the ticket's own behind all other figures. */
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

async function* slicesOf(
  shop: MetricsShop,
  request: TicketRowRequest,
  behind: BehindFigure,
): AsyncGenerator<Row[], void, undefined> {
  const { period } = request;
  const from = isState(behind) ? await firstTicketAt(shop, period) : period.from;
  const size = { wanted: ROWS_A_PAGE * 0.9, newestFirst: false };
  yield* inSlices({ from, to: period.to }, size, (slice) => pagesOf(shop, request, { behind, slice }));
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
  { behind, slice }: { behind: BehindFigure; slice: TimeSlice },
): AsyncGenerator<Row[], void, undefined> {
  let after: Row | null = null;
  do {
    const rows: Row[] = await selectRawRows(pageStatement(shop, request, { behind, slice, after }));
    if (rows.length > 0) yield rows;
    after = rows.length === ROWS_A_PAGE ? (rows.at(-1) ?? null) : null;
  } while (after);
}

const FACTS = Prisma.raw(Object.values(FACT_COLUMNS).join(", "));
/** Where the row may have no ticket: an answer that belongs to no known conversation. */
const FACTS_OF_PAGE = Prisma.raw(
  Object.values({
    ...FACT_COLUMNS,
    helpdesk: `nullif(p.connection_id, '${NO_HELPDESK}')`,
    ticket_id: "nullif(p.ticket_id, '')",
    channel: "p.channel",
  }).join(", "),
);
const PLACE_OF_CREATED = Object.keys(FACT_COLUMNS).indexOf("ticket_created_at");
const PLACE_OF_AT = Object.keys(FACT_COLUMNS).length;

interface PageRequest {
  behind: BehindFigure;
  slice: TimeSlice;
  after: Row | null;
}

function pageStatement(
  shop: MetricsShop,
  { scope, period, kpi, part }: TicketRowRequest,
  { behind, slice, after }: PageRequest,
): Prisma.Sql {
  const { source, where, hit } = behind;
  const within = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} >= ${slice.from} and ${Prisma.raw(column)} < ${slice.to}`;
  const rows = Prisma.sql`${source.from(Prisma.sql`${shop.shopId}::uuid`, within)} and ${within(source.at)} and ${where}
    and ${filterOfFacts(scope.filter, source.agent)} ${part === "hits" && hit ? Prisma.sql`and ${hit}` : Prisma.empty}
    ${after ? beyond(behind, positionOf(after, kpi)) : Prisma.empty}`;
  const order = Prisma.raw(`order by ${source.at}, f.connection_id, f.ticket_id, row_id limit ${ROWS_A_PAGE}`);
  const table = scope.clock === "business" ? businessClock(shop.businessHours, { ...shop, ...period }) : null;
  const clock = table ? Prisma.sql`with ${clockTable(table)}` : Prisma.empty;
  // Every cell costs as much as a row's condition, so none is read in vain.
  if (kpi === TICKETS_THEMSELVES) {
    const tied = Prisma.raw(`order by f.created_at, f.connection_id, f.ticket_id limit ${ROWS_A_PAGE}`);
    return Prisma.sql`select ${FACTS} from ${rows} ${tied}`;
  }
  const counted = countedOf(behind);
  if (hasFacts(source)) return Prisma.sql`${clock} select ${FACTS}, ${counted} from ${rows} ${order}`;
  return Prisma.sql`
    ${clock} select ${FACTS_OF_PAGE}, p.at, p.agent_id, p.value, p.hit, p.order_name, p.row_id
    from (select f.connection_id, f.ticket_id, f.channel, ${counted} from ${rows} ${order}) p
    left join lateral (
      select * from ticket_fact f
      where f.shop_id = ${shop.shopId}::uuid and f.connection_id = p.connection_id and f.ticket_id = p.ticket_id offset 0
    ) f on true
    order by p.at, p.connection_id, p.ticket_id, p.row_id`;
}

/** Whether the source's rows are the facts of tickets themselves. */
function hasFacts(source: FigureSource): boolean {
  const { replied, rated, asked, credited } = FIGURE_SOURCES;
  return ![replied, rated, asked, credited].includes(source);
}

function countedOf({ source, hit, value, rowId, orderName }: BehindFigure): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(msOf(source.at))} as at, ${Prisma.raw(`nullif(${source.agent}, '')`)} as agent_id,
    (${Prisma.raw(value ?? "null")})::float8 as value, (${hit ?? Prisma.sql`null::bool`})::text as hit,
    (${Prisma.raw(orderName)})::text as order_name, (${Prisma.raw(rowId)})::text as row_id`;
}

interface Position {
  at: Date;
  connectionId: string | null | undefined;
  ticketId: string | null | undefined;
  rowId: string | null | undefined;
}

function positionOf(row: Row, kpi: KpiId): Position {
  const isTicket = kpi === TICKETS_THEMSELVES;
  return {
    at: new Date(Number(row[isTicket ? PLACE_OF_CREATED : PLACE_OF_AT])),
    ...{ connectionId: row[0] ?? NO_HELPDESK, ticketId: row[1] ?? "", rowId: isTicket ? "" : row.at(-1) },
  };
}

function beyond({ source, rowId }: BehindFigure, after: Position): Prisma.Sql {
  return Prisma.sql`and (${Prisma.raw(source.at)}, f.connection_id, f.ticket_id, ${Prisma.raw(rowId)})
    > (${after.at}, ${after.connectionId}::uuid, ${after.ticketId}::text, ${after.rowId}::text)`;
}
