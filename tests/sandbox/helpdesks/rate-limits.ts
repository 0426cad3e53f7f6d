import type { SandboxClock } from "../simulator.ts";

/** What a limiter says about one request; a refused request does not use up anything. */
export interface LimitVerdict {
  accepted: boolean;
  limit: number;
  used: number;
  /** Whole seconds until the window starts afresh, or, for a bucket, until one more request fits. */
  secondsToWait: number;
}

export interface Limiter {
  take(): LimitVerdict;
  look(): LimitVerdict;
}

/** A bucket of `requests` that empties evenly, wholly within `windowSeconds`. */
export function createLeakyBucket(size: { requests: number; windowSeconds: number }, clock: SandboxClock): Limiter {
  const leakPerMillisecond = size.requests / (size.windowSeconds * 1000);
  let level = 0;
  let leakedAt = clock().getTime();

  function verdict(accepted: boolean): LimitVerdict {
    const overflow = level + 1 - size.requests;
    const secondsToWait = overflow <= 0 ? 0 : Math.ceil(overflow / leakPerMillisecond / 1000);
    return { accepted, limit: size.requests, used: Math.max(0, Math.ceil(level - 1e-9)), secondsToWait };
  }
  function leak(): void {
    const now = clock().getTime();
    level = Math.max(0, level - Math.max(0, now - leakedAt) * leakPerMillisecond);
    leakedAt = now;
  }
  return {
    take() {
      leak();
      if (level + 1 > size.requests + 1e-9) return verdict(false);
      level += 1;
      return verdict(true);
    },
    look() {
      leak();
      return verdict(true);
    },
  };
}

/** `requests` in each window. Windows start at multiples of their length since 1970, as the vendor's do each minute. */
export function createFixedWindow(size: { requests: number; windowSeconds: number }, clock: SandboxClock): Limiter {
  let window = Number.NEGATIVE_INFINITY;
  let used = 0;

  function verdict(accepted: boolean): LimitVerdict {
    const elapsed = (clock().getTime() / 1000) % size.windowSeconds;
    return { accepted, limit: size.requests, used, secondsToWait: Math.ceil(size.windowSeconds - elapsed) };
  }
  function turn(): void {
    const current = Math.floor(clock().getTime() / 1000 / size.windowSeconds);
    if (current !== window) used = 0;
    window = current;
  }
  return {
    take() {
      turn();
      if (used >= size.requests) return verdict(false);
      used += 1;
      return verdict(true);
    },
    look() {
      turn();
      return verdict(true);
    },
  };
}
