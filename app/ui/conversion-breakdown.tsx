import { BlockStack, Card, Text } from "@shopify/polaris";
import type { ConversionBreakdownRow } from "../metrics/conversions.ts";
import { formatChannel } from "./channel-name.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { type ShopFormats, useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

export type BreakdownBy = "agent" | "channel" | "helpdesk";

interface ConversionBreakdownProps {
  by: BreakdownBy;
  rows: readonly ConversionBreakdownRow[];
}

/** Credits by agent, channel or helpdesk; the last line is the sum of the lines above, which is the total by definition. */
export function ConversionBreakdown({ by, rows }: ConversionBreakdownProps) {
  const t = useText();
  return (
    <Card>
      <div data-breakdown={by}>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t(`breakdown.by.${by}`)}
          </Text>
          {rows.length === 0 ? <Text as="p">{t("breakdown.empty")}</Text> : <BreakdownTable by={by} rows={rows} />}
        </BlockStack>
      </div>
    </Card>
  );
}

const MEASURES = ["converted", "rate", "orders", "gross", "refunded", "net"] as const;
type Measure = (typeof MEASURES)[number];

function BreakdownTable({ by, rows }: ConversionBreakdownProps) {
  const t = useText();
  const formats = useFormats();
  // Agents have no tickets of their own to divide by, so they have no rate either.
  const measures = MEASURES.filter((measure) => measure !== "rate" || by !== "agent");
  const totals = totalsOf(rows, formats);
  const label = (row: ConversionBreakdownRow) => {
    if (by === "channel") return formatChannel(row.key, t);
    const name = row.label ?? t("breakdown.automation");
    return row.helpdesk === null ? name : t("breakdown.of-helpdesk", { name, helpdesk: row.helpdesk });
  };
  return (
    <ScrollTable
      label={t(`breakdown.by.${by}`)}
      columns={[
        { heading: t(`breakdown.column.${by}`), type: "text" },
        ...measures.map((measure) => ({ heading: t(`breakdown.${measure}`), type: "numeric" as const })),
      ]}
      rows={rows.map((row) => [label(row), ...measures.map((measure) => cellsOf(row, formats)[measure])])}
      totals={{ name: t("breakdown.total"), cells: ["", ...measures.map((measure) => totals[measure])] }}
    />
  );
}

function cellsOf(row: ConversionBreakdownRow, formats: ShopFormats): Record<Measure, string> {
  return {
    converted: formats.count(row.ticketsConverted),
    rate: formats.percent(row.conversionRate?.value ?? null),
    orders: formats.count(row.attributedOrders),
    gross: formats.money(row.grossMinor),
    refunded: formats.money(row.refundedMinor),
    net: formats.money(row.netMinor),
  };
}

/** Counts and money add up; rates do not, theirs is shown among the figures above. */
function totalsOf(rows: readonly ConversionBreakdownRow[], formats: ShopFormats): Record<Measure, string> {
  const sum = (read: (row: ConversionBreakdownRow) => number) => rows.reduce((total, row) => total + read(row), 0);
  return {
    converted: formats.count(sum((row) => row.ticketsConverted)),
    rate: "",
    orders: formats.count(sum((row) => row.attributedOrders)),
    gross: formats.money(sum((row) => row.grossMinor)),
    refunded: formats.money(sum((row) => row.refundedMinor)),
    net: formats.money(sum((row) => row.netMinor)),
  };
}
