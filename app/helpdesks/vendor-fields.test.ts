import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText, parseInstant, vendorId } from "./vendor-fields.ts";

test("an instant is read in every variant that vendors send", () => {
  const variants = [
    "2026-03-29T01:30:00.250000+00:00",
    "2026-03-29T01:30:00.25Z",
    "2026-03-29 01:30:00.250000+00:00",
    "2026-03-29 03:30:00.25+02:00",
    "2026-03-29T03:30:00.250+0200",
    "2026-03-29T03:30:00.250+02",
    "2026-03-29T01:30:00.250999",
    "2026-03-28T20:00:00.250-05:30",
  ];
  for (const text of variants) expect(parseInstant(text)?.toISOString(), text).toBe("2026-03-29T01:30:00.250Z");
  expect(parseInstant("2026-03-29T01:30:00+00:00")?.toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

test("text that is no instant is null, never a guess", () => {
  for (const text of [
    "",
    "yesterday",
    "2026-03-29",
    "2026-13-01T00:00:00Z",
    "2026-03-29T25:00:00Z",
    "1774747800",
    "null",
  ])
    expect(parseInstant(text), text).toBeNull();
});

test("every instant survives being written with microseconds and an offset", () => {
  const instants = fc.date({ min: new Date("2005-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(instants, (at) => {
      expect(parseInstant(at.toISOString().replace("Z", "999+00:00"))).toEqual(at);
    }),
  );
});

test("NUL bytes go and halves of surrogate pairs are replaced, all else stays", () => {
  expect(cleanText("a\0b\ud83dc")).toBe("ab\ufffdc");
  expect(cleanText("caf\u00e9 \ud83d\ude00")).toBe("caf\u00e9 \ud83d\ude00");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(cleanText(text).isWellFormed()).toBe(true);
      expect(cleanText(text)).not.toContain("\0");
    }),
  );
});

test("ids are text whether they arrive as number or text, and nothing else is an id", () => {
  expect(vendorId.parse(46406145565073)).toBe("46406145565073");
  expect(vendorId.parse("7")).toBe("7");
  for (const value of [null, "", 1.5, Number.MAX_SAFE_INTEGER * 4, {}, true]) {
    expect(vendorId.safeParse(value).success).toBe(false);
  }
});
