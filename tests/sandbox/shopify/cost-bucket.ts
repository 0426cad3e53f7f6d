import type { SandboxClock } from "../simulator.ts";

export interface BucketSize {
  /** Points a full bucket holds. */
  maximumAvailable: number;
  /** Points that come back a second. */
  restoreRate: number;
}

export const STANDARD_PLAN: BucketSize = { maximumAvailable: 2000, restoreRate: 100 };

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** The leaky bucket of one app on one shop: it must hold a query's requested cost, and loses the actual one. */
export class CostBucket {
  readonly #clock: SandboxClock;
  #size: BucketSize;
  #available: number;
  #asOf: number;

  constructor(size: BucketSize, clock: SandboxClock) {
    this.#clock = clock;
    this.#size = size;
    this.#available = size.maximumAvailable;
    this.#asOf = clock().getTime();
  }

  holds(points: number): boolean {
    this.#restore();
    return this.#available >= points;
  }

  spend(points: number): void {
    this.#restore();
    this.#available -= points;
  }

  status(): ThrottleStatus {
    this.#restore();
    return {
      maximumAvailable: this.#size.maximumAvailable,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.#size.restoreRate,
    };
  }

  resize(size: BucketSize): void {
    this.#size = size;
    this.#available = size.maximumAvailable;
  }

  #restore(): void {
    const now = this.#clock().getTime();
    const restored = ((now - this.#asOf) / 1000) * this.#size.restoreRate;
    this.#available = Math.min(this.#size.maximumAvailable, this.#available + restored);
    this.#asOf = now;
  }
}
