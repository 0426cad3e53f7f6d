import { useSearchParams } from "@remix-run/react";
import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import {
  AGENT_KPIS,
  type AgentKpi,
  type AgentPart,
  AUTOMATION_KPIS,
  parseAgentOrder,
  type Team,
  ticketsPerAgent,
  writeAgentOrder,
} from "../metrics/agent-ranking.ts";
import type { AgentRef } from "../metrics/figure-filter.ts";
import type { Figures } from "../metrics/kpi-report.ts";
import { agentAddress } from "./agent-address.ts";
import { KpiTable, type KpiTableRow } from "./kpi-table.tsx";
import { useReportChange } from "./report-navigation.ts";
import type { Average } from "./report-view.ts";
import { useFormats } from "./shop-formats.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

export interface AgentBoardProps {
  /** Those who are ranked come in their order. */
  team: Team;
  /** Of all agents who are not compared, as one; null where there are none. */
  notCompared: Figures<AgentKpi> | null;
  total: Figures<AgentKpi>;
  /** Keys of agents who work no more. */
  inactive: readonly string[];
  average: Average;
}

/** The leaderboard of the team (METRICS.md 6). Its last line is the whole, and its counts add up to it. */
export function AgentBoard({ team, notCompared, total, inactive, average }: AgentBoardProps) {
  const t = useText();
  const [search] = useSearchParams();
  const change = useReportChange();
  const order = parseAgentOrder(search.get("sort"));
  const sortBy = (by: AgentKpi) =>
    change((changed) => changed.set("sort", writeAgentOrder({ by, worstFirst: by === order.by && !order.worstFirst })));
  const others = useOtherRows(team, notCompared);
  const isEmpty = team.ranked.length + others.length === 0;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("agents.board")}
          </Text>
          <Text as="p" tone="subdued">
            {t("agents.ranking")}
          </Text>
          <PerAgent team={team} />
        </BlockStack>
        {isEmpty ? (
          <Text as="p">{t("agents.empty")}</Text>
        ) : (
          <KpiTable
            label={t("agents.board")}
            partHeading={t("breakdown.column.agent")}
            kpis={AGENT_KPIS}
            rows={[...team.ranked.map((part) => agentRow(part, inactive.includes(part.key), search)), ...others]}
            total={{
              key: "total",
              name: t("breakdown.total"),
              spoken: t("breakdown.total"),
              figures: total,
              href: (id) => ticketsAddress(id, search),
            }}
            average={average}
            order={{ ...order, onSort: sortBy }}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function PerAgent({ team }: { team: Team }) {
  const t = useText();
  const formats = useFormats();
  const spread = ticketsPerAgent(team.ranked);
  if (!spread) return null;
  const { agents, mean, median } = spread;
  return (
    <Text as="p">
      {t("agents.per-agent", {
        count: agents,
        n: formats.count(agents),
        mean: formats.decimal(mean),
        median: formats.decimal(median),
      })}
    </Text>
  );
}

function agentRow(part: AgentPart, inactive: boolean, search: URLSearchParams): KpiTableRow<AgentKpi> {
  return {
    key: part.key,
    name: <AgentName part={part} inactive={inactive} search={search} />,
    spoken: part.label ?? part.key,
    figures: part.figures,
    href: part.agent && linkOf([part.agent], search),
  };
}

function linkOf(agents: readonly AgentRef[], search: URLSearchParams): (id: AgentKpi) => string {
  return (id) => ticketsAddress(id, search, { filter: { agents } });
}

function AgentName({ part, inactive, search }: { part: AgentPart; inactive: boolean; search: URLSearchParams }) {
  const t = useText();
  const { agent, label, key, helpdesk } = part;
  return (
    <BlockStack>
      <InlineStack gap="100" blockAlign="center">
        {agent ? <Link url={agentAddress(agent, search)}>{label ?? key}</Link> : (label ?? key)}
        {inactive && <Badge>{t("agents.inactive")}</Badge>}
      </InlineStack>
      {helpdesk !== null && (
        <Text as="span" variant="bodySm" tone="subdued">
          {helpdesk}
        </Text>
      )}
    </BlockStack>
  );
}

/**
 * Whom nobody is ranked against: agents the merchant does not compare, as one line, and what belongs to nobody. What no
 * agent closed or was rated for is unassigned; orders that no person's reply preceded are automation's.
 */
function useOtherRows(team: Team, notCompared: Figures<AgentKpi> | null): KpiTableRow<AgentKpi>[] {
  const t = useText();
  const formats = useFormats();
  const [search] = useSearchParams();
  const rows: KpiTableRow<AgentKpi>[] = [];
  if (notCompared) {
    const count = team.notCompared.length;
    const name = t("agents.not-compared", { count, n: formats.count(count) });
    const agents = team.notCompared.flatMap(({ agent }) => agent ?? []);
    rows.push({ key: "not-compared", name, spoken: name, figures: notCompared, href: linkOf(agents, search) });
  }
  if (!team.nobody) return rows;
  const { figures } = team.nobody;
  const part = (key: string, name: string, kpis: readonly AgentKpi[]): KpiTableRow<AgentKpi> => ({
    ...{ key, name, spoken: name, href: null },
    figures: Object.fromEntries(kpis.map((id) => [id, figures[id]])),
  });
  const unassigned = AGENT_KPIS.filter((id) => !AUTOMATION_KPIS.includes(id));
  rows.push(part("unassigned", t("agents.unassigned"), unassigned));
  rows.push(part("automation", t("breakdown.automation"), AUTOMATION_KPIS));
  return rows;
}
