import { now } from "../platform/clock.ts";
import { db, Prisma } from "../platform/database.server.ts";
import { type BehindFigure, behindFigure } from "./behind-figure.server.ts";
import { businessClock, clockTable } from "./business-clock.server.ts";
import { inRun } from "./daily-figure-queries.server.ts";
import { filterOfFacts } from "./filter-sql.server.ts";
import type { KpiId } from "./kpi-book.ts";
import type { KpiScope, ListPart, TicketList, TicketRow, TicketSort } from "./kpi-report.ts";
import { type ListPosition, readListPosition, writeListPosition } from "./list-position.ts";
import type { Period } from "./period.ts";
import { type MetricsShop, requireMetricsShop } from "./shop-queries.server.ts";
import { runOf } from "./sum-queries.server.ts";

/** Which rows of which figure. */
export interface ListRequest {
  period: Period;
  kpi: KpiId;
  /** "hits" of a figure that is no rate are all its rows. */
  part: ListPart;
}

/**
 * One page of the tickets, replies, ratings or orders that a figure is made of: as many on all pages as the figure counts
 * (a rate: its denominator, or with "hits" its numerator; a duration: its values). Empty where nothing can be listed.
 * @param after what the page before gave as `next`; null, or a text that is none, gives the first page
 * @throws when the shop is not known
 */
export async function listTickets(
  scope: KpiScope,
  request: ListRequest & { sort: TicketSort; after: string | null; limit: number },
): Promise<TicketList> {
  const { shop, behind } = await readRequest(scope, request);
  if (!behind) return { rows: [], total: 0, next: null };
  const order = ORDERS[request.sort];
  const [found, total] = await Promise.all([
    selectRows(shop, {
      scope,
      request,
      behind,
      order,
      after: readListPosition(request.after),
      limit: request.limit + 1,
    }),
    countRows(shop, scope, request, behind),
  ]);
  const rows = found.slice(0, request.limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(({ place: _place, rowId: _rowId, ...row }) => row),
    total,
    next: found.length > request.limit && last ? writeListPosition({ ...last, ticketId: last.ticketId ?? "" }) : null,
  };
}

/** How many rows a figure is made of; 0 where nothing can be listed. @throws when the shop is not known */
export async function countTickets(scope: KpiScope, request: ListRequest): Promise<number> {
  const { shop, behind } = await readRequest(scope, request);
  return behind ? countRows(shop, scope, request, behind) : 0;
}

async function readRequest(
  scope: KpiScope,
  { kpi, period }: ListRequest,
): Promise<{ shop: MetricsShop; behind: BehindFigure | null }> {
  const shop = scope.shop ?? (await requireMetricsShop(scope.shopId));
  return { shop, behind: behindFigure(kpi, { shop, period, clock: scope.clock, now: scope.now ?? now() }) };
}

interface Order {
  by: "at" | "value";
  descending: boolean;
}

const ORDERS: Record<TicketSort, Order> = {
  newest: { by: "at", descending: true },
  oldest: { by: "at", descending: false },
  longest: { by: "value", descending: true },
  shortest: { by: "value", descending: false },
};

/** Everything that narrows the source's rows to those of the request. */
function conditions(shop: MetricsShop, { filter }: KpiScope, { period, part }: ListRequest, behind: BehindFigure) {
  const { source, where, hit } = behind;
  const rows = source.from(Prisma.sql`${shop.shopId}::uuid`, inRun(runOf(shop, period)));
  const hits = part === "hits" && hit ? Prisma.sql`and ${hit}` : Prisma.empty;
  return Prisma.sql`${rows} and ${where} and ${filterOfFacts(filter, source.agent)} ${hits}`;
}

/** Working time for a value that is measured in it. */
function clockOf(shop: MetricsShop, { clock }: KpiScope, period: Period): Prisma.Sql {
  const table = clock === "business" ? businessClock(shop.businessHours, { ...shop, ...period }) : null;
  return table ? Prisma.sql`${clockTable(table)},` : Prisma.empty;
}

async function countRows(
  shop: MetricsShop,
  scope: KpiScope,
  request: ListRequest,
  behind: BehindFigure,
): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    select count(*)::float8 as n from ${conditions(shop, scope, request, behind)}`;
  return row?.n ?? 0;
}

type FoundRow = TicketRow & { place: number; rowId: string };

interface Selection {
  scope: KpiScope;
  request: ListRequest;
  behind: BehindFigure;
  order: Order;
  after: ListPosition | null;
  limit: number;
}

/** Unknown values come last, whichever way the list is sorted. */
function placeOf({ value, source }: BehindFigure, { by, descending }: Order): Prisma.Sql {
  if (by === "at") return Prisma.raw(`(date_part('epoch', ${source.at}) * 1000)::float8`);
  return Prisma.raw(`coalesce(${value ?? "null"}, ${descending ? "-1" : "1e15"})::float8`);
}

function selectRows(
  shop: MetricsShop,
  { scope, request, behind, order, after, limit }: Selection,
): Promise<FoundRow[]> {
  const { source, hit, value, rowId, orderName } = behind;
  const way = Prisma.raw(order.descending ? "desc" : "asc");
  const beyond = Prisma.raw(order.descending ? "<" : ">");
  const further = after
    ? Prisma.sql`where (place, connection_id, ticket_id, row_id)
        ${beyond} (${after.place}::float8, ${after.connectionId}::uuid, ${after.ticketId}, ${after.rowId})`
    : Prisma.empty;
  return db().$queryRaw<FoundRow[]>`
    with ${clockOf(shop, scope, request.period)} listed as (
      select ${placeOf(behind, order)} as place, f.connection_id, f.ticket_id, ${Prisma.raw(rowId)} as row_id, f.channel,
             ${Prisma.raw(source.at)} as at, ${Prisma.raw(source.agent)} as agent_id, (${Prisma.raw(value ?? "null")})::float8 as value,
             ${hit ?? Prisma.sql`null::bool`} as hit, (${Prisma.raw(orderName)})::text as order_name
      from ${conditions(shop, scope, request, behind)}),
    page as materialized (
      select * from listed ${further}
      order by place ${way}, connection_id ${way}, ticket_id ${way}, row_id ${way} limit ${limit})
    select p.place, p.row_id as "rowId", p.connection_id as "connectionId", nullif(p.ticket_id, '') as "ticketId", h.vendor, h.account,
           h.name as "helpdeskName", p.channel, t.created_at as "createdAt", p.at,
           nullif(coalesce(a.name, p.agent_id), '') as "agentName", p.value, p.hit, p.order_name as "orderName"
    from page p
    left join ticket t on t.shop_id = ${shop.shopId}::uuid and t.connection_id = p.connection_id and t.ticket_id = p.ticket_id
    left join helpdesk_connection h on h.shop_id = t.shop_id and h.connection_id = p.connection_id
    left join agent a on a.shop_id = t.shop_id and a.connection_id = p.connection_id and a.agent_id = p.agent_id
    order by p.place ${way}, p.connection_id ${way}, p.ticket_id ${way}, p.row_id ${way}`;
}
