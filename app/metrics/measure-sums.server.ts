import { Prisma } from "../platform/database.server.ts";
import { type BusinessClock, businessSecondsSql } from "./business-clock.server.ts";
import {
  aggregateOf,
  FIGURE_SOURCES,
  type FigureSource,
  type MeasureOfRows,
  type SourceName,
} from "./figure-sources.server.ts";
import { type Distribution, MEASURES, type Measure } from "./measures.ts";

/** Values whose distribution is kept: where they come from, in calendar time and in business hours. */
export const DISTRIBUTED: Record<
  Distribution,
  { source: "closed" | "replied"; value: string; business: string | null }
> = {
  first_response: {
    source: "replied",
    value: "f.first_response_seconds",
    business: businessSecondsSql("f.asked_at", "f.replied_at"),
  },
  first_any_response: {
    source: "replied",
    value: "f.first_response_any_seconds",
    business: businessSecondsSql("f.asked_at", "f.replied_at"),
  },
  response: {
    source: "replied",
    value: "f.response_seconds",
    business: businessSecondsSql("f.wait_started_at", "f.replied_at"),
  },
  resolution: {
    source: "closed",
    value: "f.resolution_seconds",
    business: businessSecondsSql("f.asked_at", "f.closed_at"),
  },
  messages: { source: "closed", value: "f.message_count", business: null },
};

const BUSINESS_MEASURES: Partial<Record<SourceName, Partial<Record<Measure, Distribution>>>> = {
  closed: { resolution_business_seconds: "resolution" },
  replied: {
    first_response_business_seconds: "first_response",
    first_any_response_business_seconds: "first_any_response",
    response_business_seconds: "response",
  },
};

/** What a source's rows are summed up to; business seconds only where there is a clock to measure them by. */
function measuresOf(name: SourceName, clock: BusinessClock | null): Partial<Record<Measure, MeasureOfRows>> {
  const { measures }: FigureSource = FIGURE_SOURCES[name];
  if (!clock) return measures;
  const business = Object.entries(BUSINESS_MEASURES[name] ?? {}).map(([measure, distribution]) => {
    const { value, business: sum } = DISTRIBUTED[distribution];
    return [measure, { where: `${value} is not null`, ...(sum && { sum }) }];
  });
  return { ...measures, ...Object.fromEntries(business) };
}

/** How a statement groups and narrows the rows of every source. */
export interface SumShape {
  shopId: string;
  clock: BusinessClock | null;
  within: (column: string) => Prisma.Sql;
  /** SQL of what the rows are grouped by, for each source; named in `columns`. */
  groupBy: (source: FigureSource) => Prisma.Sql[];
  /** Further condition on the rows of a source; sources for which it is null are left out. */
  filter?: (source: FigureSource) => Prisma.Sql | null;
}

/**
 * One `union all` of the sums of every source, each with its groups first and then all measures by name, in the order of
 * `MEASURES`; measures that a source does not know are 0. Whole numbers as floating point: exact up to 2^53, and summed in
 * a fraction of the time that big integers take. A statement with a clock needs `clockTable`.
 */
export function sumsOfSources(
  { shopId, clock, within, groupBy, filter }: SumShape,
  columns: readonly string[],
): Prisma.Sql {
  const names = Object.keys(FIGURE_SOURCES) as SourceName[]; // the record's own keys
  const parts = names.flatMap((name) => {
    const source: FigureSource = FIGURE_SOURCES[name];
    const condition = filter ? filter(source) : Prisma.sql`true`;
    if (condition === null) return [];
    const measures = measuresOf(name, clock);
    const values = MEASURES.map((measure) => {
      const own = measures[measure];
      return `${own ? aggregateOf(own) : "0"}::float8 as ${measure}`;
    }).join(", ");
    const groups = groupBy(source).map((group, index) => Prisma.sql`${group} as ${Prisma.raw(columns[index] ?? "")}`);
    const places = columns.map((_, index) => index + 1).join(", ");
    return Prisma.sql`(select ${Prisma.join([...groups, Prisma.raw(values)])}
      from ${source.from(Prisma.sql`${shopId}::uuid`, within)} and ${condition} ${places ? Prisma.raw(`group by ${places}`) : Prisma.empty})`;
  });
  return Prisma.join(parts, " union all ");
}
