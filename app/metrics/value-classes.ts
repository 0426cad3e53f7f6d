/**
 * Classes of whole values (seconds, or a count of messages) in which distributions are kept. Small values have a class each,
 * larger ones classes that grow by 1.8 %, so that no value is further than 0.9 % from the middle of its class and
 * percentiles are right within 1 % however many days are merged.
 */
const GROWTH = 1.018;
/** Ten years in seconds; whatever is longer falls into the last class. */
const LONGEST = 10 * 366 * 86_400;

/** Where the coarse classes of the response-time chart begin; they are edges of the fine ones, so their counts are exact. */
export const COARSE_EDGES = [0, 3_600, 14_400, 28_800, 86_400] as const;

/** Smallest value of each class, from 0 on, ascending. */
export const CLASS_STARTS: readonly number[] = startsOfClasses();

function startsOfClasses(): number[] {
  const starts: number[] = [];
  for (let start = 0; start < LONGEST; ) {
    starts.push(start);
    const grown = Math.max(start + 1, Math.floor(start * GROWTH));
    start = COARSE_EDGES.find((edge) => edge > start && edge < grown) ?? grown;
  }
  return starts;
}

/** Counts by class. */
export type ClassCounts = Float64Array;

/** Counts of nothing yet. */
export function emptyCounts(): ClassCounts {
  return new Float64Array(CLASS_STARTS.length);
}

const SPACE = 32;
const COLON = 58;
const ZERO = 48;

/**
 * Adds counts as the database keeps them: "class:count class:count". Written without splitting the text, because a page
 * reads hundreds of thousands of them.
 */
export function addCounts(counts: ClassCounts, text: string): void {
  let index = 0;
  let number = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === COLON) {
      index = number;
      number = 0;
    } else if (code === SPACE) {
      counts[index] = (counts[index] ?? 0) + number;
      number = 0;
    } else number = number * 10 + code - ZERO;
  }
  if (text !== "") counts[index] = (counts[index] ?? 0) + number;
}

/** How many values there are. */
export function countAll(counts: ClassCounts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Percentile by linear interpolation between the closest ranks, each at the middle of its class; null of no values. */
export function percentileOf(counts: ClassCounts, share: number): number | null {
  const n = countAll(counts);
  if (n === 0) return null;
  const position = share * (n - 1);
  const below = valueAtRank(counts, Math.floor(position));
  const above = valueAtRank(counts, Math.ceil(position));
  return below + (position - Math.floor(position)) * (above - below);
}

/** @param rank from 0 on, below the number of values */
function valueAtRank(counts: ClassCounts, rank: number): number {
  let passed = 0;
  for (let index = 0; index < counts.length; index += 1) {
    passed += counts[index] ?? 0;
    if (passed > rank) return middleOf(index);
  }
  return middleOf(counts.length - 1);
}

/** The value that is at most the same share away from the smallest and the largest of a class. */
function middleOf(index: number): number {
  const smallest = CLASS_STARTS[index] ?? 0;
  const largest = (CLASS_STARTS[index + 1] ?? smallest + 1) - 1;
  return smallest === largest ? smallest : (2 * smallest * largest) / (smallest + largest);
}

/** Counts of the coarse classes; exact. */
export function coarseCounts(counts: ClassCounts): number[] {
  return COARSE_EDGES.map((from, index) => {
    const to = COARSE_EDGES[index + 1] ?? Number.POSITIVE_INFINITY;
    return CLASS_STARTS.reduce(
      (sum, start, place) => (start >= from && start < to ? sum + (counts[place] ?? 0) : sum),
      0,
    );
  });
}
