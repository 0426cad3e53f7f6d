import { expect, test } from "vitest";
import { readNewPage, requirePast } from "./ticket-page.ts";

test("a page that came before is read once more, and only a second repetition is an error", async () => {
  const pages = ["old", "new"];
  const read = async () => pages.shift();
  expect(await readNewPage("/api", read, (page) => page === "old")).toBe("new");
  const stuck = readNewPage(
    "/api",
    async () => "old",
    (page) => page === "old",
  );
  await expect(stuck).rejects.toMatchObject({ kind: "bad-response" });
});

test("a cursor's time may be a little ahead of ours, not more, and never before 1970", () => {
  const now = new Date("2026-05-05T10:00:00Z");
  expect(() => requirePast(new Date("2026-05-05T10:04:00Z"), now)).not.toThrow();
  expect(() => requirePast(null, now)).not.toThrow();
  expect(() => requirePast(new Date("2026-05-05T10:06:00Z"), now)).toThrow();
  expect(() => requirePast(new Date(-1), now)).toThrow();
});
