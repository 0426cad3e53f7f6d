import { z } from "zod";
import {
  type Allowance,
  type Asking,
  afterAnswer,
  afterSending,
  afterSilence,
  allowanceSchema,
  msUntilFree,
  spacedAllowance,
} from "./limiter-allowance.ts";
import { afterFailure, breakerSchema, CLOSED, restOf, withProbe } from "./limiter-breaker.ts";
import type { RateBudget } from "./rate-budget.ts";

/** Somebody waits at a screen; what has changed lately; what happened long ago. Each leaves room for those before it. */
export type Priority = "interactive" | "changes" | "history";

/** What became of asking for a place: it may go, or not for so long; `rests` when the helpdesk seems to be down. */
export type Turn = { state: "goes"; id: string } | { state: "waits" | "rests"; milliseconds: number };

export interface Outcome {
  /** What the answer told; empty when it told nothing or there was none. */
  budgets: readonly RateBudget[];
  /** HTTP status, null without an answer. */
  status: number | null;
  retryAfterSeconds: number | null;
  /** The helpdesk did not serve the request: an answer of 5xx, no connection, no answer in time. */
  failed: boolean;
}

/** A worker that took a place and is not heard of for so long has died; its request may have been counted. */
const FORGOTTEN_AFTER_MS = 90_000;
const LONGEST_PAUSE_SECONDS = 15 * 60;
const FIRST_PAUSE_SECONDS = 5;
/** Without a told limit a refusal takes this share away, which comes back within minutes. */
const KEPT_AFTER_REFUSAL = 0.7;
const LEAST_SHARE = 0.25;
const REGAINED_PER_MINUTE = 0.05;
/** What is less urgent leaves a request to somebody until a little after that one's wait should be over. */
const WAITER_GRACE_MS = 1_000;
/** Nobody is sent away for longer than this only because others wait too. */
const LONGEST_QUEUE_MS = 30_000;
const MOST_WAITING = 200;
/** How long a second question to an endpoint of unknown limits waits for the answer to the first. */
const FIRST_ANSWER_POLL_MS = 100;
const FIRST_ANSWER_MS = 5_000;
const MOST_ENDPOINTS = 60;

/**
 * What is known of one account's limits, as JSON. All times are epoch milliseconds.
 * `endpoints` holds which allowances each one uses, the one that was asked last at the end.
 */
export const gateSchema = z.object({
  version: z.literal(1),
  allowances: z.record(z.string(), allowanceSchema),
  endpoints: z.array(z.object({ endpoint: z.string(), buckets: z.array(z.string()) })),
  underWay: z.array(
    z.object({
      ...{ id: z.string(), endpoint: z.string(), buckets: z.array(z.string()), sentAt: z.number() },
      /** Requests that were answered since this one was sent. */
      overtaken: z.number(),
    }),
  ),
  pausedUntil: z.number().nullable(),
  /** Refusals in a row. */
  refusals: z.number(),
  /** Share of what is only assumed that was left at an instant. */
  share: z.object({ left: z.number(), at: z.number() }),
  breaker: breakerSchema,
  /** Who has been told to come back, and when. */
  waiting: z.array(z.object({ rank: z.number(), until: z.number() })),
});

export type Gate = z.output<typeof gateSchema>;

const RANKS: Record<Priority, number> = { history: 0, changes: 1, interactive: 2 };
type UnderWay = Gate["underWay"][number];

/** A gate of which only the documented limits are known. */
export function newGate(assumed: readonly RateBudget[], at: number): Gate {
  return {
    version: 1,
    allowances: Object.fromEntries(assumed.map((budget) => [budget.bucket, spacedAllowance(budget, at)])),
    ...{ endpoints: [], underWay: [], pausedUntil: null, refusals: 0 },
    ...{ share: { left: 1, at }, breaker: CLOSED, waiting: [] },
  };
}

/** A place for one request is asked for. */
export interface PlaceRequest {
  /** Name under which the outcome will be told. */
  id: string;
  endpoint: string;
  priority: Priority;
  at: number;
}

