import type { TimeFormat } from "./import-fields.ts";
import { ambiguousNumbers, isEpoch } from "./read-time.ts";

/** What the times of a file say about their own format. */
export interface TimeFormatGuess {
  format: TimeFormat;
  /**
   * `sure`: the times leave no choice; `ambiguous`: day and month could be either way round in all of them; `mixed`: some
   * can only be day first and others only month first.
   */
  certainty: "sure" | "ambiguous" | "mixed";
}

const MONTHS = 12;

/** Looks through times as they stand in the file; none at all, or none with a choice, is ISO. */
export function guessTimeFormat(times: readonly string[]): TimeFormatGuess {
  const numbers = times.map(ambiguousNumbers).filter((pair) => pair !== null);
  if (numbers.length === 0) {
    const filled = times.filter((time) => time.trim() !== "");
    const epoch = filled.length > 0 && filled.every(isEpoch);
    return { format: epoch ? "epoch" : "iso", certainty: "sure" };
  }
  const dayFirst = numbers.filter(([first]) => first > MONTHS).length;
  const monthFirst = numbers.filter(([, second]) => second > MONTHS).length;
  const certainty = dayFirst > 0 && monthFirst > 0 ? "mixed" : dayFirst + monthFirst === 0 ? "ambiguous" : "sure";
  return { format: monthFirst > dayFirst ? "month-day-year" : "day-month-year", certainty };
}
