import { type AlertState, progressOf } from "../../app/alerts/alert-progress.ts";
import { judgeWeek, type Side, type Standing, type Week } from "../../app/alerts/shift.ts";
import { type Chart, chartOf } from "../../app/alerts/shift-chart.ts";
import { randomOf, STABLE_KPIS, type StableKpi, weekOf } from "./alerts-series.ts";

/** `ALERTS_WEEKS=80000` for a finer result. */
const WEEKS = Number(process.env.ALERTS_WEEKS ?? 8_000);
const SHIFTED = 1_000;
const WEEKS_A_SHOP = 66;
const BASELINE = 12;
/** Weeks before a week that can have a say in how it stands. */
const LOOK_BACK = 16;
const DAYS = 7;

type Judge = (chart: Chart, week: Week, before: readonly Week[]) => Standing;

/**
 * How often alerts are raised where nothing has changed, with the nightly looks at the unfinished week: by the textbook's
 * limits taken literally, and by those that are used. Then, in how many of the shops a change is noticed in the week in
 * which it begins (the second week in brackets counts that week too).
 */
export async function bench(): Promise<object> {
  const rows = STABLE_KPIS.map((kpi) => {
    const literal = falseAlarms(kpi, judgeLiterally);
    const used = falseAlarms(kpi, judgeWeek);
    const [first, second] = power(kpi, judgeWeek);
    const [literalFirst] = power(kpi, judgeLiterally);
    const row = { kpi: kpi.name, literal, used, foundInFirstWeek: first, foundBySecondWeek: second, literalFirst };
    console.log(
      `${row.kpi.padEnd(48)} alarms in 100 weeks: literal ${percent(literal)}, used ${percent(used)}; ` +
        `a change is found in its week: ${percent(first)} (${percent(second)} by the second; literal ${percent(literalFirst)})`,
    );
    return row;
  });
  const worst = Math.max(...rows.map(({ used }) => used));
  console.log(`most false alarms in 100 weeks: ${percent(worst)} (at most 2 allowed)`);
  return { worst, rows };
}

/** Alerts raised for each week of stable data. */
function falseAlarms(kpi: StableKpi, judge: Judge): number {
  let [weeks, raised] = [0, 0];
  for (let shop = 0; weeks < WEEKS; shop += 1) {
    const days = kpi.days(randomOf(1 + shop));
    const watch = watchOf(chartOf(kpi.kpi), judge);
    for (let index = 0; index < WEEKS_A_SHOP; index += 1) {
      const count = lookEveryNight(watch, kpi, index, (weekday) => days(weekday, false));
      if (index < BASELINE) continue;
      weeks += 1;
      raised += count;
    }
  }
  return raised / weeks;
}

/** Share of changes of which an alert is raised in their first week, and by the end of the second. */
function power(kpi: StableKpi, judge: Judge): [number, number] {
  const found = [0, 0];
  for (let shop = 0; shop < SHIFTED; shop += 1) {
    const days = kpi.days(randomOf(1_000_000 + shop));
    const watch = watchOf(chartOf(kpi.kpi), judge);
    for (let index = 0; index < BASELINE; index += 1) lookEveryNight(watch, kpi, index, (day) => days(day, false));
    const counts = [0, 1].map((week) => lookEveryNight(watch, kpi, BASELINE + week, (day) => days(day, true)));
    if (counts[0]) found[0] = (found[0] ?? 0) + 1;
    if (counts[0] || counts[1]) found[1] = (found[1] ?? 0) + 1;
  }
  return [(found[0] ?? 0) / SHIFTED, (found[1] ?? 0) / SHIFTED];
}

/** Everything that is remembered of a shop from night to night. */
interface Watch {
  chart: Chart;
  judge: Judge;
  weeks: Week[];
  standings: Standing[];
  alerts: AlertState[];
}

function watchOf(chart: Chart, judge: Judge): Watch {
  return { chart, judge, weeks: [], standings: [], alerts: [] };
}

/** Counts and backlogs are looked at when the week is over; rates and mean scores every night. @returns alerts raised */
function lookEveryNight(watch: Watch, kpi: StableKpi, index: number, dayOf: (weekday: number) => readonly number[]) {
  const days: (readonly number[])[] = [];
  let raised = 0;
  for (let weekday = 0; weekday < DAYS; weekday += 1) {
    days.push(dayOf(weekday));
    const isClosed = weekday === DAYS - 1;
    if (!isClosed && watch.chart.kind !== "rate" && kpi.kpi !== "csat_mean" && kpi.kpi !== "nps") continue;
    raised += look(watch, weekOf(kpi, index, days));
  }
  return raised;
}

function look(watch: Watch, week: Week): number {
  const standing = watch.judge(watch.chart, week, watch.weeks.slice(-LOOK_BACK));
  const standings = [...watch.standings.slice(-6), standing];
  const { raised, moved } = progressOf(standings, watch.alerts);
  watch.alerts = watch.alerts.map((alert) => ({ ...alert, ...moved.find(({ alertId }) => alertId === alert.alertId) }));
  for (const { side, lastWeekOn, hasEnded } of raised)
    watch.alerts.push({
      ...{ alertId: `${side} ${week.weekOn}`, side, weekOn: week.weekOn, lastWeekOn, hasEnded },
      wasRunning: !week.isClosed,
    });
  if (week.isClosed) {
    watch.weeks.push(week);
    watch.standings.push(standing);
  }
  return raised.length;
}

/** The rule with the limits of the textbook: p ± 3 √(p(1 − p)/n), and mean ± 3 mean moving ranges / 1.128. */
function judgeLiterally(chart: Chart, week: Week, before: readonly Week[]): Standing {
  const baseline = before.filter(({ value, n }) => value !== null && n !== 0).slice(-BASELINE);
  const none = { week, limits: null, beyondWide: null, beyondNarrow: null };
  if (baseline.length < BASELINE) return { ...none, reason: "not-enough-weeks" };
  if (week.value === null || week.n === 0) return { ...none, reason: "no-value" };
  const values = baseline.map(({ value }) => value ?? 0);
  const sizes = baseline.map(({ n }) => n ?? 1);
  const total = sizes.reduce((sum, n) => sum + n, 0);
  const isRate = chart.kind === "rate";
  const center = isRate
    ? values.reduce((sum, value, index) => sum + value * (sizes[index] ?? 0), 0) / total
    : values.reduce((sum, value) => sum + value, 0) / values.length;
  const ranges = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)));
  const sigma = isRate
    ? Math.sqrt((center * (1 - center)) / (week.n ?? 1))
    : ranges.reduce((sum, range) => sum + range, 0) / ranges.length / 1.128;
  const sideBeyond = (sigmas: number): Side | null => {
    const distance = (week.value ?? 0) - center;
    return Math.abs(distance) <= sigmas * sigma ? null : distance > 0 ? "above" : "below";
  };
  const span = (sigmas: number) => ({ low: center - sigmas * sigma, high: center + sigmas * sigma });
  return {
    ...{ week, reason: null, limits: { center, wide: span(3), narrow: span(2) } },
    ...{ beyondWide: sideBeyond(3), beyondNarrow: sideBeyond(2) },
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}`;
}
