import { expect, test } from "vitest";
import { chooseLocale, createI18n, localeOfRequest } from "./i18n.ts";

test("a region falls back to its language, and an unknown language to English", () => {
  expect(chooseLocale(["en-GB"])).toBe("en");
  expect(chooseLocale(["xx"])).toBe("en");
  expect(chooseLocale([null, undefined, ""])).toBe("en");
  expect(chooseLocale(["xx;q=0.9, en;q=0.1"])).toBe("en");
});

test("odd language headers are read without harm", () => {
  for (const header of [";;;", ",,,", "*", "en;q=zero", "q=1;en"]) expect(chooseLocale([header])).toBe("en");
  const request = new Request("https://app.example/?locale=%00", { headers: { "Accept-Language": "de" } });
  expect(localeOfRequest(request)).toBe("en");
});

test("a count chooses the plural form, and a value is put in as it is", () => {
  const strings = { "lamp.n_one": "{{n}} lamp of {{shop}}", "lamp.n_other": "{{n}} lamps of {{shop}}" };
  const { t } = createI18n("en", strings);
  expect(t("lamp.n", { count: 1, n: "1", shop: "A & B" })).toBe("1 lamp of A & B");
  expect(t("lamp.n", { count: 1200, n: "1,200", shop: "<b>" })).toBe("1,200 lamps of <b>");
});

test("two translators do not share their strings", () => {
  const first = createI18n("en", { greeting: "Good day" });
  createI18n("en", { greeting: "Good night" });
  expect(first.t("greeting")).toBe("Good day");
});
