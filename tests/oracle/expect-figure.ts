import { expect } from "vitest";
import type { Figure } from "../../app/metrics/figure.ts";

/** Counts and sums exactly, percentiles within 1 %. */
export function expectSame(found: Figure | undefined, wanted: Figure, what: string): void {
  const { median, p90, value, interval, mean, ...rest } = wanted;
  const {
    median: foundMedian,
    p90: foundP90,
    value: foundValue,
    interval: foundInterval,
    mean: foundMean,
    ...foundRest
  } = found ?? { value: null, n: null };
  expect({ what, ...foundRest }).toEqual({ what, ...rest });
  const isSpread = median !== undefined;
  expectClose(foundValue, value, { what, share: isSpread ? 0.01 : 1e-12 });
  expectClose(foundMean, mean, { what: `${what} mean`, share: 1e-9 });
  expectClose(foundMedian, median, { what: `${what} median`, share: 0.01 });
  expectClose(foundP90, p90, { what: `${what} p90`, share: 0.01 });
  expectClose(foundInterval?.low, interval?.low, { what: `${what} low`, share: 1e-9 });
  expectClose(foundInterval?.high, interval?.high, { what: `${what} high`, share: 1e-9 });
}

function expectClose(
  found: number | null | undefined,
  wanted: number | null | undefined,
  { what, share }: { what: string; share: number },
): void {
  const known = typeof wanted === "number" && typeof found === "number";
  if (!known) expect({ what, value: found ?? null }).toEqual({ what, value: wanted ?? null });
  else
    expect(Math.abs(found - wanted), `${what}: ${found} instead of ${wanted}`).toBeLessThanOrEqual(
      Math.abs(wanted) * share + 1e-12,
    );
}
