import type { Walk } from "../helpdesks/adapter.ts";
import type { Json } from "../helpdesks/json.ts";

/** A check reads once more what has been read: recent rows every night, all of them every month. */
export const CHECKS = ["recent-check", "full-check"] as const;
export type Check = (typeof CHECKS)[number];

/** Where one walk of one stream stands. */
export interface WalkState {
  stream: string;
  walk: Walk | Check;
  cursor: Json;
  done: number;
  expected: number | null;
  /** Oldest instant that a history walk has covered from its start. */
  reachedAt: Date | null;
  oldestAt: Date | null;
  /** Start of the history, or of the current walk's present or latest round. */
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A round through all changes begins this long after the one before ended. */
export const ROUND_SECONDS = 5 * 60;

/**
 * Chooses what to read next: first the agents, by whom authors are told apart; then changes that are due, so that new
 * tickets never wait for old ones; then of the histories the one that has come the least far back, so that recent
 * months are complete early; checks when nothing else is to be done. Null when everything is read for now.
 * @param streams in the order in which a round reads them, the agents' first
 */
export function nextWalk(walks: readonly WalkState[], streams: readonly string[], now: Date): WalkState | null {
  const inOrder = [...walks].sort((a, b) => streams.indexOf(a.stream) - streams.indexOf(b.stream));
  const unread = inOrder.filter((walk) => walk.walk === "history" && !walk.finishedAt);
  const agents = unread.find((walk) => walk.stream === streams[0]);
  const due = inOrder.find((walk) => walk.walk === "current" && isRoundDue(walk, now));
  const leastFarBack = unread.reduce<WalkState | null>(
    (least, walk) => (isLessFarBack(walk, least) ? walk : least),
    null,
  );
  const check = CHECKS.flatMap((kind) => inOrder.filter((walk) => walk.walk === kind && !walk.finishedAt)).at(0);
  return agents ?? due ?? leastFarBack ?? check ?? null;
}

/** How an adapter reads a walk: a check goes the way of the history. */
export function adapterWalkOf({ walk }: WalkState): Walk {
  return walk === "current" ? "current" : "history";
}

/** Whether a current walk is in the middle of a round, or its next one should begin. */
function isRoundDue(walk: WalkState, now: Date): boolean {
  if (!walk.finishedAt) return true;
  if (walk.startedAt && walk.startedAt > walk.finishedAt) return true;
  return now.getTime() - walk.finishedAt.getTime() >= ROUND_SECONDS * 1000;
}

function isLessFarBack(walk: WalkState, than: WalkState | null): boolean {
  if (!than) return true;
  if (!than.reachedAt) return false;
  return !walk.reachedAt || walk.reachedAt > than.reachedAt;
}

export interface SyncProgress {
  phase: "history" | "current";
  /** Tickets read, and how many there are; null where the helpdesk does not tell. */
  done: number;
  expected: number | null;
  /** 0 to 1; null while nothing can be said. */
  share: number | null;
  secondsLeft: number | null;
  /** Everything since this instant is here; null until the first page of every stream has come. */
  completeSince: Date | null;
}

const TICKETS = "tickets";
/** Below this share an estimate of the time left is a guess. */
const LEAST_SHARE_TO_ESTIMATE = 0.02;

/** How far the first load of a helpdesk has come, from where its walks stand. */
export function progressOf(walks: readonly WalkState[], now: Date): SyncProgress {
  const histories = walks.filter((walk) => walk.walk === "history");
  const tickets = histories.find((walk) => walk.stream === TICKETS);
  const unfinished = histories.filter((walk) => !walk.finishedAt);
  const done = tickets?.done ?? 0;
  const expected = tickets?.expected ?? null;
  if (unfinished.length === 0) {
    return { phase: "current", done, expected: done, share: 1, secondsLeft: 0, completeSince: null };
  }
  const share =
    histories.length === 0 ? null : histories.reduce((sum, walk) => sum + shareOf(walk), 0) / histories.length;
  const starts = histories.flatMap((walk) => (walk.startedAt ? [walk.startedAt.getTime()] : []));
  const elapsed = starts.length > 0 ? (now.getTime() - Math.min(...starts)) / 1000 : 0;
  return {
    phase: "history",
    done,
    expected: expected === null ? null : Math.max(expected, done),
    share,
    secondsLeft: share && share > LEAST_SHARE_TO_ESTIMATE ? Math.round((elapsed * (1 - share)) / share) : null,
    completeSince: unfinished.some((walk) => !walk.reachedAt) ? null : newest(unfinished.map((walk) => walk.reachedAt)),
  };
}

/** By rows where their number is known, else by how much of the time is covered. */
function shareOf(walk: WalkState): number {
  if (walk.finishedAt) return 1;
  if (walk.expected) return Math.min(walk.done / walk.expected, 0.99);
  if (!walk.reachedAt || !walk.oldestAt || !walk.startedAt) return 0;
  const span = walk.startedAt.getTime() - walk.oldestAt.getTime();
  return span > 0 ? Math.min(Math.max((walk.startedAt.getTime() - walk.reachedAt.getTime()) / span, 0), 0.99) : 0;
}

function newest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((latest, instant) => (!latest || (instant && instant > latest) ? instant : latest), null);
}
