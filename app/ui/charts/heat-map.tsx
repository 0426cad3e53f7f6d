import { Box, Text } from "@shopify/polaris";
import { CHART_HEIGHT } from "./chart-frame.tsx";

interface HeatMapProps {
  /** Rows from top to bottom, columns from left to right. */
  rows: readonly { name: string; values: readonly number[] }[];
  columns: readonly string[];
  /** So many columns share one heading, because all of them have no room. */
  columnsPerHeading: number;
  formatValue(value: number): string;
}

/**
 * A grid whose cells are the darker the more they hold. Like every chart it is for eyes only: the card around it says the
 * same in words and as a table.
 */
export function HeatMap({ rows, columns, columnsPerHeading, formatValue }: HeatMapProps) {
  const most = Math.max(...rows.flatMap(({ values }) => values), 0);
  const template = `minmax(2.5rem, max-content) repeat(${columns.length}, minmax(0, 1fr))`;
  return (
    <div
      aria-hidden="true"
      style={{ height: CHART_HEIGHT, display: "grid", gridTemplateColumns: template, gap: 2, alignItems: "stretch" }}
    >
      {rows.map(({ name, values }) => [
        <RowName key={name}>{name}</RowName>,
        ...columns.map((column, index) => {
          const value = values[index] ?? 0;
          return (
            <div
              key={`${name} ${column}`}
              title={`${name}, ${column}: ${formatValue(value)}`}
              style={{ borderRadius: 2, background: colourOf(value, most) }}
            />
          );
        }),
      ])}
      <span />
      {columns
        .filter((_, index) => index % columnsPerHeading === 0)
        .map((column) => (
          <div key={column} style={{ gridColumn: `span ${columnsPerHeading}` }}>
            <Text as="span" variant="bodyXs" tone="subdued">
              {column}
            </Text>
          </div>
        ))}
    </div>
  );
}

function RowName({ children }: { children: string }) {
  return (
    <Box paddingInlineEnd="100">
      <Text as="span" variant="bodySm" tone="subdued">
        {children}
      </Text>
    </Box>
  );
}

/** A little colour marks even a single one: only an empty cell has none. */
function colourOf(value: number, most: number): string {
  if (value === 0 || most === 0) return "var(--p-color-bg-surface-secondary)";
  const share = Math.round(12 + 88 * (value / most));
  return `color-mix(in srgb, var(--p-color-bg-fill-emphasis) ${share}%, var(--p-color-bg-surface))`;
}
