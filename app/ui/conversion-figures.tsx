import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import type { ConversionFigures, Figure } from "../metrics/conversions.ts";
import { ChangeLabel } from "./change-label.tsx";
import type { ValueKind } from "./format.ts";
import { useFormats } from "./shop-formats.tsx";
import { Term } from "./term.tsx";
import { useText } from "./use-text.ts";

interface FigureEntry {
  /** Name and definition are in the locale files under `conversion.<id>`. */
  id: string;
  kind: ValueKind;
  better: "up" | "down" | null;
  read(figures: ConversionFigures): Figure;
}

const plainFigure = (value: number): Figure => ({ value, n: null });

const ENTRIES: readonly FigureEntry[] = [
  { id: "attributed_revenue_net", kind: "money", better: "up", read: ({ netMinor }) => plainFigure(netMinor) },
  { id: "attributed_revenue_gross", kind: "money", better: "up", read: ({ grossMinor }) => plainFigure(grossMinor) },
  {
    id: "attributed_revenue_refunded",
    kind: "money",
    better: "down",
    read: ({ refundedMinor }) => plainFigure(refundedMinor),
  },
  { id: "attributed_share", kind: "share", better: "up", read: ({ attributedShare }) => attributedShare },
  {
    id: "tickets_converted",
    kind: "count",
    better: "up",
    read: ({ ticketsConverted }) => plainFigure(ticketsConverted),
  },
  { id: "conversion_rate", kind: "share", better: "up", read: ({ conversionRate }) => conversionRate },
  { id: "conversion_rate_all", kind: "share", better: "up", read: ({ conversionRateAll }) => conversionRateAll },
  {
    id: "attributed_orders",
    kind: "count",
    better: "up",
    read: ({ attributedOrders }) => plainFigure(attributedOrders),
  },
  { id: "attributed_aov", kind: "money", better: "up", read: ({ attributedAovMinor }) => attributedAovMinor },
  { id: "match_coverage", kind: "share", better: "up", read: ({ matchCoverage }) => matchCoverage },
  { id: "cohort_maturity", kind: "share", better: null, read: ({ cohortMaturity }) => cohortMaturity },
  { id: "tickets_created", kind: "count", better: null, read: ({ ticketsCreated }) => plainFigure(ticketsCreated) },
];

/** The figures of METRICS.md 3, each with its definition and the change against the previous period. */
export function ConversionFigureGrid({
  current,
  previous,
}: {
  current: ConversionFigures;
  previous: ConversionFigures;
}) {
  return (
    <InlineGrid columns={{ xs: 2, lg: 4 }} gap="400">
      {ENTRIES.map((entry) => (
        <FigureTile key={entry.id} entry={entry} current={entry.read(current)} previous={entry.read(previous)} />
      ))}
    </InlineGrid>
  );
}

function FigureTile({ entry, current, previous }: { entry: FigureEntry; current: Figure; previous: Figure }) {
  const t = useText();
  const formats = useFormats();
  const { id, kind, better } = entry;
  return (
    <Card>
      <div data-kpi={id}>
        <BlockStack gap="200">
          <Term name={t(`conversion.${id}.name`)} definition={t(`conversion.${id}.definition`)} />
          <Text as="p" variant="headingLg" numeric>
            <span data-value={current.value ?? ""}>{formats.value(current.value, kind)}</span>
          </Text>
          {current.n !== null && (
            <Text as="p" variant="bodySm" tone="subdued">
              {t("conversion.n", {
                n: kind === "money" || id !== "attributed_share" ? formats.count(current.n) : formats.money(current.n),
              })}
            </Text>
          )}
          <ChangeLabel current={current.value} previous={previous.value} kind={kind} better={better} />
        </BlockStack>
      </div>
    </Card>
  );
}
