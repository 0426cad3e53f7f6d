import { setImmediate as turn } from "node:timers/promises";

export interface VirtualTime {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Lets everything happen up to an instant, epoch milliseconds; what sleeps longer sleeps for ever. */
  runUntil(end: number): Promise<void>;
}

interface Sleeper {
  at: number;
  /** Who went to sleep first wakes first at the same instant. */
  order: number;
  wake(): void;
}

/** How often the event loop turns before everybody who is awake has certainly gone to sleep again. */
const TURNS = 4;

/**
 * A clock that jumps from one sleeper's hour to the next, so that minutes of waiting take no time. Whoever is awake
 * works in real time, during which this clock stands still; so all waiting has to go through `sleep`.
 */
export function createVirtualTime(start: number): VirtualTime {
  let time = start;
  let orders = 0;
  const sleepers: Sleeper[] = [];
  return {
    now: () => new Date(time),
    sleep: (milliseconds) =>
      new Promise((wake) => {
        orders += 1;
        insert(sleepers, { at: time + Math.max(0, milliseconds), order: orders, wake });
      }),
    async runUntil(end) {
      for (;;) {
        for (let turns = 0; turns < TURNS; turns += 1) await turn();
        const next = sleepers.at(-1);
        if (!next || next.at > end) break;
        sleepers.pop();
        time = next.at;
        next.wake();
      }
      time = end;
    },
  };
}

/** Keeps the list sorted, the next one to wake at its end. */
function insert(sleepers: Sleeper[], sleeper: Sleeper): void {
  let [low, high] = [0, sleepers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sleepers[middle];
    if (other && (other.at > sleeper.at || (other.at === sleeper.at && other.order > sleeper.order))) low = middle + 1;
    else high = middle;
  }
  sleepers.splice(low, 0, sleeper);
}
