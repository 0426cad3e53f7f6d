import { type Db, Prisma } from "../platform/database.server.ts";
import { wantedRows } from "./ticket-queries.server.ts";

/**
 * Decides which answer counts for each of these tickets, where the customer has rated it in the helpdesk and in a survey, or
 * in several surveys: the latest one, or the latest from the source that the shop prefers (METRICS.md 4). A helpdesk's rating
 * of an outbound ticket does not count, and so takes nobody's place. The others are kept and marked as outranked, and the
 * days of whatever changed are marked for computing. Must run in a transaction that holds the shop's lock, shared.
 */
export async function rankRatings(
  tx: Db,
  shopId: string,
  tickets: readonly { connectionId: string; ticketId: string }[],
): Promise<void> {
  if (tickets.length === 0) return;
  await tx.$executeRaw`
    with wanted as materialized (
      select distinct ${shopId}::uuid as shop_id, connection_id, ticket_id
      from unnest(${tickets.map(({ connectionId }) => connectionId)}::uuid[], ${tickets.map(({ ticketId }) => ticketId)}::text[])
        as named(connection_id, ticket_id)),
    preferred as (
      select coalesce((select rating_source from survey_setting where shop_id = ${shopId}::uuid), 'latest') as source),
    given as materialized (
      select 'helpdesk' as source, t.connection_id, t.ticket_id, t.rating_id as id, t.rated_at as at, exists (
        select from ticket_fact f where f.shop_id = t.shop_id and f.connection_id = t.connection_id
          and f.ticket_id = t.ticket_id and not f.inbound) as of_outbound
      from ${wantedRows("rating")} where t.is_current
      union all
      select 'survey', t.connection_id, t.ticket_id, t.survey_id::text, a.answered_at, false
      from ${wantedRows("survey")}
      join survey_answer a on a.shop_id = t.shop_id and a.survey_id = t.survey_id and a.is_current),
    ranked as materialized (
      select given.*, row_number() over (
        partition by connection_id, ticket_id
        order by of_outbound, (given.source = preferred.source) desc, at desc, given.source desc, id desc) > 1 as outranked
      from given cross join preferred),
    ratings as (
      update rating r set outranked = k.outranked from ranked k
      where k.source = 'helpdesk' and ${isRow("r")} and r.rating_id = k.id and r.rated_at = k.at and r.outranked <> k.outranked
      returning k.at),
    surveys as (
      update survey r set outranked = k.outranked from ranked k
      where k.source = 'survey' and ${isRow("r")} and r.survey_id::text = k.id and r.outranked <> k.outranked
      returning k.at)
    insert into touched_day (shop_id, day)
    select distinct ${shopId}::uuid, (changed.at at time zone 'UTC')::date
    from (select at from ratings union all select at from surveys) as changed
    order by 2 on conflict do nothing`;

  function isRow(table: string): Prisma.Sql {
    const row = Prisma.raw(table);
    return Prisma.sql`${row}.shop_id = ${shopId}::uuid and ${row}.connection_id = k.connection_id and ${row}.ticket_id = k.ticket_id`;
  }
}
