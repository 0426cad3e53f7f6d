import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { KpiTile as KpiTileData, OverviewKpi, TrendPoint } from "../metrics/overview.ts";
import { ChangeLabel } from "./change-label.tsx";
import { KPI_BOOK } from "./kpi-book.ts";
import { useFormats } from "./shop-formats.tsx";
import { Term } from "./term.tsx";
import { sparklinePath, thinOut } from "./trend-summary.ts";
import { useText } from "./use-text.ts";

/** One KPI of the period: value, n, change and a small trend. All tiles are of one height, known or not. */
export function KpiTile({ kpi, tile }: { kpi: OverviewKpi; tile: KpiTileData }) {
  const t = useText();
  const formats = useFormats();
  const { kind, better } = KPI_BOOK[kpi];
  const { current, previous } = tile;
  return (
    <Card>
      <div data-kpi={kpi}>
        <BlockStack gap="200">
          <Term name={t(`kpi.${kpi}.name`)} definition={t(`kpi.${kpi}.definition`)} />
          <InlineStack align="space-between" blockAlign="end" gap="200" wrap={false}>
            <Text as="p" variant="headingXl" numeric>
              <span data-value={current.value ?? ""}>{formats.value(current.value, kind)}</span>
            </Text>
            <Sparkline points={tile.trend} />
          </InlineStack>
          {current.n !== null && (
            <Text as="p" variant="bodySm" tone="subdued">
              {t(`kpi.${kpi}.n`, { count: current.n, n: formats.count(current.n) })}
            </Text>
          )}
          {kind === "seconds" && (
            <Text as="p" variant="bodySm" tone="subdued">
              {t("kpi.spread", {
                mean: formats.duration(current.mean ?? null),
                p90: formats.duration(current.p90 ?? null),
              })}
            </Text>
          )}
          <ChangeLabel current={current.value} previous={previous.value} kind={kind} better={better} />
        </BlockStack>
      </div>
    </Card>
  );
}

const SPARK_WIDTH = 88;
const SPARK_HEIGHT = 28;
/** One in two pixels. */
const SPARK_POINTS = 44;

/** Decoration beside the figures: the trend card below says the same in words and as a table. */
function Sparkline({ points }: { points: readonly TrendPoint[] }) {
  return (
    <svg
      width={SPARK_WIDTH}
      height={SPARK_HEIGHT}
      viewBox={`-2 -2 ${SPARK_WIDTH + 4} ${SPARK_HEIGHT + 4}`}
      aria-hidden="true"
      focusable="false"
      style={{ flex: "0 0 auto", color: "var(--p-color-icon-info)" }}
    >
      <path
        d={sparklinePath(thinOut(points, SPARK_POINTS), SPARK_WIDTH, SPARK_HEIGHT)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
