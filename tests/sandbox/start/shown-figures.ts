import type { FrameLocator } from "playwright-core";
import { type AdminBrowser, waitUntil } from "./admin-browser.ts";
import type { KnownPeriod } from "./known-figures.ts";

/** What a page shows, by the id of the figure; null is shown as "–". */
export type ShownFigures = Record<string, number | null>;
/** What it should show; undefined is not known. */
export type ExpectedFigures = Record<string, number | null | undefined>;

/** Opens a page of the app for a period and reads every figure on it. */
export async function readFigures(
  admin: AdminBrowser,
  page: "/app" | "/app/conversions",
  period: Pick<KnownPeriod, "from" | "to">,
): Promise<ShownFigures> {
  await admin.open(`${page}?from=${period.from}&to=${period.to}`);
  return figuresIn(admin.app);
}

async function figuresIn(app: FrameLocator): Promise<ShownFigures> {
  await app.locator("[data-kpi] [data-value]").first().waitFor();
  const shown = await app
    .locator("[data-kpi]")
    .evaluateAll((tiles) =>
      tiles.map((tile) => [
        tile.getAttribute("data-kpi") ?? "",
        tile.querySelector("[data-value]")?.getAttribute("data-value") ?? "",
      ]),
    );
  return Object.fromEntries(shown.map(([id = "", value = ""]) => [id, value === "" ? null : Number(value)]));
}

/** What the Overview should show for a period of the known truth. */
export function expectedOverview({ kpis }: KnownPeriod): ExpectedFigures {
  return {
    tickets_created: kpis.tickets_created,
    tickets_open: kpis.tickets_open,
    first_response_seconds: kpis.first_response_seconds?.median,
    resolution_seconds: kpis.resolution_seconds?.median,
    one_touch_rate: kpis.one_touch_rate?.value,
    csat_positive_rate: kpis.csat_positive_rate?.value,
    conversion_rate: kpis.conversion_rate?.value,
    attributed_revenue_net: kpis.attributed_revenue_net,
  };
}

/** What the Conversions page should show for a period of the known truth. */
export function expectedConversions({ kpis }: KnownPeriod): ExpectedFigures {
  return {
    tickets_converted: kpis.tickets_converted,
    conversion_rate: kpis.conversion_rate?.value,
    conversion_rate_all: kpis.conversion_rate_all?.value,
    attributed_orders: kpis.attributed_orders,
    attributed_revenue_gross: kpis.attributed_revenue_gross,
    attributed_revenue_refunded: kpis.attributed_revenue_refunded,
    attributed_revenue_net: kpis.attributed_revenue_net,
    attributed_share: kpis.attributed_share?.value,
    attributed_aov: inWholeMinorUnits(kpis.attributed_aov?.value),
    match_coverage: kpis.match_coverage?.value,
  };
}

function inWholeMinorUnits(amount: number | null | undefined): number | null | undefined {
  return typeof amount === "number" ? Math.round(amount) : amount;
}

/** Rounding of shares and means on the way through JSON and SQL; counts and sums have to be exact. */
const RELATIVE_TOLERANCE = 1e-9;
/** Medians are taken from classes of durations; every value is that close to the middle of its class. */
const MEDIAN_TOLERANCE = 0.01;

/** One sentence for each figure that is not as expected. */
export function differences(expected: ExpectedFigures, shown: ShownFigures): string[] {
  return Object.entries(expected)
    .filter(([id, value]) => value !== undefined && !isEqual(id, value, shown[id]))
    .map(([id, value]) => `${id}: ${value} is true, ${shown[id] === undefined ? "nothing" : shown[id]} is shown`);
}

function isEqual(id: string, expected: number | null | undefined, shown: number | null | undefined): boolean {
  if (typeof expected !== "number" || typeof shown !== "number") return expected === shown;
  const distance = Math.abs(expected - shown);
  if (id.endsWith("_seconds")) return distance <= Math.abs(expected) * MEDIAN_TOLERANCE;
  return distance <= Math.abs(expected) * RELATIVE_TOLERANCE;
}

/** Waits, on the Helpdesks page, until orders and every helpdesk are loaded and nothing is being computed. */
export async function waitForFirstLoad(admin: AdminBrowser, helpdesks: number, timeoutMs: number): Promise<void> {
  await admin.open("/app/helpdesks");
  await waitUntil(
    "the first load",
    async () => {
      const current = await admin.app.locator('[data-vendor][data-phase="current"]').count();
      const busy = await admin.app
        .locator('[data-computing="true"], [data-orders-phase]:not([data-orders-phase="current"])')
        .count();
      return current === helpdesks && busy === 0;
    },
    timeoutMs,
  );
}
