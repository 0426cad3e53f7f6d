import { sparklinePath, thinOut } from "../trend-summary.ts";

/** Units of the drawing; it is stretched to the width that there is. */
const WIDTH = 200;
const HEIGHT = 28;
const MOST_POINTS = 50;

/** Decoration beside a figure: whoever shows it says the same in words or as a table elsewhere. Unknown leaves a gap. */
export function Sparkline({ points }: { points: readonly (number | null)[] }) {
  const isLine = points.filter((point) => point !== null).length > 1;
  return (
    <svg
      width="100%"
      height={HEIGHT}
      viewBox={`-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
      style={{ display: "block", color: "var(--p-color-icon-info)" }}
    >
      <path
        d={isLine ? sparklinePath(thinOut(points, MOST_POINTS), WIDTH, HEIGHT) : ""}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
