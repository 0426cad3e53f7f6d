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
  /** Which of the page's tables it stands in; null on a tile. */
  table: number | null;
  /** The table's line: figures of one part of the shop have the same. */
  line: number | null;
}

/** How many rows a list says that it has; `hits` is null where the figure is no rate. */
export interface ListTotals {
  all: number;
  hits: number | null;
}

const read = z.array(
  z.object({
    href: z.string(),
    kpi: z.string().nullable(),
    value: z.string(),
    n: z.string(),
    table: z.number().nullable(),
    line: z.number().nullable(),
  }),
);
const listData = z.object({ page: z.object({ totals: z.object({ all: z.number(), hits: z.number().nullable() }) }) });

/** Every figure of the page in view that leads to a list. @throws when a link to a list stands beside no figure */
export async function linkedFigures({ app }: AdminBrowser): Promise<LinkedFigure[]> {
  const found = await app.locator('a[href^="/app/tickets?"]').evaluateAll((links) => {
    const tables = [...document.querySelectorAll("table")];
    return links.map((link) => {
      const value = link.closest("[data-value]") ?? link.querySelector("[data-value]");
      const figure = link.closest("[data-kpi], [data-figure]");
      const line = link.closest("tr");
      return {
        href: link.getAttribute("href") ?? "",
        kpi: figure?.getAttribute("data-kpi") ?? figure?.getAttribute("data-figure") ?? null,
        value: value?.getAttribute("data-value") ?? "",
        n: figure?.getAttribute("data-n") ?? "",
        table: line ? tables.findIndex((table) => table.contains(line)) : null,
        line: line?.rowIndex ?? null,
      };
    });
  });
  return read.parse(found).map(({ href, kpi: id, value, n, ...place }) => {
    if (value === "") throw new Error(`A link to ${href} says no figure.`);
    return { href, kpi: kpiIdOf(id), value: Number(value), n: n === "" ? null : Number(n), ...place };
  });
}

/**
 * Of a table every figure in its first line, its second and its last: the others follow the same links. Of tiles all.
 */
export function sampleOf(figures: readonly LinkedFigure[]): LinkedFigure[] {
  const tables = Map.groupBy(figures, ({ table }) => table);
  return [...tables].flatMap(([table, inside]) => {
    const lines = [...new Set(inside.map(({ line }) => line))];
    const kept = table === null ? lines : [lines[0], lines[1], lines.at(-1)];
    return inside.filter(({ line }) => kept.includes(line));
  });
}

/** Figures that are counted over another one's rows, which stand behind them too. */
const COUNTED_LIKE: Partial<Record<KpiId, KpiId>> = {
  channel_share: "tickets_created",
  contact_rate: "tickets_created",
  cost_per_ticket: "tickets_created",
  attributed_share: "attributed_orders",
  return_on_support: "attributed_orders",
};

/**
 * What the list behind a figure has to have: as many rows as the figure counts, or is counted over, and of a rate as many
 * hits as its numerator. Undefined where neither the figure nor another one of the same part tells.
 */
export function expectedTotals(
  { kpi: id, value, n, table, line, href }: LinkedFigure,
  figures: readonly LinkedFigure[],
): ListTotals | { hits: number } | undefined {
  const isPart = new URLSearchParams(href.split("?")[1]).get("part") === "hits";
  if (id === null) return isPart ? { hits: value } : { all: value, hits: null };
  const like = COUNTED_LIKE[id];
  if (like) {
    const other = figures.find((each) => each.kpi === like && each.table === table && each.line === line);
    return other && { all: other.value, hits: null };
  }
  const { unit, formula } = kpi(id);
  if (n === null) return unit === "count" ? { all: value, hits: null } : undefined;
  const isRate = unit === "share" && formula.kind !== "money";
  return { all: n, hits: isRate ? Math.round(value * n) : null };
}

/** So many lists are asked for at a time. */
const AT_ONCE = 6;

/** What lists say when they are asked for as the page asks for them, by their addresses. */
export async function totalsOf(admin: AdminBrowser, hrefs: Iterable<string>): Promise<Map<string, ListTotals>> {
  const wanted = [...new Set(hrefs)];
  const found = await appFrame(admin).evaluate(
    async ({ addresses, atOnce }) => {
      const answers: unknown[] = [];
      const rest = [...addresses.entries()];
      const work = async () => {
        for (let next = rest.pop(); next; next = rest.pop()) {
          const [index, address] = next;
          const answer = await fetch(`${address}&_data=${encodeURIComponent("routes/app.tickets._index")}`);
          answers[index] = await answer.json();
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return answers;
    },
    { addresses: wanted, atOnce: AT_ONCE },
  );
  return new Map(wanted.map((href, index) => [href, listData.parse(found[index]).page.totals]));
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
