import { Text } from "@shopify/polaris";
import { type DataSeries, type LineChartSlotProps, TooltipContent, type TooltipOptions } from "@shopify/polaris-viz";
import type { ChartProps, ChartSeries } from "./chart-data.ts";
import { libraryOptions } from "./library-options.ts";

/** Colours that stand out from white as graphics must (WCAG 1.4.11), and dashes that differ without them. */
const LOOKS = {
  value: { color: "#0a84c1", width: 2.5, dash: "none" },
  limit: { color: "#b25000", width: 1.5, dash: "6 5" },
  center: { color: "#616161", width: 1.5, dash: "1 4" },
} as const;
const BAND_OPACITY = 0.08;

/** As the library writes the axis: below the drawing, within its margin. */
const AXIS = { below: 16, margin: 16, fontSize: 11, color: "#70707b" } as const;
/** Keeps the last label legible where another one comes too close. */
const HALO = 6;

/**
 * Options of a line chart that shows a range of what is usual: limits and centre each with a look of their own and the range
 * shaded between the limits, a legend that names every line whatever the width, and the last key on the axis, which the
 * library leaves out.
 */
export function usualRangeOptions(props: ChartProps) {
  const { data, formatValue, formatKey } = props;
  const { data: lines, yAxisOptions } = libraryOptions(props);
  const { keys, series, scale } = data;
  return {
    data: [...lines.map((line, index) => styled(line, series[index])), ...(scale ? [upTo(scale.top, keys)] : [])],
    hideLegendOverflow: false,
    renderLegendContent: () => <Legend series={series} />,
    slots: { chart: (drawing: LineChartSlotProps) => <Ground drawing={drawing} data={data} formatKey={formatKey} /> },
    tooltipOptions: tooltipOf(formatKey, formatValue),
    yAxisOptions: { ...yAxisOptions, ticksOverride: scale?.ticks ? [...scale.ticks] : null },
  };
}

function lookOf(series: ChartSeries | undefined) {
  return LOOKS[series?.usual ?? "value"];
}

function styled(line: DataSeries, series: ChartSeries | undefined): DataSeries {
  const { color, width, dash } = lookOf(series);
  // To the library all of them are one line: else those that the pointer is not at would fade.
  const metadata = { relatedIndex: 0 };
  return { ...line, color, metadata, styleOverride: { line: { hasArea: false, width, strokeDasharray: dash } } };
}

/** A series that nobody sees: the library's axis goes as far as the highest value. */
function upTo(top: number, keys: readonly string[]): DataSeries {
  return { name: "", metadata: { isVisuallyHidden: true }, data: keys.map((key) => ({ key, value: top })) };
}

function tooltipOf(formatKey: (key: string) => string, formatValue: (value: number) => string): TooltipOptions {
  return {
    renderTooltipContent: ({ data, title = "" }) => (
      <TooltipContent
        ignoreColorVisionEvents
        title={formatKey(title)}
        data={data.map(({ shape, data: rows }) => ({
          shape,
          data: rows.flatMap(({ key, value, color }) =>
            key === "" || value === null
              ? []
              : [{ key: String(key), value: formatValue(Number(value)), ...(color !== undefined && { color }) }],
          ),
        }))}
      />
    ),
  };
}

interface GroundProps {
  drawing: LineChartSlotProps;
  data: ChartProps["data"];
  formatKey(key: string): string;
}

/** What lies under the lines: the usual range, and the last key's label. */
function Ground({ drawing: { xScale, yScale, drawableHeight }, data: { keys, series }, formatKey }: GroundProps) {
  const last = keys.length - 1;
  const lastKey = keys[last];
  const limits = series.flatMap(({ usual, values }) => (usual === "limit" ? [values[0] ?? null] : []));
  const known = limits.filter((limit) => limit !== null);
  const [top, bottom] = [yScale(Math.max(...known)), yScale(Math.min(...known))];
  return (
    <>
      {known.length > 1 && last > 0 && (
        <rect
          x={xScale(0)}
          y={top}
          width={xScale(last) - xScale(0)}
          height={bottom - top}
          fill={LOOKS.limit.color}
          opacity={BAND_OPACITY}
        />
      )}
      {lastKey !== undefined && last > 0 && (
        <text
          x={xScale(last) + AXIS.margin}
          y={drawableHeight + AXIS.below}
          textAnchor="end"
          dominantBaseline="hanging"
          fontSize={AXIS.fontSize}
          fill={AXIS.color}
          style={{ fontFamily: "inherit", paintOrder: "stroke", stroke: "#fff", strokeWidth: HALO }}
        >
          {formatKey(lastKey)}
        </text>
      )}
    </>
  );
}

function Legend({ series }: { series: readonly ChartSeries[] }) {
  return (
    <div style={{ flex: "1 1 100%", display: "flex", flexWrap: "wrap", justifyContent: "center", gap: "4px 16px" }}>
      {series.map((line) => {
        const { color, width, dash } = lookOf(line);
        return (
          <span key={line.name} style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
            <svg width="22" height="4" aria-hidden="true" focusable="false">
              <path d="M1 2H21" stroke={color} strokeWidth={width} strokeDasharray={dash} strokeLinecap="round" />
            </svg>
            <Text as="span" variant="bodySm" tone="subdued">
              {line.name}
            </Text>
          </span>
        );
      })}
    </div>
  );
}
