import { expect, test } from "vitest";
import { parseViewName } from "./saved-view.ts";

test("a view's name has no spaces around it, is not empty and not longer than 60 characters", () => {
  expect(parseViewName("  Black Friday ")).toEqual({ name: "Black Friday" });
  expect(parseViewName(" \t")).toEqual({ problem: "no-name" });
  expect(parseViewName("x".repeat(60))).toEqual({ name: "x".repeat(60) });
  expect(parseViewName("x".repeat(61))).toEqual({ problem: "long-name" });
});
