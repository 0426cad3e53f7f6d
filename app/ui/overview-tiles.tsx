import { useSearchParams } from "@remix-run/react";
import { BlockStack, Box, InlineGrid, Text } from "@shopify/polaris";
import { type Goals, goalState } from "../metrics/goal.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import { GoalBadge } from "./goal-badge.tsx";
import { useGoalText } from "./goal-words.ts";
import { KpiTile } from "./kpi-tile.tsx";
import { OVERVIEW_SECTIONS } from "./overview-view.ts";
import type { Average } from "./report-view.ts";
import { ticketsAddress } from "./tickets-address.ts";
import { behind } from "./tickets-behind.ts";
import type { TileView } from "./tile-view.ts";
import { useText } from "./use-text.ts";

interface OverviewTilesProps {
  tiles: Record<KpiId, TileView>;
  /** For the period's length. */
  goals: Goals;
  average: Average;
}

/** Tiles of some KPIs, each with its goal's state and a way to what it was counted from. */
export function TileGrid({ ids, tiles, goals, average }: OverviewTilesProps & { ids: readonly KpiId[] }) {
  const [search] = useSearchParams();
  return (
    <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
      {ids.map((id) => (
        <KpiTile
          key={id}
          id={id}
          {...tiles[id]}
          goal={<TileGoal id={id} value={tiles[id].figure.value} goals={goals} />}
          average={average}
          {...(behind(id).rows !== "none" && { href: ticketsAddress(id, search) })}
        />
      ))}
    </InlineGrid>
  );
}

/** All KPIs that are no headline, by section. */
export function SectionTiles(props: OverviewTilesProps) {
  const t = useText();
  return (
    <>
      {OVERVIEW_SECTIONS.map(({ section, ids }) => (
        <BlockStack key={section} gap="300">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Text as="h2" variant="headingMd">
              {t(`section.${section}`)}
            </Text>
          </Box>
          <TileGrid ids={ids} {...props} />
        </BlockStack>
      ))}
    </>
  );
}

function TileGoal({ id, value, goals }: { id: KpiId; value: number | null; goals: Goals }) {
  const words = useGoalText();
  const goal = goals[id];
  if (goal === undefined) return null;
  return <GoalBadge state={goalState(id, value, goal)} goalText={words.inPeriod(id, goal)} />;
}
