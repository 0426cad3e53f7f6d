import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Text } from "@shopify/polaris";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { Figures, KpiPart } from "../metrics/kpi-report.ts";
import { channelRow } from "./channel-row.ts";
import { KpiTable } from "./kpi-table.tsx";
import type { Average } from "./report-view.ts";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

interface ChannelSectionProps {
  section: string;
  kpis: readonly KpiId[];
  parts: readonly KpiPart[];
  total: Figures;
  average: Average;
  benchmarks: boolean;
}

/** One section's KPIs by channel, with all channels together below and, where wanted, what other shops have. */
export function ChannelSection({ section, kpis, parts, total, average, benchmarks }: ChannelSectionProps) {
  const t = useText();
  const [search] = useSearchParams();
  const title = t(`section.${section}`);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        <KpiTable
          label={t("channels.table", { section: title })}
          partHeading={t("breakdown.column.channel")}
          kpis={kpis}
          rows={parts.map((part) => channelRow(part, { t, search }))}
          total={{
            key: "total",
            name: t("breakdown.total"),
            spoken: t("breakdown.total"),
            figures: total,
            href: (id) => ticketsAddress(id, search),
          }}
          average={average}
          benchmarks={benchmarks}
        />
      </BlockStack>
    </Card>
  );
}
