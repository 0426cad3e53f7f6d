import { expect, test } from "vitest";
import { type Frontier, frontierAfter, type Mark, markOf, NO_FRONTIER, nextFrontier } from "./change-frontier.ts";

const LOUD = false;
const QUIET = true;

test("a list that goes on as it stood is recognised after thirty conversations", () => {
  expect(read(known(90), rows(0, 29)).isReached).toBe(false);
  expect(read(known(90), rows(0, 30)).isReached).toBe(true);
});

test("changed and new conversations stand above the place from which the list goes on", () => {
  const changed = [markOf("new", 1), markOf("row 5", "changed"), markOf("row 0", "changed")];
  expect(read(known(90), [...changed, ...rows(1, 5), ...rows(6, 32)]).isReached).toBe(true);
});

test("conversations moved up without a visible change do not hide one that changed below them", () => {
  const touched = [...rows(3, 20), markOf("row 40", "changed"), ...rows(0, 3)];
  expect(read(known(90), touched).isReached).toBe(false);
  expect(read(known(90), [...touched, ...rows(20, 40), ...rows(41, 51)]).isReached).toBe(true);
});

test("one that is gone for good does not keep the rest from being recognised", () => {
  expect(read(known(90), [...rows(1, 8), ...rows(9, 33)]).isReached).toBe(false);
  expect(read(known(90), [...rows(1, 8), ...rows(9, 39)]).isReached).toBe(true);
});

test("conversations met once more at a page's edge neither prove nor disprove anything", () => {
  const first = read(known(90), rows(0, 20));
  expect(first.isReached).toBe(false);
  expect(read(first.frontier, [...rows(15, 20), ...rows(20, 30)]).isReached).toBe(true);
});

test("without a round before, ten pages in a row on which nothing has happened since are the end", () => {
  let state = read(NO_FRONTIER, rows(0, 30), LOUD);
  for (let page = 1; page < 10; page += 1) {
    state = read(state.frontier, rows(page * 30, page * 30 + 30), QUIET);
    expect(state.isReached).toBe(false);
  }
  expect(read(state.frontier, rows(300, 330), LOUD).isReached).toBe(false);
  expect(read(state.frontier, rows(300, 330), QUIET).isReached).toBe(true);
});

test("the next round starts from what this one met, and below it from what it did not get to", () => {
  const { frontier } = read(known(20), [markOf("new", 1), ...rows(0, 12)]);
  expect(nextFrontier(frontier)).toEqual({ ...NO_FRONTIER, ahead: [markOf("new", 1), ...rows(0, 20)] });
});

test("what is remembered stays small, however much a round reads", () => {
  let state: Frontier = known(90);
  for (let page = 0; page < 20; page += 1) state = read(state, rows(page * 30 + 500, page * 30 + 530)).frontier;
  expect(nextFrontier(state).ahead).toHaveLength(90);
  expect(JSON.stringify(state).length).toBeLessThan(8_000);
});

function rows(from: number, to: number): Mark[] {
  return Array.from({ length: to - from }, (_, index) => markOf(`row ${from + index}`, "as it was"));
}

function known(count: number): Frontier {
  return { ...NO_FRONTIER, ahead: rows(0, count) };
}

function read(frontier: Frontier, marks: Mark[], isQuiet = LOUD) {
  return frontierAfter(frontier, marks, isQuiet);
}
