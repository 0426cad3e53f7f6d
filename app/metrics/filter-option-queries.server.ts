import { db, Prisma } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { CHANNELS } from "../tickets/ticket.ts";
import { WHOLE_SHOP } from "./daily-figure-queries.server.ts";
import type { FilterOptions } from "./filter-options.ts";

/** So many of the newest tickets tell which channels and tags are in use; reading all of them would keep a page waiting. */
const RECENT_TICKETS = 1000;
const MOST_TAGS = 200;

/**
 * What the figures of a shop can be narrowed to. Tags are those of its newest tickets, and of `askedTags` (those that the
 * address names) every one that any ticket carries.
 */
export async function queryFilterOptions(shopId: string, askedTags: readonly string[] = []): Promise<FilterOptions> {
  const [helpdesks, agents, recent, asked, span] = await Promise.all([
    queryHelpdesks(shopId),
    queryAgents(shopId),
    queryRecentUse(shopId),
    queryExistingTags(shopId, askedTags),
    queryTicketSpan(shopId),
  ]);
  const inUse = new Set(recent.filter(({ kind }) => kind === "channel").map(({ name }) => name));
  const tags = recent.filter(({ kind }) => kind === "tag").map(({ name }) => name);
  return {
    helpdesks,
    agents,
    channels: inUse.size === 0 ? [...CHANNELS] : CHANNELS.filter((channel) => inUse.has(channel)),
    tags: [...new Set([...tags, ...asked])],
    tickets: span,
  };
}

async function queryHelpdesks(shopId: string): Promise<FilterOptions["helpdesks"]> {
  return db().$queryRaw`
    select connection_id::text as "connectionId", name from helpdesk_connection
    where shop_id = ${shopId}::uuid order by name, connection_id`;
}

async function queryAgents(shopId: string): Promise<FilterOptions["agents"]> {
  return db().$queryRaw`
    select a.connection_id::text as "connectionId", a.agent_id as "agentId", a.name, c.name as helpdesk, a.active
    from agent a join helpdesk_connection c on c.shop_id = a.shop_id and c.connection_id = a.connection_id
    where a.shop_id = ${shopId}::uuid and a.kind = 'human'
    order by a.name, c.name, a.agent_id`;
}

async function queryRecentUse(shopId: string): Promise<{ kind: "channel" | "tag"; name: string }[]> {
  const since = await findRecentDay(shopId);
  return db().$queryRaw`
    with recent as materialized (
      select f.connection_id, f.ticket_id from ticket_fact f
      where f.shop_id = ${shopId}::uuid and f.created_at >= ${since}
      order by f.created_at desc limit ${RECENT_TICKETS}
    ), used as materialized (
      select t.channel, t.tags from recent r
      cross join lateral (
        select t.channel, t.tags from ticket t
        where t.shop_id = ${shopId}::uuid and t.connection_id = r.connection_id and t.ticket_id = r.ticket_id offset 0
      ) t
    ), tag as (
      select u.name, count(*) as uses from used, unnest(used.tags) as u(name) where u.name <> ''
      group by u.name order by uses desc, u.name limit ${MOST_TAGS}
    )
    select 'channel' as kind, channel as name, 0::float8 as uses from used group by channel
    union all select 'tag', name, uses::float8 from tag
    order by kind, uses desc, name`;
}

/**
 * The newest day (of Greenwich) since whose beginning, about, so many tickets were created: without it the planner, who
 * knows nothing of single shops, sorts all of a shop's tickets to find the newest. Counted from the daily figures.
 */
async function findRecentDay(shopId: string): Promise<Date> {
  const [row] = await db().$queryRaw<{ day: Date | null }[]>`
    select max(day) as day from (
      select f.day, sum(f.created + f.outbound) over (order by f.day desc) as tickets
      from daily_figure f join shop s on s.shop_id = f.shop_id and s.figures_generation = f.generation
      where f.shop_id = ${shopId}::uuid and f.connection_id = ${WHOLE_SHOP}::uuid) as running
    where tickets >= ${RECENT_TICKETS}`;
  return row?.day ?? new Date(0);
}

async function queryExistingTags(shopId: string, asked: readonly string[]): Promise<string[]> {
  if (asked.length === 0) return [];
  const rows = await db().$queryRaw<{ name: string }[]>`
    select asked.name from (values ${Prisma.join(asked.map((tag) => Prisma.sql`(${tag}::text)`))}) as asked(name)
    where exists (select from ticket t where t.shop_id = ${shopId}::uuid and t.excluded is null and t.tags @> array[asked.name])`;
  return rows.map(({ name }) => name);
}

async function queryTicketSpan(shopId: string): Promise<FilterOptions["tickets"]> {
  const [row] = await db().$queryRaw<{ timeZone: string; first: Date | null; last: Date | null }[]>`
    select coalesce(s.figures_time_zone, s.time_zone) as "timeZone",
      (select min(created_at) from ticket_fact where shop_id = s.shop_id) as first,
      (select max(created_at) from ticket_fact where shop_id = s.shop_id) as last
    from shop s where s.shop_id = ${shopId}::uuid`;
  if (!row?.first || !row.last) return null;
  const days = shopDaysIn(row.timeZone);
  return { firstOn: days.dayOf(row.first), lastOn: days.dayOf(row.last) };
}
