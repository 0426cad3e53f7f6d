import { BlockStack, DataTable, Link, Text } from "@shopify/polaris";
import { type ReactNode, useEffect, useRef } from "react";
import type { Figure } from "../metrics/figure.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import { restsOnFewAnswers, shownValue, useFigureFormat } from "./figure-formats.ts";
import { KpiTableHeading, type KpiTableOrder } from "./kpi-table-heading.tsx";
import { KpiTableNotes } from "./kpi-table-notes.tsx";
import type { Average } from "./report-view.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** The figures of one part of the shop, as a line of the table. */
export interface KpiTableRow<Id extends KpiId = KpiId> {
  /** Stable; the line carries it as `data-part`. */
  key: string;
  name: ReactNode;
  /** The name in plain text, for the links of those who hear the page. */
  spoken: string;
  /** A figure that is left out is none of this part's: its cell stays empty. */
  figures: Partial<Record<Id, Figure>>;
  /** Address of the tickets behind a figure; null where the part has no list of its own. */
  href: ((id: Id) => string) | null;
}

interface KpiTableProps<Id extends KpiId> {
  /** What the table shows, for those who hear it. */
  label: string;
  /** Heading of the parts' names. */
  partHeading: string;
  kpis: readonly Id[];
  rows: readonly KpiTableRow<Id>[];
  /** The whole, which is not the sum of medians and rates; stands below the parts. */
  total?: KpiTableRow<Id>;
  average: Average;
  /** Makes the headings buttons. */
  order?: KpiTableOrder<Id>;
  /** Shows the public figures of other shops as a line, where there are any, with their sources below. */
  benchmarks?: boolean;
}

/** Parts of the shop as lines and KPIs as columns; every known figure leads to its tickets. Scrolls inside itself. */
export function KpiTable<Id extends KpiId>(props: KpiTableProps<Id>) {
  const { label, partHeading, kpis, rows, total, average, order, benchmarks = false } = props;
  const t = useText();
  const { value } = useFigureFormat();
  const frame = useScrollRegion(label, order && { column: kpis.indexOf(order.by) + 1, worstFirst: order.worstFirst });
  const line = (row: KpiTableRow<Id>) => kpis.map((id) => <Cell key={id} id={id} row={row} average={average} />);
  const range = (id: Id) => {
    const { benchmark } = kpi(id);
    return benchmark ? t("parts.range", { low: value(id, benchmark.low), high: value(id, benchmark.high) }) : "";
  };
  return (
    <BlockStack gap="300">
      <div ref={frame}>
        <DataTable
          columnContentTypes={["text", ...kpis.map(() => "numeric" as const)]}
          headings={[partHeading, ...kpis.map((id) => <KpiTableHeading key={id} id={id} {...(order && { order })} />)]}
          rows={[
            ...rows.map((row) => [<PartName key="name" row={row} />, ...line(row)]),
            ...(benchmarks && kpis.some((id) => kpi(id).benchmark) ? [[t("parts.benchmark"), ...kpis.map(range)]] : []),
          ]}
          {...(total && {
            totals: ["", ...line(total)],
            totalsName: { singular: total.spoken, plural: total.spoken },
            showTotalsInFooter: true,
          })}
          hideScrollIndicator
          increasedTableDensity
          truncate={false}
        />
      </div>
      <KpiTableNotes kpis={kpis} rows={total ? [...rows, total] : rows} benchmarks={benchmarks} />
    </BlockStack>
  );
}

function PartName<Id extends KpiId>({ row: { key, name } }: { row: KpiTableRow<Id> }) {
  return (
    <div data-part={key} style={{ minWidth: "9rem" }}>
      {name}
    </div>
  );
}

interface CellProps<Id extends KpiId> {
  id: Id;
  row: KpiTableRow<Id>;
  average: Average;
}

function Cell<Id extends KpiId>({ id, row, average }: CellProps<Id>) {
  const t = useText();
  const formats = useFigureFormat();
  const figure = row.figures[id];
  if (!figure) return null;
  const shown = shownValue(figure, average);
  const text = formats.value(id, shown);
  // Nothing was counted, so there is no list to show.
  const href = (figure.n ?? figure.value ?? 0) === 0 ? null : row.href;
  return (
    <BlockStack inlineAlign="end">
      <span data-kpi={id} data-value={shown ?? ""} data-n={figure.n ?? ""}>
        {href && shown !== null ? (
          <Link
            url={href(id)}
            accessibilityLabel={t("parts.open", { value: text, kpi: t(`kpi.${id}.name`), part: row.spoken })}
          >
            {text}
          </Link>
        ) : (
          text
        )}
      </span>
      <SampleSize id={id} figure={figure} />
    </BlockStack>
  );
}

function SampleSize({ id, figure }: { id: KpiId; figure: Figure }) {
  const formats = useFormats();
  const t = useText();
  const { unit } = kpi(id);
  if (figure.n === null || unit === "money" || unit === "count" || COUNTED_OVER_OTHERS.has(id)) return null;
  const key = restsOnFewAnswers(id, figure) ? "parts.n-few" : unit === "share" ? "parts.n-of" : "parts.n";
  return (
    <Text as="span" variant="bodySm" tone="subdued">
      {t(key, { n: formats.count(figure.n) })}
    </Text>
  );
}

/** Their denominator is revenue, or the orders of the whole shop: neither says how much a part's figure rests on. */
const COUNTED_OVER_OTHERS: ReadonlySet<KpiId> = new Set<KpiId>([
  "attributed_share",
  "contact_rate",
  "cost_revenue_ratio",
]);

/**
 * Polaris' table says neither that its scrolling part is one, which a keyboard must reach, nor which heading orders it
 * where the headings are our own.
 */
function useScrollRegion(label: string, sorted: { column: number; worstFirst: boolean } | undefined) {
  const frame = useRef<HTMLDivElement>(null);
  const [column, worstFirst] = [sorted?.column ?? null, sorted?.worstFirst ?? false];
  useEffect(() => {
    const scroller = frame.current?.querySelector(".Polaris-DataTable__ScrollContainer");
    scroller?.setAttribute("tabindex", "0");
    scroller?.setAttribute("role", "region");
    scroller?.setAttribute("aria-label", label);
    for (const [index, heading] of [...(frame.current?.querySelectorAll("thead tr:first-child th") ?? [])].entries()) {
      if (index === column) heading.setAttribute("aria-sort", worstFirst ? "ascending" : "descending");
      else heading.removeAttribute("aria-sort");
    }
  }, [label, column, worstFirst]);
  return frame;
}
