import { BlockStack, Card, Text } from "@shopify/polaris";
import { COST_KINDS, type CostKind } from "../metrics/support-cost.ts";
import type { PeriodView } from "./period-address.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

type Amounts = Record<CostKind, number | null>;

interface CostKindsProps {
  byKind: { current: Amounts; compared: Amounts };
  period: Pick<PeriodView, "fromOn" | "toOn" | "previous">;
}

/** What support costs by kind, in the period and in what it is compared with; the last line is the sum. */
export function CostKinds({ byKind: { current, compared }, period }: CostKindsProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("costs.by-kind")}
        </Text>
        <ScrollTable
          label={t("costs.by-kind")}
          columns={[
            { heading: t("costs.kind"), type: "text" },
            { heading: formats.days(period), type: "numeric" },
            { heading: formats.days(period.previous), type: "numeric" },
          ]}
          rows={COST_KINDS.map((kind) => [
            t(`costs.kind.${kind}`),
            formats.money(current[kind]),
            formats.money(compared[kind]),
          ])}
          totals={{
            name: t("costs.total"),
            cells: ["", formats.money(sumOf(current)), formats.money(sumOf(compared))],
          }}
        />
      </BlockStack>
    </Card>
  );
}

/** Unknown where no kind is known. */
function sumOf(amounts: Amounts): number | null {
  const known = COST_KINDS.flatMap((kind) => amounts[kind] ?? []);
  return known.length === 0 ? null : known.reduce((total, amount) => total + amount, 0);
}
