import lighthouse from "lighthouse";
import { z } from "zod";
import { findFreePort } from "../../sandbox/start/free-port.ts";
import { launchChromium } from "../../setup/chromium.ts";
import { median } from "./median.ts";
import type { StorePage } from "./store-page.ts";

/** Lighthouse's points for performance, 0 to 100, and what they are made of, in milliseconds but for the shift of the layout. */
export interface LighthouseFigures {
  points: number;
  firstPaintMs: number;
  largestPaintMs: number;
  speedIndexMs: number;
  blockedMs: number;
  layoutShift: number;
}

const metric = z.object({ numericValue: z.number() });
const report = z.object({
  runtimeError: z.object({ message: z.string() }).optional(),
  categories: z.object({ performance: z.object({ score: z.number() }) }),
  audits: z.object({
    "first-contentful-paint": metric,
    "largest-contentful-paint": metric,
    "speed-index": metric,
    "total-blocking-time": metric,
    "cumulative-layout-shift": metric,
  }),
});

/** Medians of the store's home page without and with the survey, in turns, as Lighthouse sees it on its usual phone. */
export async function compareStore(
  store: StorePage,
  runs: number,
): Promise<Record<"without" | "with", LighthouseFigures>> {
  const port = await findFreePort(0);
  const browser = await launchChromium([`--remote-debugging-port=${port}`]);
  const found: Record<"without" | "with", LighthouseFigures[]> = { without: [], with: [] };
  try {
    // The first visit to a new browser is slow whatever it sees.
    await visit(store.url, port);
    for (let run = 0; run < runs; run += 1) {
      // Who goes first changes from turn to turn.
      for (const side of run % 2 === 0 ? (["without", "with"] as const) : (["with", "without"] as const)) {
        store.setEmbed(side === "with" ? {} : null);
        found[side].push(await visit(store.url, port));
      }
    }
  } finally {
    await browser.close();
  }
  return { without: medianOf(found.without), with: medianOf(found.with) };
}

async function visit(url: string, port: number): Promise<LighthouseFigures> {
  const flags = { port, onlyCategories: ["performance"], logLevel: "error" as const };
  const { categories, audits, runtimeError } = report.parse((await lighthouse(url, flags))?.lhr);
  if (runtimeError) throw new Error(runtimeError.message);
  return {
    points: 100 * categories.performance.score,
    firstPaintMs: audits["first-contentful-paint"].numericValue,
    largestPaintMs: audits["largest-contentful-paint"].numericValue,
    speedIndexMs: audits["speed-index"].numericValue,
    blockedMs: audits["total-blocking-time"].numericValue,
    layoutShift: audits["cumulative-layout-shift"].numericValue,
  };
}

function medianOf(runs: readonly LighthouseFigures[]): LighthouseFigures {
  const of = (key: keyof LighthouseFigures, digits: number) =>
    median(
      runs.map((figures) => figures[key]),
      digits,
    );
  return {
    points: of("points", 1),
    firstPaintMs: of("firstPaintMs", 0),
    largestPaintMs: of("largestPaintMs", 0),
    speedIndexMs: of("speedIndexMs", 0),
    blockedMs: of("blockedMs", 0),
    layoutShift: of("layoutShift", 4),
  };
}
