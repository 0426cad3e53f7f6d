import { expect, test } from "vitest";
import type { PageRequest } from "../adapter.ts";
import {
  isLastSliceDone,
  nextSlice,
  parseExportCursor,
  reachedAt,
  type SliceCursor,
  sliceEnd,
  startExportCursor,
} from "./walk-cursors.ts";

const STARTED = new Date("2026-06-01T00:00:00Z");
const DAY = 86_400;

test("the history is read in slices from young to old, each ending where the one before began", () => {
  const started = STARTED.getTime() / 1000;
  const slices: [number, number | null][] = [];
  let cursor = firstSlice();
  while (!isLastSliceDone(cursor)) {
    slices.push([cursor.startTime, sliceEnd(cursor)]);
    cursor = nextSlice({ ...cursor, next: "somewhere" });
    expect(cursor.next).toBeNull();
  }
  expect(slices).toEqual([
    [started - 30 * DAY, null],
    [started - 90 * DAY, started - 30 * DAY],
    [started - 365 * DAY, started - 90 * DAY],
    [0, started - 365 * DAY],
  ]);
});

test("what is reached is the start of the last slice that is whole, and at the end the oldest row", () => {
  let cursor = firstSlice();
  expect(reachedAt(cursor)).toEqual(STARTED);
  cursor = nextSlice(cursor);
  expect(reachedAt(cursor)).toEqual(new Date("2026-05-02T00:00:00Z"));
  cursor = nextSlice(nextSlice(nextSlice({ ...cursor, oldestAt: 1_700_000_000 })));
  expect(isLastSliceDone(cursor)).toBe(true);
  expect(reachedAt(cursor)).toEqual(new Date(1_700_000_000_000));
});

test("a current walk begins before the start of the history, outside the minute that is never exported", () => {
  expect(startExportCursor("current", STARTED)).toMatchObject({ startTime: STARTED.getTime() / 1000 - 300 });
});

test("a walk in an account younger than the slices never begins before 1970", () => {
  let cursor = parseExportCursor(request(startExportCursor("history", new Date(DAY * 1000)), new Date(DAY * 1000)));
  while (cursor.walk === "history" && !isLastSliceDone(cursor)) {
    expect(cursor.startTime).toBeGreaterThanOrEqual(0);
    cursor = nextSlice(cursor);
  }
});

function firstSlice(): SliceCursor {
  const cursor = parseExportCursor(request(startExportCursor("history", STARTED), STARTED));
  if (cursor.walk !== "history") throw new Error("Not a history");
  return cursor;
}

function request(cursor: PageRequest["cursor"], now: Date): PageRequest {
  return { stream: "tickets", walk: "history", cursor, agents: new Map(), now };
}
