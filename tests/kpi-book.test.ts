import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { UNKNOWN_REASONS } from "../app/metrics/figure.ts";
import { KPI_IDS, type KpiId, kpi, kpiIdOf } from "../app/metrics/kpi-book.ts";
import { AGENT_MEASURES, DISTRIBUTIONS, MEASURES } from "../app/metrics/measures.ts";
import { GLOSSARY_DECISIONS, GLOSSARY_WORDS } from "../app/ui/glossary-words.ts";
import { LOCALES } from "../app/ui/i18n.ts";

/** Of METRICS.md 2 to 6, in its order; without what customers would have bought anyway, which is an estimate. */
const DEFINED = [
  ...["tickets_created", "tickets_outbound", "tickets_open", "tickets_unanswered", "first_response_seconds"],
  ...["first_response_any_seconds", "response_seconds", "resolution_seconds", "tickets_closed", "one_touch_rate"],
  ...["automated_rate", "closed_without_reply", "reopen_rate", "first_contact_resolution_rate", "repeat_contact_rate"],
  ...["handle_seconds", "messages_per_ticket", "channel_share", "contact_rate"],
  ...["tickets_converted", "conversion_rate", "conversion_rate_all", "attributed_revenue_net", "attributed_orders"],
  ...["attributed_share", "attributed_aov", "match_coverage", "cohort_maturity"],
  ...["csat_mean", "csat_positive_rate", "csat_distribution", "csat_response_rate", "nps"],
  ...["support_cost", "cost_per_ticket", "cost_revenue_ratio", "return_on_support", "churn_net", "churn_lost"],
  "replies",
];
/** Parts of a definition above that have a name of their own in the book. */
const PARTS_OF_DEFINED = ["attributed_revenue_gross", "attributed_revenue_refunded", "repeat_topic_rate"];
/** Neither counted over anything nor a count. */
const WITHOUT_N: readonly KpiId[] = ["support_cost", "return_on_support"];
const FIRST_YEAR = 2010;
const THIS_YEAR = 2026;
/** What fits into a tooltip. */
const LONGEST_DEFINITION = 200;
const PLURAL = /_(zero|one|two|few|many|other)$/;
const BOOK_TEXT = /^kpi\.([a-z_]+)\.(name|definition|formula|n|advice|benchmark|peers)$/;

const entries = KPI_IDS.map((id) => ({ id, ...kpi(id) }));

test("every KPI that is defined is in the book, and the book holds nothing else", () => {
  expect(KPI_IDS.toSorted()).toEqual([...DEFINED, ...PARTS_OF_DEFINED].toSorted());
});

test("an id is read back as itself and any other text as none", () => {
  expect(KPI_IDS.map(kpiIdOf)).toEqual(KPI_IDS);
  expect(["", "toString", "Tickets_created", null].map(kpiIdOf)).toEqual([null, null, null, null]);
});

test("every language has all texts that the entries of the book ask for, and none beyond them", () => {
  const demanded = KPI_IDS.flatMap(textsOf).toSorted();
  for (const locale of LOCALES) {
    const written = [...keysOf(locale)].filter((key) => BOOK_TEXT.test(key)).toSorted();
    expect(written, locale).toEqual(demanded);
  }
});

test("every language has words for sections, days, unknown figures, and all of the glossary", () => {
  const demanded = [
    ...new Set(entries.flatMap(({ section, day }) => [`section.${section}`, `kpi.day.${day}`])),
    ...entries.flatMap(({ unit, direction }) => [`glossary.unit.${unit}`, `glossary.direction.${direction}`]),
    ...UNKNOWN_REASONS.map((reason) => `figure.unknown.${reason}`),
    ...GLOSSARY_WORDS.flatMap((word) => [`glossary.word.${word}.name`, `glossary.word.${word}.text`]),
    ...GLOSSARY_DECISIONS.map((decision) => `glossary.decision.${decision}`),
  ];
  for (const locale of LOCALES) {
    const keys = keysOf(locale);
    expect(
      demanded.filter((key) => !keys.has(key)),
      locale,
    ).toEqual([]);
  }
});

