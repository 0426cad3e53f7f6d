import { useSearchParams } from "@remix-run/react";
import { InlineGrid } from "@shopify/polaris";
import { COST_KPIS, type CostKpi } from "../metrics/cost-kpis.ts";
import { type Goals, goalState } from "../metrics/goal.ts";
import type { KpiReport } from "../metrics/kpi-report.ts";
import { GoalBadge } from "./goal-badge.tsx";
import { useGoalText } from "./goal-words.ts";
import { KpiTile } from "./kpi-tile.tsx";
import { ticketsAddress } from "./tickets-address.ts";

interface CostTilesProps {
  report: KpiReport<CostKpi>;
  /** For the period's length. */
  goals: Goals;
}

/** Money and customers of the period. Only credited revenue has tickets behind it. */
export function CostTiles({ report, goals }: CostTilesProps) {
  const [search] = useSearchParams();
  const goalText = useGoalText();
  const badge = (id: CostKpi) => {
    const goal = goals[id];
    if (goal === undefined) return null;
    return <GoalBadge state={goalState(id, report.figures[id].value, goal)} goalText={goalText.inPeriod(id, goal)} />;
  };
  return (
    <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
      {COST_KPIS.map((id) => (
        <KpiTile
          key={id}
          id={id}
          figure={report.figures[id]}
          compared={report.compared[id]}
          trend={report.trends[id]}
          goal={badge(id)}
          {...(id === "attributed_revenue_net" && { href: ticketsAddress(id, search) })}
        />
      ))}
    </InlineGrid>
  );
}
