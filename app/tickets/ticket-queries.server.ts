import { type Db, Prisma } from "../platform/database.server.ts";
import type { HelpdeskAgent, TicketHeader, TicketRating } from "./ticket.ts";
import type { TicketFacts } from "./ticket-facts.ts";

/** The helpdesk connection whose rows a statement is about. */
export interface ConnectionScope {
  shopId: string;
  connectionId: string;
}

/** A header as it is written, with its customer's keys already hashed. */
export interface TicketRow extends Omit<TicketHeader, "customer"> {
  customerId: string | null;
  identifiable: boolean;
  keys: string[];
}

export interface FactRow {
  ticketId: string;
  channel: string;
  createdAt: Date;
  identifiable: boolean;
  facts: TicketFacts;
  /** Days, as `markedDayOf` gives them, on which anything happened that figures count. */
  days: string[];
}

export interface StoredTicket {
  ticketId: string;
  channel: string;
  createdAt: Date;
  version: bigint;
  isOpen: boolean;
  closedAt: Date | null;
  excluded: string | null;
  assigneeId: string | null;
  customerId: string | null;
  identifiable: boolean;
  tags: string[];
}

/** A table `wanted` of these tickets, for `wantedRows`. */
export function wantedTickets(scope: ConnectionScope, ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`with wanted as materialized (
    select ${scope.shopId}::uuid as shop_id, ${scope.connectionId}::uuid as connection_id,
           unnest(${[...new Set(ids)]}::text[]) as ticket_id)`;
}

/** The rows of a table, known as `t`, that belong to the tickets of `wantedTickets`. */
export const IS_WANTED = Prisma.sql`t.shop_id = w.shop_id and t.connection_id = w.connection_id and t.ticket_id = w.ticket_id`;

type TicketTable = "ticket" | "ticket_key" | "ticket_timeline" | "ticket_fact" | "reply_fact" | "rating" | "survey";

/**
 * The table `wanted` with, for each of its tickets, that ticket's rows of a table as `t`. The planner knows nothing of single
 * connections and takes one for a handful of rows: asked for some tickets of it by a list or in a join, it reads and sorts
 * all of them. `offset 0` keeps it from that; each ticket is looked up in the index.
 */
export function wantedRows(table: TicketTable): Prisma.Sql {
  return Prisma.sql`wanted w cross join lateral (select t.* from ${Prisma.raw(table)} t where ${IS_WANTED} offset 0) t`;
}

