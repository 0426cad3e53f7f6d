/** The five classes of an answer (METRICS.md 4), best first. */
export const SCORES = [5, 4, 3, 2, 1] as const;
export type Score = (typeof SCORES)[number];

/** The class of a stored score; null where the scale has none. */
export function scoreOf(stored: number | null): Score | null {
  return SCORES.find((score) => score === stored) ?? null;
}
