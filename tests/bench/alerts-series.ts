import type { Week } from "../../app/alerts/shift.ts";
import type { KpiId } from "../../app/metrics/kpi-book.ts";

/** A source of random numbers that gives the same ones again (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What happened on one day; all days of a week together make its value. */
type Day = readonly number[];

/** A KPI of a shop in which nothing ever changes but by chance. */
export interface StableKpi {
  name: string;
  kpi: KpiId;
  /** The shop's days, one after the other. `shifted` is a week in which something has changed. */
  days(random: Random): (weekday: number, shifted: boolean) => Day;
  figure(values: Day): { value: number | null; n: number | null };
}

/** Share of a week's events that fall on each weekday. */
const WEEKDAYS = [0.18, 0.17, 0.16, 0.15, 0.15, 0.1, 0.09];
/** Of means of 4.29 and 3.79. */
const SCORES = [0.05, 0.04, 0.08, 0.23, 0.6];
const LOW_SCORES = [0.11, 0.09, 0.135, 0.23, 0.435];

/** Rates, means, medians, counts, money and backlogs, from shops of every size. */
export const STABLE_KPIS: readonly StableKpi[] = [
  ...[20, 50, 200, 500].map((n) => rateOf(n, 0.85, 0.65)),
  ...[20, 200].map((n) => rateOf(n, 0.97, 0.85)),
  rateOf(500, 0.08, 0.16),
  { ...rateOf(2000, 0.4, 0.5, 0.04), name: "rate 0.4 of 2000, varying by more than chance" },
  ...[20, 50, 200, 500].map(scoreOf),
  ...[50, 500].map(npsOf),
  ...[30, 300].map(medianOf),
  ...[1.5, 5, 50, 1000].map((n) => countOf(n, 0)),
  { ...countOf(300, 0.15), name: "count of 300, varying by 15 % more" },
  moneyOf(30),
  backlogOf(100, 0.5),
];

function rateOf(n: number, share: number, shiftedTo: number, drift = 0): StableKpi {
  return {
    name: `rate ${share} of ${n}`,
    kpi: "csat_positive_rate",
    days: (random) => {
      let own = share;
      return (weekday, shifted) => {
        if (weekday === 0) own = share + drift * normal(random);
        const hits = shifted ? shiftedTo : own;
        return Array.from({ length: poisson(random, n * weekdayShare(weekday)) }, () => (random() < hits ? 1 : 0));
      };
    },
    figure: meanFigure,
  };
}

function scoreOf(n: number): StableKpi {
  return {
    name: `mean score of ${n}`,
    kpi: "csat_mean",
    days: (random) => (weekday, shifted) =>
      Array.from({ length: poisson(random, n * weekdayShare(weekday)) }, () =>
        scoreFrom(shifted ? LOW_SCORES : SCORES, random()),
      ),
    figure: meanFigure,
  };
}

function npsOf(n: number): StableKpi {
  return {
    name: `NPS of ${n}`,
    kpi: "nps",
    days: (random) => (weekday, shifted) =>
      Array.from({ length: poisson(random, n * weekdayShare(weekday)) }, () => {
        const place = random() - (shifted ? 0.2 : 0);
        return place > 0.5 ? 100 : place > 0.2 ? 0 : -100;
      }),
    figure: meanFigure,
  };
}

function medianOf(n: number): StableKpi {
  return {
    name: `median duration of ${n}`,
    kpi: "first_response_seconds",
    days: (random) => (weekday, shifted) =>
      Array.from(
        { length: poisson(random, n * weekdayShare(weekday)) },
        () => 3600 * Math.exp(1.5 * normal(random)) * (shifted ? 2 : 1),
      ),
    figure: (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const middle = (sorted.length - 1) / 2;
      const ends = [sorted[Math.floor(middle)] ?? 0, sorted[Math.ceil(middle)] ?? 0];
      return { value: sorted.length === 0 ? null : mean(ends), n: sorted.length };
    },
  };
}

function countOf(n: number, drift: number): StableKpi {
  return {
    name: `count of ${n}`,
    kpi: "tickets_closed",
    days: (random) => {
      let level = n;
      return (weekday, shifted) => {
        if (weekday === 0) level = n * Math.exp(drift * normal(random));
        return [poisson(random, level * weekdayShare(weekday) * (shifted ? 1.5 : 1))];
      };
    },
    figure: (values) => ({ value: values.reduce((sum, value) => sum + value, 0), n: null }),
  };
}

function moneyOf(orders: number): StableKpi {
  return {
    name: `revenue of ${orders} orders`,
    kpi: "attributed_revenue_net",
    days: (random) => (weekday, shifted) =>
      Array.from({ length: poisson(random, orders * weekdayShare(weekday) * (shifted ? 0.5 : 1)) }, () =>
        Math.round(5000 * Math.exp(0.7 * normal(random))),
      ),
    figure: (values) => ({ value: values.reduce((sum, value) => sum + value, 0), n: values.length }),
  };
}

/** What is left over is there the week after too. */
function backlogOf(level: number, carriedOver: number): StableKpi {
  return {
    name: `backlog of ${level}`,
    kpi: "tickets_open",
    days: (random) => {
      let excess = 0;
      return (weekday, shifted) => {
        if (weekday === 0) excess = carriedOver * excess + 12 * normal(random);
        return [Math.max(0, Math.round((shifted ? 1.5 : 1) * level + excess))];
      };
    },
    figure: (values) => ({ value: values.at(-1) ?? null, n: null }),
  };
}

/** A week of so many of its days. */
export function weekOf(kpi: StableKpi, index: number, days: readonly Day[]): Week {
  const { value, n } = kpi.figure(days.flat());
  const weekOn = new Date(Date.UTC(2000, 0, 3 + 7 * index)).toISOString().slice(0, 10);
  return { weekOn, untilOn: weekOn, value, n, isClosed: days.length === WEEKDAYS.length };
}

function weekdayShare(weekday: number): number {
  return WEEKDAYS[weekday] ?? 0;
}

function meanFigure(values: Day): { value: number | null; n: number } {
  return { value: values.length === 0 ? null : mean(values), n: values.length };
}

function mean(values: Day): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function scoreFrom(shares: readonly number[], place: number): number {
  let passed = 0;
  for (const [index, share] of shares.entries()) {
    passed += share;
    if (place < passed) return index + 1;
  }
  return 5;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Exact for small means; for large ones the rounded normal is as good. */
function poisson(random: Random, mean: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}
