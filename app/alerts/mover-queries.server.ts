import { NO_FILTER } from "../metrics/figure-filter.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import { queryFigures, queryParts } from "../metrics/kpi-queries.server.ts";
import type { Dimension, KpiScope } from "../metrics/kpi-report.ts";
import type { Period } from "../metrics/period.ts";
import type { MetricsShop } from "../metrics/shop-queries.server.ts";
import { db } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import type { Movers } from "./alert.ts";
import { type Compared, type ComparedPart, mostMoving } from "./movers.ts";
import { BASELINE_WEEKS, type Side } from "./shift.ts";
import { daysBetween } from "./week-queries.server.ts";

/** Tags are read from the tickets themselves, one by one: no more of them than this, the most frequent ones. */
const MOST_TAGS = 10;
/** Tickets of the week and the one before tell which tags are frequent. */
const TAGGED_DAYS = 7;
const MOST_TICKETS = 5_000;

const NOTHING = { value: null, n: null };

interface Question {
  scope: KpiScope;
  kpi: KpiId;
  side: Side;
  week: Period;
  before: Period;
}

/**
 * Which channel, agent and tag moved a KPI most towards a side, from the twelve weeks before a week to the week itself.
 * @param untilOn last day of the week that is looked at
 * @throws when the shop is not known
 */
export async function queryMovers(
  shop: MetricsShop,
  { kpi: id, side, weekOn, untilOn, now }: { kpi: KpiId; side: Side; weekOn: string; untilOn: string; now: Date },
): Promise<Movers> {
  const days = shopDaysIn(shop.timeZone);
  const question: Question = {
    scope: { shopId: shop.shopId, filter: NO_FILTER, clock: "calendar", shop, now },
    ...{ kpi: id, side },
    week: daysBetween(days, weekOn, untilOn),
    before: daysBetween(days, days.plusDays(weekOn, -7 * BASELINE_WEEKS), days.plusDays(weekOn, -1)),
  };
  const whole = await compare(question, question.scope);
  const { byAgent, byChannel } = kpi(id);
  const most = (parts: readonly ComparedPart[]) => mostMoving(id, { side, whole, parts });
  return {
    channel: byChannel ? most(await compareParts(question, "channel")) : null,
    agent: byAgent ? most(await compareParts(question, "agent")) : null,
    tag: byChannel ? most(await compareTags(question)) : null,
  };
}

async function compare({ kpi: id, week, before }: Question, scope: KpiScope): Promise<Compared> {
  const [now, then] = await Promise.all([queryFigures(scope, week, [id]), queryFigures(scope, before, [id])]);
  return { week: now[id], before: then[id] };
}

async function compareParts({ scope, kpi: id, week, before }: Question, by: Dimension): Promise<ComparedPart[]> {
  const [now, then] = await Promise.all([
    queryParts(scope, week, { by, kpis: [id] }),
    queryParts(scope, before, { by, kpis: [id] }),
  ]);
  const former = new Map(then.map((part) => [part.key, part]));
  const current = new Map(now.map((part) => [part.key, part]));
  return [...new Set([...current.keys(), ...former.keys()])].map((key) => ({
    key,
    label: (current.get(key) ?? former.get(key))?.label ?? null,
    week: current.get(key)?.figures[id] ?? NOTHING,
    before: former.get(key)?.figures[id] ?? NOTHING,
  }));
}

/** One tag after the other: each is two readings of the tickets' own facts. */
async function compareTags(question: Question): Promise<ComparedPart[]> {
  const parts: ComparedPart[] = [];
  for (const tag of await listFrequentTags(question)) {
    const scope = { ...question.scope, filter: { ...NO_FILTER, tags: [tag] } };
    parts.push({ key: tag, label: null, ...(await compare(question, scope)) });
  }
  return parts;
}

/** The tags that most tickets of the week and the seven days before it carry. */
async function listFrequentTags({ scope, week }: Question): Promise<string[]> {
  const from = new Date(week.from.getTime() - TAGGED_DAYS * 86_400_000);
  const rows = await db().$queryRaw<{ name: string }[]>`
    with recent as materialized (
      select f.connection_id, f.ticket_id from ticket_fact f
      where f.shop_id = ${scope.shopId}::uuid and f.created_at >= ${from} and f.created_at < ${week.to}
      order by f.created_at desc limit ${MOST_TICKETS}
    ), tagged as materialized (
      select t.tags from recent r
      cross join lateral (
        select t.tags from ticket t
        where t.shop_id = ${scope.shopId}::uuid and t.connection_id = r.connection_id and t.ticket_id = r.ticket_id offset 0
      ) t
    )
    select u.name from tagged, unnest(tagged.tags) as u(name) where u.name <> ''
    group by u.name order by count(*) desc, u.name limit ${MOST_TAGS}`;
  return rows.map(({ name }) => name);
}
