import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { Figure } from "../metrics/figure.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { TrendPoint } from "../metrics/kpi-report.ts";
import { ChangeLabel } from "./change-label.tsx";
import { Sparkline } from "./charts/sparkline.tsx";
import { restsOnFewAnswers, shownValue, useFigureFormat } from "./figure-formats.ts";
import type { Average } from "./report-view.ts";
import { Term } from "./term.tsx";
import { useText } from "./use-text.ts";

interface KpiTileProps {
  id: KpiId;
  figure: Figure;
  compared: Figure;
  /** Left out where only the figure is known. */
  trend?: readonly TrendPoint[];
  /** The trend's values alone, where the whole of it has not travelled with the page. */
  spark?: readonly (number | null)[];
  /** Badge of the goal's state. */
  goal?: ReactNode;
  /** The tickets or orders behind the figure. */
  href?: string;
  average?: Average;
}

/** One KPI of the period: value, n, interval, change and a small trend. */
export function KpiTile({ id, figure, compared, trend, spark, goal, href, average = "median" }: KpiTileProps) {
  const t = useText();
  const value = shownValue(figure, average);
  const values = spark ?? trend?.map((point) => shownValue(point.figure, average));
  const { unit, direction } = kpi(id);
  return (
    <Card>
      <div data-kpi={id} data-n={figure.n ?? ""}>
        <BlockStack gap="200">
          <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
            <Term name={t(`kpi.${id}.name`)} definition={t(`kpi.${id}.definition`)} />
            {goal}
          </InlineStack>
          <TileValue id={id} value={value} {...(href !== undefined && { href })} />
          {values && <Sparkline points={values} />}
          <TileNotes id={id} figure={figure} average={average} />
          <ChangeLabel
            current={value}
            previous={shownValue(compared, average)}
            kind={unit}
            better={direction === "neutral" ? null : direction}
          />
        </BlockStack>
      </div>
    </Card>
  );
}

/** The value leads to what it was counted from, where there is anything. */
function TileValue({ id, value, href }: { id: KpiId; value: number | null; href?: string }) {
  const t = useText();
  const format = useFigureFormat();
  const written = <span data-value={value ?? ""}>{format.value(id, value)}</span>;
  return (
    <Text as="p" variant="headingXl" numeric>
      {href === undefined || value === null ? (
        written
      ) : (
        <Link
          url={href}
          removeUnderline
          monochrome
          accessibilityLabel={t("tile.open", { kpi: t(`kpi.${id}.name`), value: format.value(id, value) })}
        >
          {written}
        </Link>
      )}
    </Text>
  );
}

/** What keeps a value from being misread: how much it rests on, how sure it is, or why there is none. */
function TileNotes({ id, figure, average }: { id: KpiId; figure: Figure; average: Average }) {
  const t = useText();
  const format = useFigureFormat();
  if (figure.unknown) return <Note>{t(`figure.unknown.${figure.unknown}`)}</Note>;
  const n = format.n(id, figure);
  const interval = format.interval(id, figure);
  const hasSpread = figure.p90 !== undefined && figure.mean !== undefined;
  return (
    <BlockStack gap="050">
      {n !== null && <Note>{n}</Note>}
      {interval !== null && <Note>{interval}</Note>}
      {restsOnFewAnswers(id, figure) && <Note>{t("figure.few-answers")}</Note>}
      {figure.immature !== undefined && figure.immature > 0 && (
        <Note>
          {t("figure.immature", { count: figure.immature, n: format.value("tickets_created", figure.immature) })}
        </Note>
      )}
      {hasSpread && (
        <Note>
          {t(average === "mean" ? "figure.spread.median" : "figure.spread.mean", {
            other: format.value(id, (average === "mean" ? figure.median : figure.mean) ?? null),
            p90: format.value(id, figure.p90 ?? null),
          })}
        </Note>
      )}
    </BlockStack>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {children}
    </Text>
  );
}