/** One writer a connection at a time, to the end of the transaction: facts follow from rows read a moment before. */
export async function lockConnection(tx: Db, { connectionId }: ConnectionScope): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${connectionId}, 0))`;
}

/** Writes agents, in place of what was known of them. */
export async function upsertAgents(tx: Db, scope: ConnectionScope, agents: readonly HelpdeskAgent[]): Promise<void> {
  await tx.$executeRaw`
    insert into agent (shop_id, connection_id, agent_id, name, kind, active)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, *
    from unnest(${agents.map((row) => row.agentId)}::text[], ${agents.map((row) => row.name)}::text[],
                ${agents.map((row) => row.kind)}::text[], ${agents.map((row) => row.active)}::bool[])
    on conflict (shop_id, connection_id, agent_id)
    do update set name = excluded.name, kind = excluded.kind, active = excluded.active`;
}

/** Headers of those of the tickets that are known. */
export function selectTickets(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<StoredTicket[]> {
  return tx.$queryRaw<StoredTicket[]>`
    ${wantedTickets(scope, ids)}
    select t.ticket_id as "ticketId", channel, created_at as "createdAt", version, is_open as "isOpen", closed_at as "closedAt",
           excluded, assignee_id as "assigneeId", customer_id as "customerId", identifiable, tags
    from ${wantedRows("ticket")}`;
}

/** Tags travel as one JSON text a ticket, because `unnest` would flatten an array of arrays. */
export async function upsertTickets(tx: Db, scope: ConnectionScope, rows: readonly TicketRow[]): Promise<void> {
  await tx.$executeRaw`
    insert into ticket (shop_id, connection_id, ticket_id, channel, created_at, version, is_open, closed_at, excluded,
                        assignee_id, customer_id, identifiable, tags)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, r.id, r.channel, r.created_at, r.version, r.is_open, r.closed_at,
           r.excluded, r.assignee_id, r.customer_id, r.identifiable,
           array(select jsonb_array_elements_text(r.tags::jsonb))
    from unnest(${rows.map((row) => row.ticketId)}::text[], ${rows.map((row) => row.channel)}::text[],
                ${rows.map((row) => row.createdAt)}::timestamptz[], ${rows.map((row) => String(row.version))}::bigint[],
                ${rows.map((row) => row.isOpen)}::bool[], ${rows.map((row) => row.closedAt)}::timestamptz[],
                ${rows.map((row) => row.excluded)}::text[], ${rows.map((row) => row.assigneeId)}::text[],
                ${rows.map((row) => row.customerId)}::text[], ${rows.map((row) => row.identifiable)}::bool[],
                ${rows.map((row) => JSON.stringify(row.tags))}::text[])
      as r(id, channel, created_at, version, is_open, closed_at, excluded, assignee_id, customer_id, identifiable, tags)
    on conflict (shop_id, connection_id, ticket_id) do update set
      channel = excluded.channel, created_at = excluded.created_at, version = excluded.version, is_open = excluded.is_open,
      closed_at = excluded.closed_at, excluded = excluded.excluded, assignee_id = excluded.assignee_id,
      customer_id = excluded.customer_id, identifiable = excluded.identifiable, tags = excluded.tags`;
}

/** Excludes tickets that their helpdesk does not have any more. @returns those that had not been excluded like this */
export async function markDeleted(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ ticketId: string }[]>`
    ${wantedTickets(scope, ids)}
    update ticket t set excluded = 'deleted' from wanted w
    where ${IS_WANTED} and t.excluded is distinct from 'deleted'
    returning t.ticket_id as "ticketId"`;
  return rows.map((row) => row.ticketId);
}

/** The keys of these tickets, one row each. */
export function selectKeys(
  tx: Db,
  scope: ConnectionScope,
  ids: readonly string[],
): Promise<{ ticketId: string; key: string }[]> {
  return tx.$queryRaw`
    ${wantedTickets(scope, ids)}
    select t.ticket_id as "ticketId", t.key from ${wantedRows("ticket_key")}`;
}

/** Takes these tickets' keys away. */
export async function deleteKeys(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    ${wantedTickets(scope, ids)} delete from ticket_key t using wanted w where ${IS_WANTED}`;
}

/** Gives each ticket, which must have none, its keys. */
export async function insertKeys(tx: Db, scope: ConnectionScope, rows: readonly TicketRow[]): Promise<void> {
  const pairs = rows.flatMap((row) => row.keys.map((key) => ({ ticketId: row.ticketId, key })));
  await tx.$executeRaw`
    insert into ticket_key (shop_id, connection_id, ticket_id, key)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, *
    from unnest(${pairs.map((pair) => pair.ticketId)}::text[], ${pairs.map((pair) => pair.key)}::text[])`;
}

/** Stored timelines, their JSON columns as they stand; `parseTimeline` reads them. */
export function selectTimelines(
  tx: Db,
  scope: ConnectionScope,
  ids: readonly string[],
): Promise<{ ticketId: string; messages: unknown; statusChanges: unknown }[]> {
  return tx.$queryRaw`
    ${wantedTickets(scope, ids)}
    select t.ticket_id as "ticketId", t.messages, t.status_changes as "statusChanges"
    from ${wantedRows("ticket_timeline")}`;
}

/** Writes whole timelines. */
export async function upsertTimelines(
  tx: Db,
  scope: ConnectionScope,
  rows: readonly { ticketId: string; messages: string; statusChanges: string }[],
): Promise<void> {
  await tx.$executeRaw`
    insert into ticket_timeline (shop_id, connection_id, ticket_id, messages, status_changes)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, r.id, r.messages::json, r.changes::json
    from unnest(${rows.map((row) => row.ticketId)}::text[], ${rows.map((row) => row.messages)}::text[],
                ${rows.map((row) => row.statusChanges)}::text[]) as r(id, messages, changes)
    on conflict (shop_id, connection_id, ticket_id)
    do update set messages = excluded.messages, status_changes = excluded.status_changes`;
}

