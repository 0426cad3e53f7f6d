import { expect, test } from "vitest";
import { chooseLocale, createI18n, LANGUAGES, type Locale, localeOfRequest } from "./i18n.ts";

test("a region falls back to its language, and an unknown language to English", () => {
  expect(chooseLocale(["en-GB"])).toBe("en");
  expect(chooseLocale(["xx"])).toBe("en");
  expect(chooseLocale([null, undefined, ""])).toBe("en");
  expect(chooseLocale(["xx;q=0.9, en;q=0.1"])).toBe("en");
});

test("odd language headers are read without harm", () => {
  for (const header of [";;;", ",,,", "*", "en;q=zero", "q=1;en"]) expect(chooseLocale([header])).toBe("en");
  const request = new Request("https://app.example/?locale=%00", { headers: { "Accept-Language": "de" } });
  expect(localeOfRequest(request, null, ["en"])).toBe("en");
});

test("a count chooses the plural form, and a value is put in as it is", () => {
  const strings = { "lamp.n_one": "{{n}} lamp of {{shop}}", "lamp.n_other": "{{n}} lamps of {{shop}}" };
  const { t } = createI18n("en", strings);
  expect(t("lamp.n", { count: 1, n: "1", shop: "A & B" })).toBe("1 lamp of A & B");
  expect(t("lamp.n", { count: 1200, n: "1,200", shop: "<b>" })).toBe("1,200 lamps of <b>");
});

test("every language counts with the forms it has, to the millions", () => {
  const strings = { "lamp.n_one": "one {{n}}", "lamp.n_many": "many {{n}}", "lamp.n_other": "other {{n}}" };
  const shown = (locale: Locale, count: number) => createI18n(locale, strings).t("lamp.n", { count, n: count });
  for (const locale of ["en", "nl", "de"] as const) {
    expect([0, 1, 2, 1_000_000].map((n) => shown(locale, n))).toEqual(["other 0", "one 1", "other 2", "other 1000000"]);
  }
  expect([0, 1, 2, 1_000_000].map((n) => shown("fr", n))).toEqual(["one 0", "one 1", "other 2", "many 1000000"]);
  expect([0, 1, 2, 1_000_000].map((n) => shown("es", n))).toEqual(["other 0", "one 1", "other 2", "many 1000000"]);
  expect([1, 3, 4, 5, 9].map((n) => shown("fil", n))).toEqual(["one 1", "one 3", "other 4", "one 5", "other 9"]);
});

test("the user's own language comes before the admin's, and the admin's before the browser's", () => {
  const request = new Request("https://app.example/app?locale=fr-CA", { headers: { "Accept-Language": "de" } });
  const known = ["en", "nl", "fr", "fil", "de", "es"] as const;
  expect(localeOfRequest(request, "nl", known)).toBe("nl");
  expect(localeOfRequest(request, null, known)).toBe("fr");
  expect(localeOfRequest(request, "xx", known)).toBe("fr");
  expect(localeOfRequest(new Request("https://app.example/app", request), null, known)).toBe("de");
});

test("who asks for Tagalog gets Filipino", () => {
  expect(chooseLocale(["tl-PH"], LANGUAGES)).toBe("fil");
});

test("two translators do not share their strings", () => {
  const first = createI18n("en", { greeting: "Good day" });
  createI18n("en", { greeting: "Good night" });
  expect(first.t("greeting")).toBe("Good day");
});
