import { expect, test } from "vitest";
import { nextWalk, progressOf, ROUND_SECONDS, type WalkState } from "./sync-plan.ts";

const STREAMS = ["agents", "tickets", "messages"];
const NOW = new Date("2026-11-20T12:00:00Z");

test("agents are read before anything else, because authors are told apart by them", () => {
  expect(nextWalk([history("tickets"), history("agents")], STREAMS, NOW)?.stream).toBe("agents");
});

test("of the histories the one that has come the least far back goes on, so all of them are complete to one day", () => {
  const walks = [history("tickets", { reachedAt: daysAgo(30) }), history("messages", { reachedAt: daysAgo(10) })];
  expect(nextWalk(walks, STREAMS, NOW)?.stream).toBe("messages");
  expect(nextWalk([...walks.slice(0, 1), history("messages")], STREAMS, NOW)?.stream).toBe("messages");
});

test("changes that are due are read before history, so new tickets never wait for old ones", () => {
  const due = current("tickets", { finishedAt: secondsAgo(ROUND_SECONDS) });
  expect(nextWalk([history("tickets"), due], STREAMS, NOW)?.walk).toBe("current");
  const fresh = current("tickets", { finishedAt: secondsAgo(ROUND_SECONDS - 1) });
  expect(nextWalk([history("tickets"), fresh], STREAMS, NOW)?.walk).toBe("history");
});

test("a round that has begun is read to its end", () => {
  const begun = current("messages", { startedAt: secondsAgo(5), finishedAt: secondsAgo(60) });
  expect(nextWalk([begun], STREAMS, NOW)).toBe(begun);
});

test("nothing is left to do when histories are finished and no round is due", () => {
  const walks = [
    history("agents", { finishedAt: NOW }),
    history("tickets", { finishedAt: NOW }),
    current("tickets", { finishedAt: NOW }),
  ];
  expect(nextWalk(walks, STREAMS, NOW)).toBeNull();
});

test("progress counts tickets, and is complete only since where the slowest stream has come", () => {
  const walks = [
    history("tickets", { done: 500, expected: 1_000, reachedAt: daysAgo(60), startedAt: secondsAgo(100) }),
    history("messages", { reachedAt: daysAgo(30), oldestAt: daysAgo(60), startedAt: secondsAgo(100) }),
  ];
  const progress = progressOf(walks, NOW);
  expect(progress).toMatchObject({ phase: "history", done: 500, expected: 1_000, completeSince: daysAgo(30) });
  expect(progress.share).toBeCloseTo(0.5, 2);
  expect(progress.secondsLeft).toBe(100);
});

test("as long as one stream has not begun nothing is said to be complete", () => {
  expect(
    progressOf([history("tickets", { reachedAt: daysAgo(3) }), history("messages")], NOW).completeSince,
  ).toBeNull();
});

test("a helpdesk whose histories are all read is current, whatever was expected", () => {
  const read = { finishedAt: NOW, done: 990, expected: 1_000 };
  expect(progressOf([history("tickets", read), current("tickets")], NOW)).toMatchObject({
    phase: "current",
    done: 990,
    expected: 990,
    share: 1,
  });
});

function history(stream: string, some: Partial<WalkState> = {}): WalkState {
  const nothing = { done: 0, expected: null, reachedAt: null, oldestAt: null, startedAt: null, finishedAt: null };
  return { stream, walk: "history", cursor: null, ...nothing, ...some };
}

function current(stream: string, some: Partial<WalkState> = {}): WalkState {
  return { ...history(stream, some), walk: "current" };
}

function daysAgo(days: number): Date {
  return secondsAgo(days * 86_400);
}

function secondsAgo(seconds: number): Date {
  return new Date(NOW.getTime() - seconds * 1000);
}
