import { type Db, Prisma } from "../platform/database.server.ts";
import { type BusinessClock, clockTable } from "./business-clock.server.ts";
import { FIGURE_SOURCES } from "./figure-sources.server.ts";
import { DISTRIBUTED, sumsOfSources } from "./measure-sums.server.ts";
import { AGENT_MEASURES, DISTRIBUTIONS, MEASURES } from "./measures.ts";
import { CLASS_STARTS } from "./value-classes.ts";

/** Shop days that follow each other without a gap, with the instant each begins. */
export interface DayRun {
  days: string[];
  startsAt: Date[];
  endsAt: Date;
}

/** Where computed days are written to, and by what they are computed. */
export interface FigureSet {
  shopId: string;
  generation: number;
  timeZone: string;
  clock: BusinessClock | null;
}

/** The whole shop's rows stand beside those of its parts, under this helpdesk and no channel: most pages ask for nothing else. */
export const WHOLE_SHOP = "00000000-0000-0000-0000-000000000000";
/** Tickets created by the hour of the clock, 0 to 23; kept beside the distributions. */
export const CREATED_HOUR = "created_hour";
/** The name under which a distribution in business hours is kept. */
export const inBusinessHours = (distribution: string): string => `${distribution}:business`;

/** Everything that is kept under a name of its own in `daily_distribution`. */
export const KINDS: readonly string[] = [...DISTRIBUTIONS, ...DISTRIBUTIONS.map(inBusinessHours), CREATED_HOUR];

/**
 * The shop day of an instant, as SQL. `column` is part of a query's text, never a value from outside. The two lists stand
 * in sub-selects so that they are read once a statement and not once a row.
 */
export function dayOfInstant(column: string, run: DayRun): Prisma.Sql {
  return Prisma.sql`(select ${run.days}::text[]::date[])[width_bucket(${Prisma.raw(column)}, (select ${run.startsAt}::timestamptz[]))]`;
}

/** A condition that an instant lies in the run. */
export function inRun(run: DayRun): (column: string) => Prisma.Sql {
  return (column) => Prisma.sql`${Prisma.raw(column)} >= ${run.startsAt[0]} and ${Prisma.raw(column)} < ${run.endsAt}`;
}

/** Counts the figures of the run's days, which must have none, each measure on its own day and agent. */
export async function insertDailyFigures(tx: Db, set: FigureSet, run: DayRun): Promise<void> {
  const sums = (measures: readonly string[]) => Prisma.raw(measures.map((measure) => `sum(${measure})`).join(", "));
  const columns = (measures: readonly string[]) => Prisma.raw(measures.join(", "));
  const hasAgentFigures = Prisma.raw(AGENT_MEASURES.map((measure) => `${measure} <> 0`).join(" or "));
  const rows = sumsOfSources(
    {
      shopId: set.shopId,
      clock: set.clock,
      within: inRun(run),
      groupBy: ({ at, agent }) => [
        dayOfInstant(at, run),
        Prisma.sql`f.connection_id`,
        Prisma.sql`f.channel`,
        Prisma.raw(agent),
      ],
    },
    ["day", "connection_id", "channel", "agent_id"],
  );
  const clock = set.clock ? Prisma.sql`${clockTable(set.clock)},` : Prisma.empty;
  await tx.$executeRaw`
    with ${clock} part as materialized (${rows}),
    by_agent as (
      insert into daily_agent_figure (shop_id, generation, day, connection_id, channel, agent_id, ${columns(AGENT_MEASURES)})
      select ${set.shopId}::uuid, ${set.generation}::int, day, connection_id, channel, agent_id, ${sums(AGENT_MEASURES)}
      from part where ${hasAgentFigures} group by day, connection_id, channel, agent_id)
    insert into daily_figure (shop_id, generation, day, connection_id, channel, ${columns(MEASURES)})
    select ${set.shopId}::uuid, ${set.generation}::int, day, coalesce(connection_id, ${WHOLE_SHOP}::uuid), coalesce(channel, ''),
           ${sums(MEASURES)}
    from part group by grouping sets ((day, connection_id, channel), (day))`;
}

/** Writes how the run's values are distributed, for each helpdesk and channel and for the whole shop. */
export async function insertDailyDistributions(tx: Db, set: FigureSet, run: DayRun): Promise<void> {
  const clock = set.clock ? Prisma.sql`${clockTable(set.clock)},` : Prisma.empty;
  await tx.$executeRaw`
    with ${clock} value as (${Prisma.join(valuesOf(set, run), " union all ")}),
    counted as materialized (
      select kind, day, connection_id, channel,
             case when kind = ${CREATED_HOUR} then value
                  else width_bucket(value, (select ${[...CLASS_STARTS]}::int[])) - 1 end as class,
             count(*) as n
      from value group by 1, 2, 3, 4, 5)
    insert into daily_distribution (shop_id, generation, kind, day, connection_id, channel, counts)
    select ${set.shopId}::uuid, ${set.generation}::int, kind, day, connection_id, channel,
           string_agg(class || ':' || n, ' ' order by class)
    from counted group by kind, day, connection_id, channel
    union all
    select ${set.shopId}::uuid, ${set.generation}::int, kind, day, ${WHOLE_SHOP}::uuid, '',
           string_agg(class || ':' || n, ' ' order by class)
    from (select kind, day, class, sum(n) as n from counted group by kind, day, class) as whole
    group by kind, day`;
}

/** Each source's values, several of a row where it has several. */
function valuesOf({ shopId, timeZone, clock }: FigureSet, run: DayRun): Prisma.Sql[] {
  const shop = Prisma.sql`${shopId}::uuid`;
  const ofSource = (name: "closed" | "replied") => {
    const source = FIGURE_SOURCES[name];
    const values = DISTRIBUTIONS.filter((distribution) => DISTRIBUTED[distribution].source === name).flatMap(
      (distribution) => {
        const { value, business } = DISTRIBUTED[distribution];
        const calendar = `('${distribution}', ${value})`;
        if (!clock || !business) return [calendar];
        return [calendar, `('${inBusinessHours(distribution)}', case when ${value} is not null then ${business} end)`];
      },
    );
    return Prisma.sql`
      select v.kind, ${dayOfInstant(source.at, run)} as day, f.connection_id, f.channel, v.value
      from (select f.* from ${source.from(shop, inRun(run))}) f
      cross join lateral (values ${Prisma.raw(values.join(", "))}) as v(kind, value)
      where v.value is not null`;
  };
  const created = Prisma.sql`
    select ${CREATED_HOUR}, ${dayOfInstant("f.created_at", run)}, f.connection_id, f.channel,
           date_part('hour', f.created_at at time zone ${timeZone}::text)::int
    from ${FIGURE_SOURCES.created.from(shop, inRun(run))} and f.inbound`;
  return [ofSource("closed"), ofSource("replied"), created];
}
