import { expect, test } from "vitest";
import { answerChoiceSearch, COUNTED_ANSWERS, leavesOut, parseAnswerChoice } from "./answer-list.ts";

test("a choice stands in the address as it is read back, and the default leaves nothing there", () => {
  const choice = { scores: [5, 1], sources: ["link"], withComment: true, text: "late é", uncounted: true } as const;
  expect(parseAnswerChoice(answerChoiceSearch(choice))).toEqual(choice);
  expect(answerChoiceSearch(COUNTED_ANSWERS).toString()).toBe("");
  expect(leavesOut(COUNTED_ANSWERS)).toBe(false);
  expect(leavesOut({ ...COUNTED_ANSWERS, uncounted: true })).toBe(false);
});

test("what cannot be a value of its parameter is left out", () => {
  const choice = parseAnswerChoice(new URLSearchParams("score=6&score=&source=sms&comment=maybe&q=%20%20&uncounted=1"));
  expect(choice).toEqual(COUNTED_ANSWERS);
});
