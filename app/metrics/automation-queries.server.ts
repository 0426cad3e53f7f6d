import { db, Prisma } from "../platform/database.server.ts";
import { AUTOMATION_GROUPS, type AutomationGroup, type AutomationPart } from "./automation.ts";
import { businessClock, businessSecondsSql, clockTable } from "./business-clock.server.ts";
import type { Figure } from "./figure.ts";
import { filterOfFacts } from "./filter-sql.server.ts";
import type { KpiScope } from "./kpi-report.ts";
import type { Period } from "./period.ts";
import { requireMetricsShop } from "./shop-queries.server.ts";
import { wilsonInterval } from "./statistics.ts";

/**
 * The inbound tickets closed in a period by who answered them before the closing, always all three groups in the order of
 * `AUTOMATION_GROUPS`. Counted from the tickets' facts, so every figure is exact; an agent filter goes by the closer.
 * Rates carry Wilson's interval and are unknown without a denominator. By the business clock of a shop without business
 * hours a resolution is unknown for the reason "no-hours".
 */
export async function queryAutomation(scope: KpiScope, period: Period): Promise<AutomationPart[]> {
  const measured = await resolutionSql(scope, period);
  const rows = await selectGroups(scope, period, measured);
  const all = rows.reduce((sum, row) => sum + row.closed, 0);
  const byGroup = new Map(rows.map((row) => [row.group, row]));
  return AUTOMATION_GROUPS.map((group) => {
    const row = byGroup.get(group) ?? { group, ...NONE };
    return {
      group,
      closed: row.closed,
      share: rateOf(row.closed, all),
      resolution: measured ? durationOf(row) : { value: null, n: null, unknown: "no-hours" },
      csat: rateOf(row.positive, row.ratings),
      reopened: rateOf(row.reopened, row.closed),
      converted: rateOf(row.converted, row.identifiable),
    };
  });
}

interface GroupRow {
  group: AutomationGroup;
  closed: number;
  reopened: number;
  identifiable: number;
  converted: number;
  ratings: number;
  positive: number;
  resolutions: number;
  mean: number | null;
  median: number | null;
  p90: number | null;
}

const NONE = {
  ...{ closed: 0, reopened: 0, identifiable: 0, converted: 0, ratings: 0, positive: 0, resolutions: 0 },
  ...{ mean: null, median: null, p90: null },
};

/** How a resolution is measured: a table that must stand first in the statement's `with`, and the value of a ticket `f`. */
interface Measured {
  clock: Prisma.Sql;
  seconds: Prisma.Sql;
}

/** @returns null where it is to be measured in business hours and the shop has none */
async function resolutionSql({ shopId, clock }: KpiScope, { fromOn, toOn }: Period): Promise<Measured | null> {
  if (clock === "calendar") return { clock: Prisma.empty, seconds: Prisma.raw("f.resolution_seconds") };
  const { businessHours, timeZone } = await requireMetricsShop(shopId);
  const hours = businessClock(businessHours, { timeZone, fromOn, toOn });
  if (!hours) return null;
  // A closing that lies before its question has no length by either clock.
  const worked = `case when f.resolution_seconds is not null then ${businessSecondsSql("f.asked_at", "f.closed_at")} end`;
  return { clock: Prisma.sql`${clockTable(hours)},`, seconds: Prisma.raw(worked) };
}

/** One row a group that has any ticket. */
function selectGroups(scope: KpiScope, period: Period, measured: Measured | null): Promise<GroupRow[]> {
  const shop = Prisma.sql`${scope.shopId}::uuid`;
  return db().$queryRaw<GroupRow[]>`
    with ${measured?.clock ?? Prisma.empty} closed as materialized (
      select f.connection_id, f.ticket_id, f.identifiable, f.reopenings > 0 as reopened,
             ${measured?.seconds ?? Prisma.raw("null::int")} as seconds,
             case when f.human_replies_to_close > 0 then 'human'
                  when f.automated_replies_to_close > 0 then 'automated' else 'no-reply' end as kind
      from ticket_fact f
      where f.shop_id = ${shop} and f.closed_at >= ${period.from} and f.closed_at < ${period.to} and f.inbound
        and ${filterOfFacts(scope.filter, "f.closer_id")}
    )
    select c.kind as "group", count(*)::float8 as closed, count(*) filter (where c.reopened)::float8 as reopened,
           count(*) filter (where c.identifiable)::float8 as identifiable,
           count(*) filter (where c.identifiable and exists (
             select from credit k
             where k.shop_id = ${shop} and k.connection_id = c.connection_id and k.ticket_id = c.ticket_id
           ))::float8 as converted,
           count(g.positive)::float8 as ratings, count(*) filter (where g.positive)::float8 as positive,
           count(c.seconds)::float8 as resolutions, avg(c.seconds)::float8 as mean,
           percentile_cont(0.5) within group (order by c.seconds) as median,
           percentile_cont(0.9) within group (order by c.seconds) as p90
    from closed c
    left join lateral (
      select r.positive from rating r
      where r.shop_id = ${shop} and r.connection_id = c.connection_id and r.ticket_id = c.ticket_id
        and r.is_current and not r.outranked
      union all
      select a.score >= 4 from survey s
      join survey_answer a on a.shop_id = s.shop_id and a.survey_id = s.survey_id and a.is_current
      where s.shop_id = ${shop} and s.connection_id = c.connection_id and s.ticket_id = c.ticket_id and not s.outranked
    ) g on true
    group by c.kind`;
}

function rateOf(hits: number, n: number): Figure {
  return { value: n === 0 ? null : hits / n, n, interval: wilsonInterval(hits, n) };
}

function durationOf({ resolutions, mean, median, p90 }: GroupRow): Figure {
  return { value: median, n: resolutions, mean, median, p90 };
}
