/**
 * Options of Node with which the worker runs. It reads a page at a time and needs little, but left to itself the engine
 * lets garbage pile up to some 500 MB before it looks. With these a worker stays below 300 MB, whatever it reads.
 */
export const WORKER_MEMORY_OPTIONS: readonly string[] = ["--max-old-space-size=152", "--max-semi-space-size=16"];
