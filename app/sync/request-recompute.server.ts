import { enqueueRecompute } from "./enqueue-jobs.server.ts";

/** Shorter than a new job waits before it begins, so that whoever relies on the job is done before it. */
const COVERS_MS = 800;

/** What this process has asked the queue for a shop. */
interface Asking {
  /** Until then a job that this process has put into the queue is certain not to have begun. */
  coversUntilMs: number;
  /** Settles, well or not, when the queue has answered the latest question. */
  latest: Promise<void>;
  /** A question that waits for the latest one, on behalf of all who come in the meantime. */
  next: Promise<void> | null;
}

const asked = new Map<string, Asking>();

/**
 * Asks for a shop's figures to be computed again, after what they follow from has been committed. Of many requests of this
 * process at once few go to the queue: a new job waits longer than it stands in for others. A job that was waiting before
 * may begin at any time, and stands in for nobody who comes after the question.
 */
export function requestRecompute(shopId: string): Promise<void> {
  const asking = asked.get(shopId) ?? { coversUntilMs: 0, latest: Promise.resolve(), next: null };
  asked.set(shopId, asking);
  asking.next ??= asking.latest.then(() => {
    asking.next = null;
    const answered = ask(asking, shopId);
    asking.latest = answered.catch(() => undefined);
    return answered;
  });
  return asking.next;
}

async function ask(asking: Asking, shopId: string): Promise<void> {
  const atMs = performance.now();
  if (atMs < asking.coversUntilMs) return;
  if (await enqueueRecompute(shopId)) asking.coversUntilMs = atMs + COVERS_MS;
}
