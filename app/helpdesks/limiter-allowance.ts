import { z } from "zod";
import type { RateBudget } from "./rate-budget.ts";

/** Share of every allowance that is left to the merchant's other integrations. */
const SPARE_SHARE = 0.05;
/** Share that reading history leaves to fresher work on top of it, while that may still come. */
const RESERVE_SHARE = 0.1;
/** A window's reserve is handed to history little by little between these parts of the window. */
const RESERVE_KEPT_UNTIL = 0.5;
const RESERVE_GONE_FROM = 0.8;
/** Windows whose told ends differ by less are one window: vendors round to seconds. */
const SAME_END_MS = 2_000;
/** How long others wait for the one request that shows whether a window has begun afresh. */
const PROOF_MS = 5_000;
const PROOF_POLL_MS = 100;
/** Two requests may find a window still open that began at the vendor a moment after the first went out. */
const SPARE_TO_PROVE_WITH = 2;
/** A window whose end is not told may begin at the vendor this much later than its first request went out. */
const LATEST_START_MS = 2_000;
const DEFAULT_WINDOW_SECONDS = 60;

/** All times are epoch milliseconds. */
export const allowanceSchema = z.discriminatedUnion("kind", [
  /** A told bucket that fills up again evenly. `remaining` was true at `at`. */
  z.object({
    kind: z.literal("bucket"),
    limit: z.number(),
    perSecond: z.number(),
    remaining: z.number(),
    at: z.number(),
  }),
  /**
   * Told requests until an instant. `remaining` is the least that an answer of this window told. `sentAt` is when the
   * request went out whose answer showed the window.
   */
  z.object({
    kind: z.literal("window"),
    ...{ limit: z.number(), remaining: z.number() },
    ...{ startsAt: z.number(), endsAt: z.number(), sentAt: z.number() },
  }),
  /**
   * Nobody tells what is left: requests are spaced evenly, with room for a few at once, which keeps to the limit
   * wherever the vendor's windows begin. `level` requests could go at `at`.
   */
  z.object({
    kind: z.literal("spaced"),
    capacity: z.number(),
    perSecond: z.number(),
    level: z.number(),
    at: z.number(),
  }),
]);

export type Allowance = z.output<typeof allowanceSchema>;
type Window = Extract<Allowance, { kind: "window" }>;

/** Who is asking, and what else is under way in this allowance. */
export interface Asking {
  at: number;
  /** Reading history leaves a reserve to everybody else. */
  isHistory: boolean;
  /** Requests to be left to those who wait for more urgent work. */
  leave: number;
  /** Requests of others that will go first, so that not everybody comes back at the same instant. */
  ahead: number;
  /** Requests without an answer, and when the youngest of them went out. */
  underWay: number;
  youngestSentAt: number;
  /** Share of a limit that nobody tells which may be used: below 1 for a while after a refusal. */
  share: number;
}

/** An allowance of which no answer has told anything yet. */
export function spacedAllowance(budget: RateBudget, at: number): Allowance {
  const { limit } = budget;
  const usable = spareOf(limit) > 0 ? limit - spareOf(limit) : limit * (1 - SPARE_SHARE);
  if (budget.restoredPerSecond !== null)
    return { kind: "spaced", capacity: usable, perSecond: budget.restoredPerSecond, level: usable, at };
  // Room for `capacity` at once plus what comes back within a window must stay within the limit.
  const capacity = 1 + 0.8 * (limit - usable);
  const perSecond = usable / (budget.windowSeconds ?? DEFAULT_WINDOW_SECONDS);
  return { kind: "spaced", capacity, perSecond, level: capacity, at };
}

/** Milliseconds until one more request fits; 0 when it may go now. */
export function msUntilFree(allowance: Allowance, asking: Asking): number {
  if (allowance.kind === "window") return msUntilFreeInWindow(allowance, asking);
  const isSpaced = allowance.kind === "spaced";
  const size = isSpaced ? allowance.capacity : allowance.limit;
  const spare = isSpaced ? 0 : spareOf(size);
  const reserve = asking.isHistory ? reserveOf(size, spare) : 0;
  const underWay = isSpaced ? 0 : asking.underWay;
  const wanted = Math.min(1 + spare + reserve + asking.leave, size) + asking.ahead;
  const missing = wanted - (levelAt(allowance, asking) - underWay);
  // Not even the smallest fraction is waited for that only comes from calculating.
  return missing <= 1e-6 ? 0 : Math.max(1, Math.ceil((missing / rateOf(allowance, asking.share)) * 1000));
}

/** What is left once a request has gone out. Where answers tell, the request counts as under way instead. */
export function afterSending(allowance: Allowance, asking: Pick<Asking, "at" | "share">): Allowance {
  if (allowance.kind !== "spaced") return allowance;
  return { ...allowance, level: levelAt(allowance, asking) - 1, at: asking.at };
}

/** A request ended, and nothing was told: it may have used the allowance. */
export function afterSilence(allowance: Allowance): Allowance {
  return allowance.kind === "spaced" ? allowance : { ...allowance, remaining: allowance.remaining - 1 };
}

/** An answer to a request, seen from one allowance. */
export interface Told {
  sentAt: number;
  at: number;
  /** Others that were answered since it was sent: the vendor may have counted them afterwards. */
  overtaken: number;
  /** Others still without an answer. */
  underWay: number;
}

