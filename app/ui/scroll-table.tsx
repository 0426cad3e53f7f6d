import { DataTable, type DataTableProps } from "@shopify/polaris";
import { useEffect, useRef } from "react";

interface ScrollTableProps {
  /** What the table shows, for those who hear it. */
  label: string;
  columns: { heading: string; type: "text" | "numeric" }[];
  rows: DataTableProps["rows"];
  totals?: { name: string; cells: (string | number)[] };
  /** Pixels; the table scrolls inside them. Left out, it is as high as its rows. */
  height?: number;
}

/**
 * Polaris' table, which scrolls inside itself where it does not fit. The scrolling part gets a name and a place in the
 * tab order, without which a keyboard cannot reach what is cut off.
 */
export function ScrollTable({ label, columns, rows, totals, height }: ScrollTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scroller = height === undefined ? frame.current?.querySelector(".Polaris-DataTable__ScrollContainer") : null;
    if (!scroller) return;
    scroller.setAttribute("tabindex", "0");
    scroller.setAttribute("role", "region");
    scroller.setAttribute("aria-label", label);
  }, [label, height]);
  const table = (
    <DataTable
      columnContentTypes={columns.map(({ type }) => type)}
      headings={columns.map(({ heading }) => heading)}
      rows={rows}
      {...(totals && { totals: totals.cells, totalsName: { singular: totals.name, plural: totals.name } })}
      showTotalsInFooter={totals !== undefined}
      hideScrollIndicator
      increasedTableDensity
      firstColumnMinWidth="9rem"
      truncate={false}
    />
  );
  if (height === undefined) return <div ref={frame}>{table}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section style={{ height, overflow: "auto" }} aria-label={label} tabIndex={0}>
      {table}
    </section>
  );
}