test("an English definition fits into a tooltip, and no two KPIs share a name in any language", () => {
  const english = readLocale("en");
  const long = KPI_IDS.filter((id) => (english[`kpi.${id}.definition`]?.length ?? 0) > LONGEST_DEFINITION);
  expect(long).toEqual([]);
  for (const locale of LOCALES) {
    const strings = readLocale(locale);
    const names = KPI_IDS.map((id) => strings[`kpi.${id}.name`]);
    expect(new Set(names).size, locale).toBe(names.length);
  }
});

test("the text that says what a figure was counted over names its number", () => {
  for (const locale of LOCALES) {
    const silent = Object.entries(readLocale(locale)).filter(
      ([key, text]) => BOOK_TEXT.exec(key.replace(PLURAL, ""))?.[2] === "n" && !text.includes("{{n}}"),
    );
    expect(silent, locale).toEqual([]);
  }
});

test("a benchmark is a range with a year in which it may have been published", () => {
  const given = entries.flatMap(({ id, benchmark }) => (benchmark ? [{ id, ...benchmark }] : []));
  expect(given.length).toBeGreaterThan(5);
  expect(given.filter(({ low, high }) => !(low >= 0 && low < high))).toEqual([]);
  expect(given.filter(({ year }) => !Number.isInteger(year) || year < FIRST_YEAR || year > THIS_YEAR)).toEqual([]);
});

test("goals and benchmarks of shares lie between 0 and 1, and durations are whole seconds", () => {
  const values = entries.flatMap(({ id, unit, goal, benchmark }) =>
    [goal, benchmark?.low, benchmark?.high].flatMap((value) =>
      typeof value === "number" ? [{ id, unit, value }] : [],
    ),
  );
  const isSane = { share: (value: number) => value >= 0 && value <= 1, seconds: Number.isInteger };
  expect(values.filter(({ unit, value }) => unit === "share" && !isSane.share(value))).toEqual([]);
  expect(values.filter(({ unit, value }) => unit === "seconds" && !isSane.seconds(value))).toEqual([]);
});

test("a goal is suggested only where one way is better, and never in money, whose currencies differ", () => {
  const suggested = entries.filter(({ goal }) => goal !== null);
  expect(suggested.filter(({ direction, unit }) => direction === "neutral" || unit === "money")).toEqual([]);
});

test("formulas name measures and distributions that are kept", () => {
  const counted = new Set<string>([...MEASURES, ...DISTRIBUTIONS]);
  const named = entries.map(({ id, formula }) => ({ id, formula, names: namesIn(formula) }));
  expect(named.filter(({ names }) => names.some((name) => !counted.has(name)))).toEqual([]);
});

test("a figure is an agent's own only where all that it is made of is counted for agents", () => {
  const ofAgents = new Set<string>([...AGENT_MEASURES, ...DISTRIBUTIONS]);
  const wrong = entries.filter(
    ({ byAgent, formula }) => byAgent && namesIn(formula).some((name) => !ofAgents.has(name)),
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

function textsOf(id: KpiId): string[] {
  const { goal, benchmark, hasPeers } = kpi(id);
  const parts = ["name", "definition", "formula"];
  if (hasN(id)) parts.push("n");
  if (goal !== null) parts.push("advice");
  if (benchmark) parts.push("benchmark");
  if (hasPeers) parts.push("peers");
  return parts.map((part) => `kpi.${id}.${part}`);
}

function hasN(id: KpiId): boolean {
  const { kind } = kpi(id).formula;
  return kind !== "count" && kind !== "balance" && !WITHOUT_N.includes(id);
}

function namesIn(formula: (typeof entries)[number]["formula"]): string[] {
  if (formula.kind === "own") return [];
  if (formula.kind === "rate") return [formula.of, formula.over];
  return formula.kind === "money" ? [formula.of, formula.n] : [formula.of];
}

function readLocale(locale: string): Record<string, string> {
  return JSON.parse(readFileSync(`app/ui/locales/${locale}.json`, "utf8"));
}

function keysOf(locale: string): Set<string> {
  return new Set(Object.keys(readLocale(locale)).map((key) => key.replace(PLURAL, "")));
}