/** Gives a place or says how long there is none. Changes `gate`. */
export function takePlace(gate: Gate, request: PlaceRequest): Turn {
  const { id, endpoint, at } = request;
  dropForgotten(gate, at);
  const rest = restOf(gate.breaker, at, (probe) => gate.underWay.some((other) => other.id === probe));
  if (rest > 0) return { state: "rests", milliseconds: rest };
  const milliseconds = msUntilPlace(gate, request);
  if (milliseconds > 0) return { state: "waits", milliseconds: lineUp(gate, request, milliseconds) };
  const buckets = bucketsOf(gate, endpoint);
  const share = shareAt(gate, at);
  changeAllowances(gate, buckets, (allowance) => afterSending(allowance, { at, share }));
  gate.underWay.push({ id, endpoint, buckets, sentAt: at, overtaken: 0 });
  gate.breaker = withProbe(gate.breaker, id);
  leaveQueue(gate, request);
  return { state: "goes", id };
}

/**
 * Learns how a request ended. An id that is not known any more (its place was taken back) still teaches what it can.
 * Changes `gate`. @param chance 0 to 1, for jitter
 */
export function learnOutcome(
  gate: Gate,
  id: string,
  { at, chance, ...outcome }: Outcome & { at: number; chance: number },
): void {
  const ended = gate.underWay.find((request) => request.id === id);
  gate.underWay = gate.underWay.filter((request) => request.id !== id);
  for (const other of gate.underWay) other.overtaken += 1;
  if (ended) learnBudgets(gate, ended, { budgets: outcome.budgets, at });
  if (outcome.status === 429) pause(gate, outcome, { at, chance });
  else if (outcome.status !== null) gate.refusals = 0;
  if (outcome.failed) gate.breaker = afterFailure(gate.breaker, id, { at, chance });
  else if (outcome.status !== null) gate.breaker = CLOSED;
}

/** Those who wait are told to come back one after the other. @returns milliseconds, at least those given */
function lineUp(gate: Gate, request: PlaceRequest, milliseconds: number): number {
  const { at, priority } = request;
  const rank = RANKS[priority];
  gate.waiting = gate.waiting.filter(({ until }) => at < until + WAITER_GRACE_MS);
  // Whoever comes back before a place is free will line up anew; a millisecond is lost to rounding.
  const ahead = gate.waiting.filter((other) => other.rank >= rank && other.until >= at + milliseconds - 1).length;
  const behindThem = Math.min(LONGEST_QUEUE_MS, msUntilPlace(gate, request, ahead));
  const wait = Math.max(milliseconds, behindThem);
  if (gate.waiting.length < MOST_WAITING) gate.waiting.push({ rank, until: at + wait });
  return wait;
}

function leaveQueue(gate: Gate, { priority, at }: PlaceRequest): void {
  const own = gate.waiting.findIndex(({ rank, until }) => rank === RANKS[priority] && until <= at);
  if (own >= 0) gate.waiting.splice(own, 1);
}

function msUntilPlace(gate: Gate, { endpoint, priority, at }: PlaceRequest, ahead = 0): number {
  const paused = Math.max(0, Math.ceil((gate.pausedUntil ?? 0) - at));
  const known = gate.endpoints.find((entry) => entry.endpoint === endpoint);
  const isFirstUnderWay = gate.underWay.some(
    (other) => other.endpoint === endpoint && at - other.sentAt < FIRST_ANSWER_MS,
  );
  const unknown = known === undefined && isFirstUnderWay ? FIRST_ANSWER_POLL_MS : 0;
  const leave = gate.waiting.filter(({ rank, until }) => rank > RANKS[priority] && at < until + WAITER_GRACE_MS).length;
  const waits = bucketsOf(gate, endpoint).flatMap((bucket) => {
    const allowance = gate.allowances[bucket];
    return allowance ? [msUntilFree(allowance, askingOf(gate, bucket, { at, priority, leave, ahead }))] : [];
  });
  return Math.max(paused, unknown, ...waits);
}

