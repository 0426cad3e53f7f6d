import { enqueueRecompute } from "./enqueue-jobs.server.ts";

/** Shorter than a new job waits before it begins, so that whoever relies on the job is done before it. */
const COVERS_MS = 800;

interface Asked {
  atMs: number;
  /** Whether the queue made a new job of it; a job that was waiting already may begin at any time. */
  isNew: Promise<boolean>;
}

const lastAsked = new Map<string, Asked>();

/**
 * Asks for a shop's figures to be computed again, after what they follow from has been committed. Of many requests of this
 * process at once only the first goes to the queue: its job waits longer than it stands in for others.
 */
export async function requestRecompute(shopId: string): Promise<void> {
  for (;;) {
    const last = lastAsked.get(shopId);
    if (!last || performance.now() - last.atMs >= COVERS_MS) {
      await ask(shopId);
      return;
    }
    if (await last.isNew) return;
    if (lastAsked.get(shopId) === last) lastAsked.delete(shopId);
  }
}

/** What has been committed before this is covered, by the new job as by one that was waiting. */
async function ask(shopId: string): Promise<void> {
  const asked = { atMs: performance.now(), isNew: enqueueRecompute(shopId) };
  lastAsked.set(shopId, asked);
  try {
    await asked.isNew;
  } catch (error) {
    if (lastAsked.get(shopId) === asked) lastAsked.delete(shopId);
    throw error;
  }
}
