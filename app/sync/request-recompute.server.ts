import { enqueueRecompute } from "./enqueue-jobs.server.ts";

/** Shorter than a job waits before it begins, so that whoever relies on the job is done before it. */
const COVERS_MS = 800;

interface Asked {
  atMs: number;
  sent: Promise<void>;
}

const lastAsked = new Map<string, Asked>();

/**
 * Asks for a shop's figures to be computed again, after what they follow from has been committed. Of many requests of this
 * process at once only the first goes to the queue: its job waits longer than it stands in for others.
 */
export function requestRecompute(shopId: string): Promise<void> {
  const atMs = performance.now();
  const last = lastAsked.get(shopId);
  if (last && atMs - last.atMs < COVERS_MS) return last.sent;
  const sent = enqueueRecompute(shopId);
  lastAsked.set(shopId, { atMs, sent });
  return sent;
}
