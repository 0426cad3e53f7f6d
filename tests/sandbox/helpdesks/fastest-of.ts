/**
 * Milliseconds of the fastest of some runs: what the work costs by itself, whatever else the machine is doing meanwhile.
 * Only to be compared with another such cost of the same process, never with a number of milliseconds.
 */
export async function fastestOf(runs: number, work: () => Promise<unknown>): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now();
    await work();
    fastest = Math.min(fastest, performance.now() - startedAt);
  }
  return fastest;
}
