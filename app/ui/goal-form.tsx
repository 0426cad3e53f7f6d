import { useSearchParams } from "@remix-run/react";
import { BlockStack, Button, Card, InlineGrid, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { GOAL_SECTIONS, type GoalStanding, goalState } from "../metrics/goal.ts";
import type { GoalProblems, GoalTexts } from "../metrics/goal-form.ts";
import { type GoalText, writeGoal } from "../metrics/goal-text.ts";
import { kpi } from "../metrics/kpi-book.ts";
import { GoalRow } from "./goal-row.tsx";
import { GoalSaveBar } from "./goal-save-bar.tsx";
import { setOrRemove } from "./report-address.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface GoalFormProps {
  standings: readonly GoalStanding[];
  currency: string;
  todayOn: string;
  /** The days that figures are of. */
  period: { fromOn: string; toOn: string };
  /** Of the goals that were sent last; null where there are none. */
  problems: GoalProblems | null;
}

/** Every KPI that can have a goal, by section, with its field; changed goals are saved together. */
export function GoalForm({ standings, currency, todayOn, period, problems }: GoalFormProps) {
  const t = useText();
  const [search] = useSearchParams();
  const [edited, setEdited] = useState<GoalTexts>({});
  const [since, setSince] = useState(todayOn);
  const changed = changedOf(edited, standings, currency);
  const suggest = (chosen: readonly GoalStanding[]) => {
    const texts = chosen.map(({ id }) => [id, writeGoal(id, kpi(id).goal, currency)] as const);
    setEdited({ ...edited, ...Object.fromEntries(texts) });
  };
  const fillable = standings.filter(({ id, goal }) => goal === null && kpi(id).goal !== null && !edited[id]);
  return (
    <BlockStack gap="400">
      <GoalIntroduction
        {...{ period, since, todayOn, standings }}
        problem={problems?.since ?? null}
        onSince={setSince}
        {...(fillable.length > 0 && { onSuggestAll: () => suggest(fillable) })}
      />
      {GOAL_SECTIONS.map((section) => {
        const rows = standings.filter(({ id }) => kpi(id).section === section);
        if (rows.length === 0) return null;
        return (
          <Card key={section}>
            <BlockStack gap="500">
              <Text as="h2" variant="headingMd">
                {t(`section.${section}`)}
              </Text>
              {rows.map((standing) => (
                <GoalRow
                  key={standing.id}
                  standing={standing}
                  currency={currency}
                  text={edited[standing.id] ?? writeGoal(standing.id, standing.goal, currency)}
                  problem={problems?.goals[standing.id] ?? null}
                  showsBenchmark={search.get("benchmarks") !== "hidden"}
                  onChange={(text) => setEdited({ ...edited, [standing.id]: text })}
                  onSuggest={() => suggest([standing])}
                />
              ))}
            </BlockStack>
          </Card>
        );
      })}
      <GoalSaveBar
        goals={changed}
        since={since}
        onDiscard={() => {
          setEdited({});
          setSince(todayOn);
        }}
      />
    </BlockStack>
  );
}

interface GoalIntroductionProps extends Pick<GoalFormProps, "standings" | "period" | "todayOn"> {
  since: string;
  problem: GoalProblems["since"];
  onSince(day: string): void;
  /** Left out where every figure that has a suggestion has a goal. */
  onSuggestAll?: () => void;
}

/** What goals are, how many are reached, from when on new ones hold, and whether other shops' figures are shown. */
function GoalIntroduction(props: GoalIntroductionProps) {
  const { standings, period, since, todayOn, problem, onSince, onSuggestAll } = props;
  const t = useText();
  const formats = useFormats();
  const states = standings.map(({ id, figure, goal }) => goalState(id, figure.value, goal));
  const set = standings.filter(({ goal }) => goal !== null).length;
  const reached = states.filter((state) => state === "reached").length;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {set === 0
              ? t("goals.none")
              : t("goals.reached", { count: set, reached: formats.count(reached), n: formats.count(set) })}
          </Text>
          <Text as="p">{t("goals.body", { days: formats.days(period) })}</Text>
          <Text as="p" tone="subdued">
            {t("goals.body.growing")}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400" alignItems="start">
          <TextField
            label={t("goals.since")}
            type="date"
            max={todayOn}
            value={since}
            onChange={onSince}
            helpText={t("goals.since.help")}
            autoComplete="off"
            {...(problem && { error: t(`goals.since.${problem}`) })}
          />
        </InlineGrid>
        <InlineStack gap="200">
          {onSuggestAll && <Button onClick={onSuggestAll}>{t("goals.suggest-all")}</Button>}
          <BenchmarkSwitch />
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function BenchmarkSwitch() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const isHidden = search.get("benchmarks") === "hidden";
  const toggle = () =>
    setSearch(
      (current) => {
        setOrRemove(current, "benchmarks", isHidden ? null : "hidden");
        return current;
      },
      { preventScrollReset: true, replace: true },
    );
  return <Button onClick={toggle}>{t(isHidden ? "goals.benchmarks.show" : "goals.benchmarks.hide")}</Button>;
}

/** Only what differs from the goals that hold: a text that says the same goal is no change. */
function changedOf(edited: GoalTexts, standings: readonly GoalStanding[], currency: string): GoalTexts {
  return Object.fromEntries(
    standings.flatMap(({ id, goal }) => {
      const text = edited[id];
      return text && !isSame(text, writeGoal(id, goal, currency)) ? [[id, text]] : [];
    }),
  );
}

function isSame(one: GoalText, other: GoalText): boolean {
  return FIELDS.every((field) => one[field].trim() === other[field].trim());
}

const FIELDS = ["amount", "hours", "minutes"] as const satisfies readonly (keyof GoalText)[];