/** What an answer's budget makes of the allowance known so far. A budget that tells no `remaining` starts counting. */
export function afterAnswer(known: Allowance | undefined, budget: RateBudget, told: Told): Allowance {
  const { limit, remaining } = budget;
  if (remaining === null) return known ?? afterSending(spacedAllowance(budget, told.at), { at: told.at, share: 1 });
  if (budget.restoredPerSecond !== null) {
    // Certain to be there whatever the order in which the vendor took our requests.
    return {
      kind: "bucket",
      limit,
      perSecond: budget.restoredPerSecond,
      remaining: remaining - told.overtaken,
      at: told.at,
    };
  }
  const window = known?.kind === "window" ? known : null;
  const fresh = { ...windowShownBy(budget, told), remaining: remaining - told.overtaken };
  if (window === null) return fresh;
  if (told.at >= window.endsAt)
    return isStillOpen(window, budget, told) ? { ...window, remaining, endsAt: told.at + PROOF_POLL_MS } : fresh;
  if (isLaterWindow(window, budget, told)) return fresh;
  if (isEarlierWindow(window, budget, told)) return { ...window, remaining: window.remaining - 1 };
  const endsAt = budget.resetSeconds === null ? window.endsAt : Math.min(window.endsAt, fresh.endsAt);
  return { ...window, limit, endsAt, remaining: Math.min(window.remaining, remaining) };
}

function windowShownBy(budget: RateBudget, { sentAt, at }: Told): Window {
  const windowMs = (budget.windowSeconds ?? DEFAULT_WINDOW_SECONDS) * 1000;
  const [startsAt, endsAt] =
    budget.resetSeconds === null
      ? [sentAt, (spareOf(budget.limit) >= SPARE_TO_PROVE_WITH ? sentAt : at) + windowMs]
      : [at, at + budget.resetSeconds * 1000];
  return { kind: "window", limit: budget.limit, remaining: 0, startsAt, endsAt, sentAt };
}

/**
 * The count went on where a new one had been expected: the window began later than we thought, and the request that found
 * out was one of the spare.
 */
function isStillOpen(
  window: Window,
  { remaining, resetSeconds, windowSeconds }: RateBudget,
  { sentAt, at }: Told,
): boolean {
  const latestEnd = window.startsAt + (windowSeconds ?? DEFAULT_WINDOW_SECONDS) * 1000 + LATEST_START_MS;
  return (
    resetSeconds === null &&
    sentAt < latestEnd &&
    at < latestEnd + LATEST_START_MS &&
    remaining !== null &&
    remaining <= window.remaining
  );
}

function isLaterWindow(window: Window, budget: RateBudget, { sentAt, at, overtaken, underWay }: Told): boolean {
  if (budget.resetSeconds !== null) return sentAt + budget.resetSeconds * 1000 > window.endsAt + SAME_END_MS;
  // More is left than answers in any other order could explain, so the count has begun again.
  const explicable = window.remaining + overtaken + underWay + spareOf(budget.limit);
  return at > window.startsAt && (budget.remaining ?? 0) > explicable;
}

function isEarlierWindow(window: Window, { resetSeconds }: RateBudget, { sentAt, at }: Told): boolean {
  return resetSeconds !== null && sentAt < window.sentAt && at + resetSeconds * 1000 < window.endsAt - SAME_END_MS;
}

function msUntilFreeInWindow(window: Window, asking: Asking): number {
  const { at, underWay } = asking;
  const hasEnded = at >= window.endsAt;
  const free = (hasEnded ? window.limit : window.remaining) - underWay;
  const spare = spareOf(window.limit);
  if (hasEnded) {
    const isBeingProved = asking.youngestSentAt >= window.endsAt && at - asking.youngestSentAt < PROOF_MS;
    return isBeingProved || free < 1 ? PROOF_POLL_MS : 0;
  }
  const left = free - 1 - spare - asking.leave;
  const untilEnd = Math.ceil(window.endsAt - at);
  if (left < 0) return untilEnd;
  if (!asking.isHistory) return 0;
  // However many go first: as long as something is left, everybody comes back before the window is over.
  const goneTo = reserveGoneTo(window, Math.max(0, left - asking.ahead));
  return Math.min(untilEnd, Math.max(0, Math.ceil(goneTo - at)));
}

/** When the reserve has been handed over down to `count` requests. */
function reserveGoneTo(window: Window, count: number): number {
  const reserve = reserveOf(window.limit, spareOf(window.limit));
  if (reserve <= count) return window.startsAt;
  const length = window.endsAt - window.startsAt;
  const from = window.startsAt + RESERVE_KEPT_UNTIL * length;
  const to = window.startsAt + RESERVE_GONE_FROM * length;
  return to - (count / reserve) * (to - from);
}

function levelAt(allowance: Exclude<Allowance, Window>, { at, share }: Pick<Asking, "at" | "share">): number {
  const [level, size] =
    allowance.kind === "spaced" ? [allowance.level, allowance.capacity] : [allowance.remaining, allowance.limit];
  const restored = (Math.max(0, at - allowance.at) / 1000) * rateOf(allowance, share);
  return Math.min(size, level + restored);
}

function rateOf(allowance: Exclude<Allowance, Window>, share: number): number {
  return allowance.kind === "spaced" ? allowance.perSecond * share : allowance.perSecond;
}

function spareOf(limit: number): number {
  return Math.floor(limit * SPARE_SHARE);
}

function reserveOf(size: number, spare: number): number {
  return size - spare >= 2 ? Math.max(1, Math.floor(size * RESERVE_SHARE)) : 0;
}