function askingOf(
  gate: Gate,
  bucket: string,
  { priority, ...asking }: Pick<Asking, "at" | "leave" | "ahead"> & { priority: Priority },
): Asking {
  const others = gate.underWay.filter(({ buckets }) => buckets.includes(bucket));
  const youngestSentAt = others.reduce((youngest, { sentAt }) => Math.max(youngest, sentAt), 0);
  const share = shareAt(gate, asking.at);
  return { ...asking, isHistory: priority === "history", underWay: others.length, youngestSentAt, share };
}

/** An endpoint that has not answered yet uses all allowances known, which can only be too careful. */
function bucketsOf(gate: Gate, endpoint: string): string[] {
  return gate.endpoints.find((entry) => entry.endpoint === endpoint)?.buckets ?? Object.keys(gate.allowances);
}

function learnBudgets(
  gate: Gate,
  ended: UnderWay,
  { budgets, at }: { budgets: readonly RateBudget[]; at: number },
): void {
  const told = new Map(budgets.map((budget) => [budget.bucket, budget]));
  const silent =
    told.size === 0 ? ended.buckets : budgets.flatMap((budget) => (budget.remaining === null ? [budget.bucket] : []));
  changeAllowances(gate, silent, afterSilence);
  for (const [bucket, budget] of told) {
    const underWay = gate.underWay.filter(({ buckets }) => buckets.includes(bucket)).length;
    const known = gate.allowances[bucket];
    const answer = { sentAt: ended.sentAt, at, overtaken: ended.overtaken, underWay };
    gate.allowances[bucket] = afterAnswer(known, budget, answer);
  }
  const untold = bucketsOf(gate, ended.endpoint);
  gate.endpoints = gate.endpoints.filter(({ endpoint }) => endpoint !== ended.endpoint).slice(1 - MOST_ENDPOINTS);
  gate.endpoints.push({ endpoint: ended.endpoint, buckets: told.size > 0 ? [...told.keys()] : untold });
}

function changeAllowances(gate: Gate, buckets: readonly string[], change: (known: Allowance) => Allowance): void {
  for (const bucket of buckets) {
    const known = gate.allowances[bucket];
    if (known) gate.allowances[bucket] = change(known);
  }
}

function dropForgotten(gate: Gate, at: number): void {
  const isForgotten = ({ sentAt }: UnderWay) => at - sentAt >= FORGOTTEN_AFTER_MS;
  for (const forgotten of gate.underWay.filter(isForgotten)) changeAllowances(gate, forgotten.buckets, afterSilence);
  gate.underWay = gate.underWay.filter((request) => !isForgotten(request));
}

/** The account was refused: everybody waits for as long as the vendor says, or longer each time if it does not say. */
function pause(
  gate: Gate,
  { budgets, retryAfterSeconds }: Pick<Outcome, "budgets" | "retryAfterSeconds">,
  { at, chance }: { at: number; chance: number },
): void {
  gate.refusals += 1;
  const told = budgets.filter(({ remaining }) => remaining !== null);
  if (told.length === 0) gate.share = { left: Math.max(LEAST_SHARE, shareAt(gate, at) * KEPT_AFTER_REFUSAL), at };
  const resets = told.flatMap(({ remaining, resetSeconds }) => (remaining === 0 && resetSeconds ? [resetSeconds] : []));
  const guessed = Math.min(60, FIRST_PAUSE_SECONDS * 2 ** (gate.refusals - 1));
  const seconds = retryAfterSeconds ?? (resets.length > 0 ? Math.max(...resets) : guessed);
  const milliseconds = Math.min(seconds, LONGEST_PAUSE_SECONDS) * 1000 + 250 + Math.min(seconds * 100, 2_000) * chance;
  gate.pausedUntil = Math.max(gate.pausedUntil ?? 0, at + milliseconds);
}

function shareAt({ share }: Gate, at: number): number {
  return Math.min(1, share.left + (Math.max(0, at - share.at) / 60_000) * REGAINED_PER_MINUTE);
}
