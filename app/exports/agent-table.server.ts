import {
  AGENT_KPIS,
  type AgentKpi,
  type AgentPart,
  AUTOMATION_KPIS,
  rankAgents,
  splitTeam,
} from "../metrics/agent-ranking.ts";
import { kpi } from "../metrics/kpi-book.ts";
import { queryParts } from "../metrics/kpi-queries.server.ts";
import type { MetricsShop } from "../metrics/shop-queries.server.ts";
import type { ExportRequest } from "./export-request.ts";
import {
  AGENT_COLUMNS,
  columnsOf,
  type ExportHead,
  type ExportTable,
  type ExportWords,
  type FigurePart,
  type Row,
} from "./export-table.ts";
import { type ExportedFigures, exportFigure } from "./kpi-document.server.ts";
import { onePage, partCell } from "./kpi-table.ts";

/** A line of the leaderboard (METRICS.md 6). */
export interface ExportedAgent {
  /** From 1; null for whom the merchant does not compare, and for nobody. */
  rank: number | null;
  /** "connection/agent", or "automation" and "unassigned". */
  key: string;
  /** Null for nobody. */
  label: string | null;
  helpdesk: string | null;
  /** What nobody did is told only where it is nobody's for that reason. */
  figures: Partial<ExportedFigures<AgentKpi>>;
}

/** The leaderboard by tickets closed; counts and sums of its lines add up to the whole. @throws when the shop is not known */
export async function readAgents({ scope, period }: ExportRequest, shop: MetricsShop): Promise<ExportedAgent[]> {
  const parts = await queryParts(scope, period, { by: "agent", kpis: AGENT_KPIS });
  const { ranked, notCompared, nobody } = splitTeam(parts, new Set(shop.excludedAgents));
  const order = { by: AGENT_KPIS[0], worstFirst: false };
  return [
    ...rankAgents(ranked, order).map((part, index) => agentOf(part, index + 1)),
    ...rankAgents(notCompared, order).map((part) => agentOf(part, null)),
    ...(nobody ? nobodysLines(nobody) : []),
  ];
}

function agentOf({ key, label, helpdesk, figures }: AgentPart, rank: number | null): ExportedAgent {
  return { ...{ rank, key, label, helpdesk }, figures: figuresOf(figures, AGENT_KPIS) };
}

/** Orders that no person's reply preceded are automation's; all else has no owner because nobody was named. */
function nobodysLines({ figures }: AgentPart): ExportedAgent[] {
  const line = (key: string, kpis: readonly AgentKpi[]): ExportedAgent => ({
    ...{ rank: null, key, label: null, helpdesk: null, figures: figuresOf(figures, kpis) },
  });
  return [
    line(
      "unassigned",
      AGENT_KPIS.filter((id) => !AUTOMATION_KPIS.includes(id)),
    ),
    line("automation", AUTOMATION_KPIS),
  ];
}

function figuresOf(figures: AgentPart["figures"], kpis: readonly AgentKpi[]): Partial<ExportedFigures<AgentKpi>> {
  return Object.fromEntries(kpis.map((id) => [id, exportFigure(id, figures[id])]));
}

/** The leaderboard as JSON. */
export function agentsJson(agents: readonly ExportedAgent[], head: ExportHead): string {
  return `${JSON.stringify({ ...head, agents }, null, 2)}\n`;
}

/** Durations have their spread, rates their interval; money and counts are what they are. */
const PARTS: Record<ReturnType<typeof kpi>["unit"], readonly FigurePart[]> = {
  count: ["value"],
  money: ["value"],
  number: ["median", "mean", "p90", "n"],
  seconds: ["median", "mean", "p90", "n"],
  share: ["value", "n", "low", "high"],
  score: ["value", "n"],
};

/** The leaderboard as a table: one line an agent, one column for each part of a KPI. */
export function agentTable(agents: readonly ExportedAgent[], head: ExportHead, words: ExportWords): ExportTable {
  const cells = AGENT_KPIS.flatMap((id) => PARTS[kpi(id).unit].map((part) => ({ id, part })));
  const rows = agents.map((agent): Row => {
    const name = agent.label ?? words.nobody(agent.key === "automation" ? "automation" : "unassigned");
    const own = [agent.rank === null ? null : String(agent.rank), name, agent.helpdesk, agent.key, head.currency];
    return [...own, ...cells.map(({ id, part }) => cellOf(agent.figures[id], part))];
  });
  return {
    columns: [
      ...columnsOf(AGENT_COLUMNS, words, { rank: "number" }),
      ...cells.map(({ id, part }) => ({
        ...{ id: part === "value" ? id : `${id}_${part}`, heading: words.kpiPart(id, part), kind: "number" as const },
      })),
    ],
    pages: onePage(rows),
  };
}

function cellOf(figure: ExportedFigures[AgentKpi] | undefined, part: FigurePart): string | null {
  return figure ? partCell(figure, part) : null;
}
