import { expect, test } from "vitest";
import { cleanComment, isCommentTooLong } from "./clean-comment.ts";

test("control characters, overrides of direction and halves of characters are cut out of a comment", () => {
  expect(cleanComment("a\u0000b\u0007c\u202ed\u2066e\u2069f\ud800g\udc00h\u009bi")).toBe("abcdefghi");
  expect(cleanComment("one\r\ntwo\rthree\tfour")).toBe("one\ntwo\nthree four");
});

test("emoji, joined emoji and every script stay as they are", () => {
  const text = "👍🏽 👨‍👩‍👧 شكرًا جزيلًا – ありがとう – Ærlig talt, “fint”";
  expect(cleanComment(` ${text}\n `)).toBe(text);
});

test("markup is text like any other", () => {
  expect(cleanComment("<script>alert(1)</script>{{ shop.name }}")).toBe("<script>alert(1)</script>{{ shop.name }}");
});

test("a comment of nothing that can be seen is none", () => {
  for (const text of ["", "  \n\t ", "\u0000\u202e"]) expect(cleanComment(text)).toBeNull();
});

test("2,000 characters fit, also of emoji and with line breaks as forms send them; 2,001 do not", () => {
  for (const character of ["a", "é", "👍", "\r\n", "字"]) {
    expect(isCommentTooLong(character.repeat(2_000)), character).toBe(false);
    expect(isCommentTooLong(character.repeat(2_001)), character).toBe(true);
  }
  expect(isCommentTooLong("x".repeat(1_000_000))).toBe(true);
});
