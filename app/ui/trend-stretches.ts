import type { Grain } from "../metrics/period-buckets.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** The first and the last day of a point of a trend. */
export interface Stretch {
  day: string;
  untilOn: string;
}

/** What the stretches of a trend are called, by their first days: in full for tables and sentences, short for axes. */
export function useStretchNames(
  stretches: readonly Stretch[],
  grain: Grain,
): { heading: string; full(day: string): string; short(day: string): string } {
  const t = useText();
  const formats = useFormats();
  const ends = new Map(stretches.map(({ day, untilOn }) => [day, untilOn]));
  const days = (day: string) => formats.days({ fromOn: day, toOn: ends.get(day) ?? day });
  const quarter = (day: string) =>
    t("trend.quarter", { quarter: Math.ceil(Number(day.slice(5, 7)) / 3), year: day.slice(0, 4) });
  const heading = t(grain === "day" ? "trend.day" : "trend.stretch");
  if (grain === "day") return { heading, full: formats.day, short: formats.shortDay };
  // A month or quarter that the period cuts is not the whole one, so the table tells its days.
  if (grain === "month") return { heading, full: days, short: formats.month };
  return { heading, full: days, short: grain === "quarter" ? quarter : formats.shortDay };
}
