import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import type { SurveyCounts } from "../metrics/answer-part-queries.server.ts";
import { SATISFACTION_KPIS, type SatisfactionKpi } from "../metrics/answer-parts.ts";
import { answersAddress } from "./answer-address.ts";
import { KpiTile } from "./kpi-tile.tsx";
import { useFormats } from "./shop-formats.tsx";
import { Term } from "./term.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import type { TileView } from "./tile-view.ts";
import { useText } from "./use-text.ts";

interface SatisfactionTilesProps {
  tiles: Record<SatisfactionKpi, TileView>;
  counts: SurveyCounts;
}

/** The figures of METRICS.md 4, each leading to what it was counted from, and the numbers behind the response rate. */
export function SatisfactionTiles({ tiles, counts }: SatisfactionTilesProps) {
  const [search] = useSearchParams();
  return (
    <>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
        {SATISFACTION_KPIS.map((id) => (
          <KpiTile key={id} id={id} {...tiles[id]} href={listOf(id, search)} />
        ))}
      </InlineGrid>
      <SurveyCountsCard counts={counts} />
    </>
  );
}

/** Surveys that were shown are no answers: their list is with the tickets. */
export function listOf(id: SatisfactionKpi, search: URLSearchParams): string {
  return id === "csat_response_rate" ? ticketsAddress(id, search) : answersAddress(search);
}

function SurveyCountsCard({ counts }: { counts: SurveyCounts }) {
  const t = useText();
  const formats = useFormats();
  const { shown, answered, dismissed } = counts;
  const numbers = { shown, answered, dismissed, ignored: shown - answered - dismissed };
  return (
    <Card>
      <BlockStack gap="300">
        <Term name={t("satisfaction.surveys")} definition={t("satisfaction.surveys.definition")} />
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          {Object.entries(numbers).map(([name, count]) => (
            <div key={name} data-surveys={name} data-value={count}>
              <BlockStack gap="050">
                <Text as="p" variant="headingLg" numeric>
                  {formats.count(count)}
                </Text>
                <Text as="p" variant="bodySm" tone="subdued">
                  {t(`satisfaction.surveys.${name}`)}
                </Text>
              </BlockStack>
            </div>
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
