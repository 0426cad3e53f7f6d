import { expect, test } from "vitest";
import { type AnswerVersion, changesOf } from "./answer-versions.ts";

test("a second step of the survey that only adds to the first is no change", () => {
  const first = version({ score: 4 });
  expect(changesOf([first, version({ score: 4, nps: 9, comment: "Quick" })])).toEqual([]);
  expect(changesOf([first])).toEqual([]);
  expect(changesOf([])).toEqual([]);
});

test("a score that was changed is told with both sides and the time of the later answer", () => {
  const later = version({ score: 4, answeredAt: new Date("2026-03-02T10:00:00Z") });
  expect(changesOf([version({ score: 2, positive: false }), later])).toEqual([
    {
      at: later.answeredAt,
      from: { score: 2, positive: false, nps: null },
      to: { score: 4, positive: true, nps: null },
      replacedComment: null,
    },
  ]);
});

test("on a scale without scores good that became bad is a change", () => {
  const changes = changesOf([version({ score: null }), version({ score: null, positive: false })]);
  expect(changes.map(({ from, to }) => [from.positive, to.positive])).toEqual([[true, false]]);
});

test("a comment that was rewritten or taken back is kept, one that goes on is not", () => {
  const commented = version({ comment: "Slow" });
  expect(changesOf([commented, version({ comment: "Slow, but kind" })])).toEqual([]);
  expect(changesOf([commented, version({ comment: "Kind" })])).toMatchObject([{ replacedComment: "Slow" }]);
  expect(changesOf([commented, version({ comment: null })])).toMatchObject([{ replacedComment: "Slow" }]);
});

function version(given: Partial<AnswerVersion>): AnswerVersion {
  const answeredAt = new Date("2026-03-01T10:00:00Z");
  return { answeredAt, score: 4, positive: true, nps: null, comment: null, ...given };
}
