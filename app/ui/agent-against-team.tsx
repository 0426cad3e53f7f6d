import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { Figure } from "../metrics/figure.ts";
import type { AgentRef } from "../metrics/figure-filter.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { Figures } from "../metrics/kpi-report.ts";
import { shownValue, useFigureFormat } from "./figure-formats.ts";
import type { Average } from "./report-view.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

interface AgentAgainstTeamProps<Id extends KpiId> {
  agent: AgentRef;
  name: string;
  kpis: readonly Id[];
  figures: Figures<Id>;
  /** The agent's own figures of the period that the report compares with. */
  compared: Figures<Id>;
  /** The middle of the agents who are compared. */
  team: Record<Id, number | null>;
  average: Average;
}

/** An agent beside the middle of the team and beside the agent's own past. */
export function AgentAgainstTeam<Id extends KpiId>(props: AgentAgainstTeamProps<Id>) {
  const { agent, name, kpis, figures, compared, team, average } = props;
  const t = useText();
  const { value } = useFigureFormat();
  const [search] = useSearchParams();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("agents.against-team")}
          </Text>
          <Text as="p" tone="subdued">
            {t("agents.against-team.meaning")}
          </Text>
        </BlockStack>
        <ScrollTable
          label={t("agents.against-team")}
          columns={[
            { heading: t("agents.column.kpi"), type: "text" },
            { heading: name, type: "numeric" },
            { heading: t("agents.column.team"), type: "numeric" },
            { heading: t("agents.column.compared"), type: "numeric" },
          ]}
          rows={kpis.map((id) => [
            t(`kpi.${id}.name`),
            <OwnValue
              key="own"
              {...{ id, name, figure: figures[id], average }}
              href={hasTickets(figures[id]) ? ticketsAddress(id, search, { filter: { agents: [agent] } }) : null}
            />,
            value(id, team[id]),
            value(id, shownValue(compared[id], average)),
          ])}
        />
      </BlockStack>
    </Card>
  );
}

/** Where nothing was counted there is no list to show. */
function hasTickets({ value, n }: Figure): boolean {
  return value !== null && (n ?? value) !== 0;
}

interface OwnValueProps {
  id: KpiId;
  name: string;
  figure: Figure;
  average: Average;
  href: string | null;
}

function OwnValue({ id, name, figure, average, href }: OwnValueProps) {
  const t = useText();
  const { value } = useFigureFormat();
  const shown = shownValue(figure, average);
  const text = value(id, shown);
  return (
    <span data-kpi={id} data-value={shown ?? ""} data-n={figure.n ?? ""}>
      {href === null ? (
        text
      ) : (
        <Link url={href} accessibilityLabel={t("parts.open", { value: text, kpi: t(`kpi.${id}.name`), part: name })}>
          {text}
        </Link>
      )}
    </span>
  );
}
