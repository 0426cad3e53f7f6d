import { setTimeout as wait } from "node:timers/promises";
import { HelpdeskError } from "./helpdesk-error.ts";
import { endpointOf, type Limiter } from "./limiter.ts";
import type { Priority } from "./limiter-state.ts";
import { UrgentWorkError } from "./urgent-work.ts";

/** Longer than this a worker neither waits nor tries: the job goes back into the queue. */
export const LONGEST_WAIT_SECONDS = 60;
const URGENT_WORK_EVERY_MS = 1_000;

export type Sleep = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

/** How places are waited for. */
export interface Waiting {
  limiter: Limiter;
  sleep: Sleep;
  signal: AbortSignal | undefined;
  /** Asks whether something has come up that is to be done before any history or change. */
  urgent: (() => Promise<boolean>) | undefined;
}

/**
 * Waits for a place within the account's limits.
 * @returns its name, under which the outcome has to be told
 * @throws HelpdeskError `rate-limited` when it would take longer than a minute, `unavailable` while the helpdesk is down
 * @throws UrgentWorkError
 */
export async function takeTurn(waiting: Waiting, path: string, priority: Priority): Promise<string> {
  for (;;) {
    const turn = await waiting.limiter.take(endpointOf(path), priority);
    if (turn.state === "goes") return turn.id;
    const retryAfterSeconds = Math.ceil(turn.milliseconds / 1000);
    if (turn.state === "rests")
      throw new HelpdeskError("unavailable", "The helpdesk did not answer for some time", { path, retryAfterSeconds });
    if (turn.milliseconds > LONGEST_WAIT_SECONDS * 1000)
      throw new HelpdeskError("rate-limited", "The helpdesk's limit is used up", { path, retryAfterSeconds });
    await rest(waiting, turn.milliseconds, priority);
  }
}

/** Sleeps, and looks for urgent work each second unless the waiting is urgent itself. */
export async function rest(
  { sleep, signal, urgent }: Pick<Waiting, "sleep" | "signal" | "urgent">,
  milliseconds: number,
  priority: Priority,
): Promise<void> {
  if (!urgent || priority === "interactive" || milliseconds <= URGENT_WORK_EVERY_MS) return sleep(milliseconds, signal);
  for (let left = milliseconds; left > 0; left -= URGENT_WORK_EVERY_MS) {
    if (await urgent()) throw new UrgentWorkError();
    await sleep(Math.min(left, URGENT_WORK_EVERY_MS), signal);
  }
}

/** Really sleeps. Ends at once, with the signal's reason, when the signal does. */
export const sleep: Sleep = async (milliseconds, signal) => {
  signal?.throwIfAborted();
  await wait(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    throw signal?.aborted ? signal.reason : error;
  });
};
