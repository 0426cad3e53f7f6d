/** A stretch of time without its end. */
export interface TimeSlice {
  from: Date;
  to: Date;
}

const HOUR_MS = 3_600_000;
const FIRST_MS = 24 * HOUR_MS;
/** A slice is as much longer or shorter than the one before as its rows were few or many, within this factor. */
const MOST_CHANGE = 8;

/**
 * Pages of rows slice by slice of time, each slice as long as about `wanted` rows need, so that a page costs the same
 * wherever it lies: nothing that a statement sorts is longer than a slice, also where the planner has no statistics.
 * @param pagesOf reads all rows of a slice
 */
export async function* inSlices<Row>(
  { from, to }: TimeSlice,
  { wanted, newestFirst }: { wanted: number; newestFirst: boolean },
  pagesOf: (slice: TimeSlice) => AsyncIterable<Row[]>,
): AsyncGenerator<Row[], void, undefined> {
  let [start, end] = [from.getTime(), to.getTime()];
  let lengthMs = FIRST_MS;
  while (start < end) {
    const length = Math.min(lengthMs, end - start);
    const slice = newestFirst
      ? { from: new Date(end - length), to: new Date(end) }
      : { from: new Date(start), to: new Date(start + length) };
    let rows = 0;
    for await (const page of pagesOf(slice)) {
      rows += page.length;
      yield page;
    }
    if (newestFirst) end -= length;
    else start += length;
    const change = Math.min(Math.max(wanted / Math.max(rows, 1), 1 / MOST_CHANGE), MOST_CHANGE);
    lengthMs = Math.max(Math.round(lengthMs * change), HOUR_MS);
  }
}
