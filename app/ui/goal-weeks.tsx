import { BlockStack, Button, Icon, InlineStack, Text } from "@shopify/polaris";
import { CheckIcon, MinusIcon, XIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import type { GoalStretch } from "../metrics/goal.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import { useFigureFormat } from "./figure-formats.ts";
import { useGoalText } from "./goal-words.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface GoalWeeksProps {
  id: KpiId;
  weeks: readonly GoalStretch[];
}

/** The last weeks as a row of signs, reached or missed, with a sentence that sums them up and a table behind it. */
export function GoalWeeks({ id, weeks }: GoalWeeksProps) {
  const t = useText();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const judged = weeks.filter(({ state }) => state !== "unknown").length;
  const reached = weeks.filter(({ state }) => state === "reached").length;
  const label = t("goals.weeks.of", { kpi: t(`kpi.${id}.name`) });
  return (
    <BlockStack gap="200">
      <Text as="p" variant="bodySm">
        {judged === 0
          ? t("goals.weeks.none")
          : t("goals.weeks.reached", { count: judged, reached: formats.count(reached), n: formats.count(judged) })}
      </Text>
      <div aria-hidden="true">
        <InlineStack gap="050">
          {weeks.map((week) => (
            <Sign key={week.day} state={week.state} />
          ))}
        </InlineStack>
      </div>
      <InlineStack>
        <Button
          variant="plain"
          disclosure={open ? "up" : "down"}
          ariaExpanded={open}
          accessibilityLabel={label}
          onClick={() => setOpen(!open)}
        >
          {t("goals.weeks.table")}
        </Button>
      </InlineStack>
      {open && <WeekTable id={id} weeks={weeks} label={label} />}
    </BlockStack>
  );
}

const SIGNS = {
  reached: { source: CheckIcon, tone: "success", background: "var(--p-color-bg-surface-success)" },
  missed: { source: XIcon, tone: "critical", background: "var(--p-color-bg-surface-critical)" },
  unknown: { source: MinusIcon, tone: "subdued", background: "var(--p-color-bg-surface-secondary)" },
} as const;

/** Decoration: the sentence above and the table below say the same. */
function Sign({ state }: { state: GoalStretch["state"] }) {
  const { source, tone, background } = SIGNS[state];
  return (
    <span style={{ background, borderRadius: "var(--p-border-radius-100)", display: "block" }}>
      <Icon source={source} tone={tone} />
    </span>
  );
}

function WeekTable({ id, weeks, label }: GoalWeeksProps & { label: string }) {
  const t = useText();
  const formats = useFormats();
  const format = useFigureFormat();
  const goalText = useGoalText();
  return (
    <ScrollTable
      label={label}
      columns={[
        { heading: t("goals.weeks.week"), type: "text" },
        { heading: t("goals.weeks.value"), type: "numeric" },
        { heading: t("goals.weeks.goal"), type: "text" },
        { heading: t("goals.weeks.result"), type: "text" },
      ]}
      rows={[...weeks]
        .reverse()
        .map(({ day, untilOn, value, goal, state }) => [
          formats.days({ fromOn: day, toOn: untilOn }),
          format.value(id, value),
          goal === null ? t("goals.weeks.no-goal") : goalText.inPeriod(id, goal),
          goal === null ? "" : t(`goal.state.${state}`),
        ])}
    />
  );
}
