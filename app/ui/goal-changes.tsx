import { BlockStack, Card, Text } from "@shopify/polaris";
import type { GoalChange } from "../metrics/goal.ts";
import { useGoalText } from "./goal-words.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** Which goals were set, changed and ended, the latest first. */
export function GoalChanges({ changes }: { changes: readonly GoalChange[] }) {
  const t = useText();
  const formats = useFormats();
  const goalText = useGoalText();
  if (changes.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("goals.changes")}
        </Text>
        <ScrollTable
          label={t("goals.changes")}
          columns={[
            { heading: t("goals.changes.since"), type: "text" },
            { heading: t("goals.changes.kpi"), type: "text" },
            { heading: t("goals.changes.goal"), type: "text" },
          ]}
          rows={changes.map(({ kpi, sinceOn, value }) => [
            formats.day(sinceOn),
            t(`kpi.${kpi}.name`),
            value === null ? t("goals.changes.ended") : goalText.asSet(kpi, value),
          ])}
        />
      </BlockStack>
    </Card>
  );
}
