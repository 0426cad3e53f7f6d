import { z } from "zod";
import { type KpiId, kpi, kpiIdOf } from "../../app/metrics/kpi-book.ts";
import type { AdminBrowser } from "../sandbox/start/admin-browser.ts";
import { appFrame } from "./inspect-page.ts";

/** A figure on a page that leads to a list, as it is written there. */
export interface LinkedFigure {
  href: string;
  /** Null where the figure is a number of rows and nothing else. */
  kpi: KpiId | null;
  value: number;
  /** What the figure is counted over; null where the page does not say. */
  n: number | null;
  /** The line of a table, or "" on a tile: figures of one part of the shop have the same. */
  part: string;
}

/** How many rows a list says that it has; `hits` is null where the figure is no rate. */
export interface ListTotals {
  all: number;
  hits: number | null;
}

const read = z.array(
  z.object({ href: z.string(), kpi: z.string().nullable(), value: z.string(), n: z.string(), part: z.string() }),
);
const listData = z.object({ page: z.object({ totals: z.object({ all: z.number(), hits: z.number().nullable() }) }) });

/** Every figure of the page in view that leads to a list. @throws when a link to a list stands beside no figure */
export async function linkedFigures({ app }: AdminBrowser): Promise<LinkedFigure[]> {
  const found = await app.locator('a[href^="/app/tickets?"]:not([role="tab"])').evaluateAll((links) =>
    links.map((link) => {
      const value = link.closest("[data-value]") ?? link.querySelector("[data-value]");
      const figure = link.closest("[data-kpi]");
      const line = link.closest("tr");
      return {
        href: link.getAttribute("href") ?? "",
        kpi: figure?.getAttribute("data-kpi") ?? null,
        value: value?.getAttribute("data-value") ?? "",
        n: figure?.getAttribute("data-n") ?? "",
        part: line ? `${link.closest("table")?.textContent?.slice(0, 40)} ${line.rowIndex}` : "",
      };
    }),
  );
  return read.parse(found).map(({ href, kpi: id, value, n, part }) => {
    if (value === "") throw new Error(`A link to ${href} says no figure.`);
    return { href, kpi: kpiIdOf(id), value: Number(value), n: n === "" ? null : Number(n), part };
  });
}

/** Figures that are counted over another one's rows, which stand behind them too. */
const COUNTED_LIKE: Partial<Record<KpiId, KpiId>> = {
  channel_share: "tickets_created",
  contact_rate: "tickets_created",
  cost_per_ticket: "tickets_created",
  attributed_share: "attributed_orders",
  attributed_aov: "attributed_orders",
  return_on_support: "attributed_orders",
};

/**
 * What the list behind a figure has to have: as many rows as the figure counts, or is counted over, and of a rate as many
 * hits as its numerator. Undefined where neither the figure nor another one of the same part tells.
 */
export function expectedTotals(
  { kpi: id, value, n, part, href }: LinkedFigure,
  figures: readonly LinkedFigure[],
): ListTotals | { hits: number } | undefined {
  const isPart = new URLSearchParams(href.split("?")[1]).get("part") === "hits";
  if (id === null) return isPart ? { hits: value } : { all: value, hits: null };
  const like = COUNTED_LIKE[id];
  if (like) {
    const other = figures.find((figure) => figure.kpi === like && figure.part === part);
    return other && { all: other.value, hits: null };
  }
  const { unit, formula } = kpi(id);
  if (n === null) return unit === "count" ? { all: value, hits: null } : undefined;
  const isRate = unit === "share" && formula.kind !== "money";
  return { all: n, hits: isRate ? Math.round(value * n) : null };
}

/** What a list says when it is asked for as the page asks for it. */
export async function totalsOf(admin: AdminBrowser, href: string): Promise<ListTotals> {
  const data = await appFrame(admin).evaluate(async (address) => {
    const answer = await fetch(`${address}&_data=${encodeURIComponent("routes/app.tickets._index")}`);
    return answer.json();
  }, href);
  return listData.parse(data).page.totals;
}

/** What the list in view says, and whether it says it in words too. */
export async function shownTotals({ app }: AdminBrowser): Promise<ListTotals & { text: string }> {
  const shown = app.locator("[data-total-all]");
  const [all, hits, text] = await Promise.all([
    shown.getAttribute("data-total-all"),
    shown.getAttribute("data-total-hits"),
    shown.textContent(),
  ]);
  return { all: Number(all), hits: hits === null ? null : Number(hits), text: text ?? "" };
}
