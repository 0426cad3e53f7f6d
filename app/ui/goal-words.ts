import { useMemo } from "react";
import { growsWithPeriod } from "../metrics/goal.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import { useFigureFormat } from "./figure-formats.ts";
import { useText } from "./use-text.ts";

export interface GoalWords {
  /** A goal for the period on show, such as "at most 4 h". */
  inPeriod(id: KpiId, goal: number): string;
  /** A goal as it is set: that of a figure which grows with its period says that it is for 30 days. */
  asSet(id: KpiId, goal: number): string;
}

/** Puts goals into words, in the page's language and the shop's currency. */
export function useGoalText(): GoalWords {
  const t = useText();
  const format = useFigureFormat();
  return useMemo(() => {
    const inPeriod = (id: KpiId, goal: number) => {
      const value = format.value(id, goal);
      return kpi(id).direction === "down" ? t("goal.at-most", { value }) : t("goal.at-least", { value });
    };
    return {
      inPeriod,
      asSet: (id, goal) =>
        growsWithPeriod(id) ? t("goal.in-30-days", { goal: inPeriod(id, goal) }) : inPeriod(id, goal),
    };
  }, [t, format]);
}
