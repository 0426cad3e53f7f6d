import { useMemo } from "react";
import type { Figure } from "../metrics/figure.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { Average } from "./report-view.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** Under so many answers a rate of answers says little (METRICS.md 4). */
const FEW_ANSWERS = 30;

export interface FigureFormat {
  /** A value in its KPI's unit; "–" where it is unknown. */
  value(id: KpiId, value: number | null): string;
  /** A figure as tiles and tables show it: its median or mean where it has both, else its value. */
  figure(id: KpiId, figure: Figure, average?: Average): string;
  /** What the figure was counted over, such as "of 321 tickets closed"; null where it is a plain count. */
  n(id: KpiId, figure: Figure): string | null;
  /** The 95 % interval of a rate or score, such as "78–82 %"; null where it has none. */
  interval(id: KpiId, figure: Figure): string | null;
}

/** Writes figures of the KPI book in the page's language and the shop's currency. */
export function useFigureFormat(): FigureFormat {
  const t = useText();
  const formats = useFormats();
  return useMemo(() => {
    const value = (id: KpiId, amount: number | null) =>
      id === "nps" ? formats.decimal(amount, 1) : formats.value(amount, kpi(id).unit);
    return {
      value,
      figure: (id, figure, average = "median") => value(id, shownValue(figure, average)),
      n: (id, { n }) => {
        if (n === null) return null;
        // A share of revenue is counted over money, not over rows.
        const written = id === "attributed_share" || id === "cost_revenue_ratio" ? formats.money(n) : formats.count(n);
        return t(`kpi.${id}.n`, { count: n, n: written });
      },
      interval: (id, { interval }) =>
        interval ? t("figure.interval", { low: value(id, interval.low), high: value(id, interval.high) }) : null,
    };
  }, [t, formats]);
}

/** The number of a figure that is shown: durations and messages have a median and a mean, all others one value. */
export function shownValue(figure: Figure, average: Average): number | null {
  return average === "mean" && figure.mean !== undefined ? figure.mean : figure.value;
}

/** Whether a figure rests on so few answers that its tile says so. */
export function restsOnFewAnswers(id: KpiId, figure: Figure): boolean {
  return ASKS_CUSTOMERS.has(id) && figure.value !== null && figure.n !== null && figure.n < FEW_ANSWERS;
}

const ASKS_CUSTOMERS: ReadonlySet<KpiId> = new Set<KpiId>([
  "csat_mean",
  "csat_positive_rate",
  "csat_response_rate",
  "nps",
]);
