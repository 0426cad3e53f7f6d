import { useSearchParams } from "@remix-run/react";
import { InlineGrid } from "@shopify/polaris";
import type { AgentRef } from "../metrics/figure-filter.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { KpiReport } from "../metrics/kpi-report.ts";
import { KpiTile } from "./kpi-tile.tsx";
import type { Average } from "./report-view.ts";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

interface AgentTilesProps<Id extends KpiId> {
  agent: AgentRef;
  kpis: readonly Id[];
  report: KpiReport<Id>;
  average: Average;
}

/** An agent's figures with their change and trend, each leading to the agent's tickets behind it. */
export function AgentTiles<Id extends KpiId>({ agent, kpis, report, average }: AgentTilesProps<Id>) {
  const t = useText();
  const [search] = useSearchParams();
  const { figures, compared, trends } = report;
  return (
    <section aria-label={t("agents.figures")}>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 3 }} gap="400">
        {kpis.map((id) => (
          <KpiTile
            key={id}
            id={id}
            figure={figures[id]}
            compared={compared[id]}
            trend={trends[id]}
            href={ticketsAddress(id, search, { filter: { agents: [agent] } })}
            average={average}
          />
        ))}
      </InlineGrid>
    </section>
  );
}