/**
 * Adds versions of ratings; of each ticket's ratings the one given last is the current one.
 * @returns tickets of ratings that were not known like this
 */
export async function saveRatings(tx: Db, scope: ConnectionScope, rows: readonly TicketRating[]): Promise<string[]> {
  const changed = await tx.$queryRaw<{ ticketId: string }[]>`
    insert into rating as r (shop_id, connection_id, ticket_id, rating_id, rated_at, scale, score, positive, agent_id, is_current)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, *, false
    from unnest(${rows.map((row) => row.ticketId)}::text[], ${rows.map((row) => row.ratingId)}::text[],
                ${rows.map((row) => row.ratedAt)}::timestamptz[], ${rows.map((row) => row.scale)}::text[],
                ${rows.map((row) => row.score)}::int[], ${rows.map((row) => row.positive)}::bool[],
                ${rows.map((row) => row.agentId)}::text[])
    on conflict (shop_id, connection_id, ticket_id, rating_id, rated_at)
    do update set scale = excluded.scale, score = excluded.score, positive = excluded.positive, agent_id = excluded.agent_id
    where (r.scale, r.score, r.positive, r.agent_id)
      is distinct from (excluded.scale, excluded.score, excluded.positive, excluded.agent_id)
    returning r.ticket_id as "ticketId"`;
  await tx.$executeRaw`
    ${wantedTickets(
      scope,
      rows.map((row) => row.ticketId),
    )},
    newest as (
      select t.shop_id, t.connection_id, t.ticket_id, t.rating_id, t.rated_at,
             row_number() over (
               partition by t.ticket_id order by t.rated_at desc, length(t.rating_id) desc, t.rating_id desc) = 1 as is_newest
      from ${wantedRows("rating")}
    )
    update rating set is_current = newest.is_newest
    from newest
    where rating.shop_id = newest.shop_id and rating.connection_id = newest.connection_id
      and rating.ticket_id = newest.ticket_id and rating.rating_id = newest.rating_id and rating.rated_at = newest.rated_at
      and rating.is_current <> newest.is_newest`;
  return changed.map((row) => row.ticketId);
}

/** When these tickets were rated, every version of every rating. */
export function selectRatingTimes(
  tx: Db,
  scope: ConnectionScope,
  ids: readonly string[],
): Promise<{ ticketId: string; ratedAt: Date }[]> {
  return tx.$queryRaw`
    ${wantedTickets(scope, ids)}
    select t.ticket_id as "ticketId", t.rated_at as "ratedAt" from ${wantedRows("rating")}`;
}

/** Marks the days that these tickets' present facts are part of, before the facts are written anew. */
export async function touchDaysOfFacts(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    ${wantedTickets(scope, ids)}
    insert into touched_day (shop_id, day)
    select distinct t.shop_id, unnest(t.days) from ${wantedRows("ticket_fact")}
    order by 2
    on conflict do nothing`;
}

/** Marks the days of the surveys about these tickets: they count with their ticket, and where it does. */
export async function touchDaysOfSurveys(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    ${wantedTickets(scope, ids)}
    insert into touched_day (shop_id, day)
    select distinct t.shop_id, (day.at at time zone 'UTC')::date
    from ${wantedRows("survey")}
    left join survey_answer a on a.shop_id = t.shop_id and a.survey_id = t.survey_id and a.is_current
    cross join lateral (values (t.asked_at), (a.answered_at)) as day(at)
    where day.at is not null
    order by 2
    on conflict do nothing`;
}

/** Tags whose tickets the shop does not count. */
export async function selectExcludedTags(tx: Db, shopId: string): Promise<string[]> {
  const [shop] = await tx.$queryRaw<{ tags: string[] }[]>`
    select excluded_tags as tags from shop where shop_id = ${shopId}::uuid`;
  return shop?.tags ?? [];
}
