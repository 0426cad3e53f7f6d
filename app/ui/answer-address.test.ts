import { expect, test } from "vitest";
import { COUNTED_ANSWERS } from "../metrics/answer-list.ts";
import { answersAddress, chooseAnswers } from "./answer-address.ts";

test("a link to the list keeps the report, replaces what it narrows, and forgets the list's former choice and page", () => {
  const search = new URLSearchParams(
    "from=2026-01-01&to=2026-01-31&channel=email&tag=vip&q=late&score=1&after=x&shop=a",
  );
  expect(answersAddress(search, { filter: { channels: ["chat"] }, choice: { scores: [5, 4] } })).toBe(
    "/app/satisfaction?from=2026-01-01&to=2026-01-31&channel=chat&tag=vip&score=5&score=4#answers",
  );
});

test("another choice leaves the rest of the page as it is and begins at the first page", () => {
  const search = new URLSearchParams("kpi=nps&score=1&score=2&after=x&view=table");
  const changed = chooseAnswers(search, { ...COUNTED_ANSWERS, sources: ["link"], text: "a b" });
  expect(changed.toString()).toBe("kpi=nps&view=table&source=link&q=a+b");
});
