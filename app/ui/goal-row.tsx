import { BlockStack, Box, Button, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { type GoalStanding, goalState } from "../metrics/goal.ts";
import type { GoalFieldProblem } from "../metrics/goal-form.ts";
import type { GoalText } from "../metrics/goal-text.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import { useFigureFormat } from "./figure-formats.ts";
import { GoalBadge } from "./goal-badge.tsx";
import { GoalField } from "./goal-field.tsx";
import { GoalWeeks } from "./goal-weeks.tsx";
import { useGoalText } from "./goal-words.ts";
import { Term } from "./term.tsx";
import { useText } from "./use-text.ts";

interface GoalRowProps {
  standing: GoalStanding;
  currency: string;
  text: GoalText;
  problem: GoalFieldProblem | null;
  showsBenchmark: boolean;
  onChange(text: GoalText): void;
  /** Fills in the goal that the book suggests. */
  onSuggest(): void;
}

/** One KPI: how it stands, its goal, the last weeks, and what to do when the goal is missed. */
export function GoalRow(props: GoalRowProps) {
  const { standing, currency, text, problem, showsBenchmark, onChange, onSuggest } = props;
  const { id, figure, goal, weeks } = standing;
  const t = useText();
  const goalText = useGoalText();
  const state = goalState(id, figure.value, goal);
  const suggested = kpi(id).goal;
  return (
    <div data-goal-of={id}>
      <Box paddingBlockStart="400" borderBlockStartWidth="025" borderColor="border">
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400" alignItems="start">
          <BlockStack gap="200">
            <Term as="h3" name={t(`kpi.${id}.name`)} definition={t(`kpi.${id}.definition`)} />
            <Standing standing={standing} />
            {goal !== null && (
              <InlineStack gap="200" blockAlign="center">
                <GoalBadge state={state} goalText={goalText.asSet(id, goal)} />
                <Text as="span" variant="bodySm">
                  {goalText.asSet(id, goal)}
                </Text>
              </InlineStack>
            )}
          </BlockStack>
          <BlockStack gap="200">
            <GoalField {...{ id, currency, text, problem, onChange }} />
            {suggested !== null && (
              <InlineStack>
                <Button
                  variant="plain"
                  textAlign="start"
                  accessibilityLabel={t("goals.suggest-for", {
                    kpi: t(`kpi.${id}.name`),
                    goal: goalText.asSet(id, suggested),
                  })}
                  onClick={onSuggest}
                >
                  {t("goals.suggest", { goal: goalText.asSet(id, suggested) })}
                </Button>
              </InlineStack>
            )}
          </BlockStack>
          <BlockStack gap="200">
            <GoalWeeks id={id} weeks={weeks} />
          </BlockStack>
        </InlineGrid>
        <Box paddingBlockStart="200">
          <BlockStack gap="100">
            {/* The book has advice for every KPI that it suggests a goal for. */}
            {state === "missed" && suggested !== null && <Text as="p">{t(`kpi.${id}.advice`)}</Text>}
            {showsBenchmark && <Benchmark id={id} />}
          </BlockStack>
        </Box>
      </Box>
    </div>
  );
}

function Standing({ standing: { id, figure } }: { standing: GoalStanding }) {
  const t = useText();
  const format = useFigureFormat();
  const n = format.n(id, figure);
  return (
    <BlockStack gap="050">
      <Text as="p" variant="headingLg" numeric>
        <span data-value={figure.value ?? ""}>{format.value(id, figure.value)}</span>
      </Text>
      {figure.unknown ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {t(`figure.unknown.${figure.unknown}`)}
        </Text>
      ) : (
        n !== null && (
          <Text as="p" variant="bodySm" tone="subdued">
            {n}
          </Text>
        )
      )}
    </BlockStack>
  );
}

/** What is published of other shops, always as a range with its year and where it comes from. */
function Benchmark({ id }: { id: KpiId }) {
  const t = useText();
  const format = useFigureFormat();
  const { benchmark } = kpi(id);
  if (!benchmark) return null;
  const { low, high, year } = benchmark;
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {t("goals.benchmark", {
        low: format.value(id, low),
        high: format.value(id, high),
        year: String(year),
        source: t(`kpi.${id}.benchmark`),
      })}
    </Text>
  );
}
