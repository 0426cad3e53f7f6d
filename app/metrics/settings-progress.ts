/** How far a computation in the background has come. */
export interface RebuildProgress {
  done: number;
  /** How much there is to do; null until it has been counted. */
  expected: number | null;
}

/** What of a shop is being computed anew: facts in tickets, figures in shop days; null where nothing is. */
export interface RebuildsUnderWay {
  facts: RebuildProgress | null;
  figures: RebuildProgress | null;
}
