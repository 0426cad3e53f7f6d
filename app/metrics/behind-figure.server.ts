import { Prisma } from "../platform/database.server.ts";
import { isOpenAt, isWaitingAt } from "./balance-queries.server.ts";
import { FIGURE_SOURCES, type FigureSource, NOBODY, type SourceName } from "./figure-sources.server.ts";
import { type KpiId, kpi } from "./kpi-book.ts";
import { LAST_ANCHOR } from "./last-anchor.server.ts";
import { DISTRIBUTED } from "./measure-sums.server.ts";
import type { Clock, Measure } from "./measures.ts";
import type { Period } from "./period.ts";
import type { MetricsShop } from "./shop-queries.server.ts";

/** The rows that a figure is made of, as parts of a statement. */
export interface BehindFigure {
  source: FigureSource;
  /** Which of the source's rows. */
  where: Prisma.Sql;
  /** Whether a row is in a rate's numerator; null where the figure is no rate. */
  hit: Prisma.Sql | null;
  /** The row's own value; null where it has none. */
  value: string | null;
  /** SQL text that tells rows of one ticket apart. */
  rowId: string;
  orderName: string;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** What tells the rows of a source apart, and what an order among them is called. */
const ROW_IDS: Partial<Record<SourceName, { rowId: string; orderName?: string }>> = {
  replied: { rowId: "f.ordinal::text" },
  rated: { rowId: "f.row_id" },
  asked: { rowId: "f.row_id" },
  credited: { rowId: "f.order_id::text", orderName: "f.order_name" },
};

const IS_CREDITED = Prisma.sql`exists (
  select from credit c where c.shop_id = f.shop_id and c.connection_id = f.connection_id and c.ticket_id = f.ticket_id)`;

interface Terms {
  shop: MetricsShop;
  period: Period;
  clock: Clock;
  now: Date;
}

/** What is listed behind a KPI's figure; null where no tickets or orders stand behind it. */
export function behindFigure(id: KpiId, terms: Terms): BehindFigure | null {
  const { formula } = kpi(id);
  if (formula.kind === "count") return ofMeasure(formula.of);
  if (formula.kind === "money") return ofMeasure(formula.n, { value: sumOf(formula.of) });
  if (formula.kind === "rate") {
    return ofMeasure(formula.over, { hit: formula.of === "converted" ? IS_CREDITED : conditionOf(formula.of) });
  }
  if (formula.kind === "distribution") {
    const { source, value, business } = DISTRIBUTED[formula.of];
    const where = Prisma.raw(`${value} is not null`);
    return of(source, {
      where,
      value: terms.clock === "business" && terms.shop.businessHours && business ? business : value,
    });
  }
  if (formula.kind === "balance") return ofState(formula.of, terms);
  return OWN[id]?.(terms) ?? null;
}

const OWN: Partial<Record<KpiId, (terms: Terms) => BehindFigure>> = {
  channel_share: () => ofMeasure("created"),
  contact_rate: () => ofMeasure("created"),
  cost_per_ticket: () => ofMeasure("created"),
  first_contact_resolution_rate: ({ now }) =>
    of("closed", {
      where: Prisma.sql`f.identifiable and f.closed_at <= ${new Date(now.getTime() - WEEK_MS)}`,
      hit: Prisma.sql`not f.followed_up`,
    }),
  cohort_maturity: ({ shop: { rule }, now }) =>
    ofMeasure("created", {
      hit: Prisma.sql`(${LAST_ANCHOR[rule.anchor]} <= ${new Date(now.getTime() - rule.windowDays * 24 * HOUR_MS)}) is true`,
    }),
  attributed_share: () => ofMeasure("credited_orders", { value: "f.net_minor" }),
  attributed_aov: () => ofMeasure("credited_orders", { value: "f.net_minor" }),
  return_on_support: () => ofMeasure("credited_orders", { value: "f.net_minor" }),
  csat_mean: () => ofScores(),
  csat_distribution: () => ofScores(),
  nps: () => ofMeasure("nps_answers", { value: "f.nps" }),
};

function ofScores(): BehindFigure {
  return of("rated", { where: Prisma.sql`f.score is not null`, value: "f.score" });
}

/** Open tickets at the period's end, or those of them that wait for a reply; their day is that of their creation. */
function ofState(measure: "open_delta" | "waiting_delta", { period }: Terms): BehindFigure {
  const waiting = measure === "waiting_delta" ? Prisma.sql`and ${isWaitingAt(period.to)}` : Prisma.empty;
  const source: FigureSource = {
    from: (shop) => Prisma.sql`ticket_fact f where f.shop_id = ${shop}`,
    at: "f.created_at",
    agent: NOBODY,
    measures: {},
  };
  return {
    ...{ source, hit: null, value: null, rowId: "''", orderName: "null" },
    where: Prisma.sql`${isOpenAt(period.to)} ${waiting}`,
  };
}

interface Rows {
  where?: Prisma.Sql;
  hit?: Prisma.Sql;
  value?: string;
}

function of(name: SourceName, { where, hit, value }: Rows): BehindFigure {
  const { rowId = "''", orderName = "null" } = ROW_IDS[name] ?? {};
  return {
    ...{ source: FIGURE_SOURCES[name], rowId, orderName },
    where: where ?? Prisma.sql`true`,
    hit: hit ?? null,
    value: value ?? OWN_VALUES[name] ?? null,
  };
}

/** What a row is worth telling, where the figure only counts rows. */
const OWN_VALUES: Partial<Record<SourceName, string>> = { rated: "f.score", credited: "f.net_minor" };

/** The rows that a measure counts. */
function ofMeasure(measure: Measure, rows: Omit<Rows, "where"> = {}): BehindFigure {
  return of(sourceOf(measure), { where: conditionOf(measure), ...rows });
}

function sourceOf(measure: Measure): SourceName {
  const names = Object.keys(FIGURE_SOURCES) as SourceName[]; // the record's own keys
  const name = names.find((each) => {
    const { measures }: FigureSource = FIGURE_SOURCES[each];
    return measure in measures;
  });
  if (!name) throw new RangeError(`No rows are counted as ${measure}`);
  return name;
}

function conditionOf(measure: Measure): Prisma.Sql {
  const { measures }: FigureSource = FIGURE_SOURCES[sourceOf(measure)];
  return Prisma.raw(measures[measure]?.where ?? "true");
}

function sumOf(measure: Measure): string {
  const { measures }: FigureSource = FIGURE_SOURCES[sourceOf(measure)];
  return measures[measure]?.sum ?? "null";
}
