import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Text } from "@shopify/polaris";
import type { AgentRef } from "../metrics/figure-filter.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { Figures, KpiPart } from "../metrics/kpi-report.ts";
import { channelRow } from "./channel-row.ts";
import { KpiTable } from "./kpi-table.tsx";
import type { Average } from "./report-view.ts";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

interface AgentChannelsProps<Id extends KpiId> {
  agent: AgentRef;
  kpis: readonly Id[];
  parts: readonly KpiPart<Id>[];
  total: Figures<Id>;
  average: Average;
}

/** One agent's figures by channel; every figure leads to the agent's tickets of that channel. */
export function AgentChannels<Id extends KpiId>({ agent, kpis, parts, total, average }: AgentChannelsProps<Id>) {
  const t = useText();
  const [search] = useSearchParams();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("breakdown.by.channel")}
        </Text>
        {parts.length === 0 ? (
          <Text as="p">{t("channels.empty")}</Text>
        ) : (
          <KpiTable
            label={t("breakdown.by.channel")}
            partHeading={t("breakdown.column.channel")}
            kpis={kpis}
            rows={parts.map((part) => channelRow(part, { t, search, filter: { agents: [agent] } }))}
            total={{
              key: "total",
              name: t("breakdown.total"),
              spoken: t("breakdown.total"),
              figures: total,
              href: (id) => ticketsAddress(id, search, { filter: { agents: [agent] } }),
            }}
            average={average}
          />
        )}
      </BlockStack>
    </Card>
  );
}
