import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { HELPDESKS } from "../app/helpdesks/registry.server.ts";
import { LANGUAGES, LOCALES, type Locale } from "../app/ui/i18n.ts";
import { loadLocale } from "../app/ui/strings.ts";
import {
  flat,
  keysAsWritten,
  pluralFormOf,
  readLocale,
  stemOf,
  type Texts,
  valuesIn,
  wordsIn,
} from "./setup/locale-texts.ts";

/** Words that are the same in every language: names, and what the trade writes in English everywhere. */
const SAME_EVERYWHERE = [
  ...wordsIn(
    "Deskworth Shopify Wilson CSV XLSX JSON API ID OK URL SMS WhatsApp Facebook Instagram Messenger Twitter X TikTok",
  ),
  ...HELPDESKS.flatMap(({ displayName }) => wordsIn(displayName)),
  // Units, letters and signs of scales.
  ...wordsIn("h min s d n p q A-Z Z-A utf- windows- big-endian"),
];

/** Words that a language writes as English does; a text made of nothing else may be equal to the English one. */
const SAME_AS_ENGLISH: Readonly<Record<Exclude<Locale, "en">, readonly string[]>> = {
  nl: wordsIn(
    "agent agents app chat contact dag data e-mail export filter filters helpdesk helpdesks import in is of open per percentage product rating score spam status tab tag tags team ticket tickets tools type via volume was web week",
  ),
  fr: wordsIn(
    "agent agents app canal chat client conversion conversions date dates e-mail europe filtre format helpdesk helpdesks identifiable importation message messages minutes net note notes page pages points positive promoter période satisfaction score secret source spam statistiques ticket tickets total type volume",
  ),
  fil: wordsIn(
    "access agent api app australia automation benchmark channel chart chat column contact credit csat csv currency customer email entry europe excel file filter form glossary gross helpdesk helpdesks item items key leaderboard mean median net neutral note optional order preview promoter rating review score secret spam states status survey tab tag tags team ticket time timeline token trend unit united value video view workbook zone",
  ),
  de: wordsIn(
    "agent agents app benchmark chat conversion conversions export feedback filter helpdesk helpdesks import in live median name net neutral optional promoter score social spam status system tag tags team ticket tickets tools trend web widget",
  ),
  es: wordsIn(
    "agente app australia canal chat color error final general helpdesk helpdesks manual net neutral no normal promoter score secret social spam ticket tickets total",
  ),
};

/** Words of English that none of the other languages has: a sentence with one of them was not translated to its end. */
const ONLY_ENGLISH = new Set(
  wordsIn(
    "the this that these those which with without from have are were been your you they their when where how and but each every shown",
  ),
);

const english = readLocale("en");
const stems = new Set([...english.keys()].map(stemOf));
const texts = new Map(LANGUAGES.map((locale) => [locale, readLocale(locale)] as const));
const others = LANGUAGES.filter((locale): locale is Exclude<Locale, "en"> => locale !== "en");

test("every locale file is a language of the interface, and every language has its file", () => {
  const files = readdirSync("app/ui/locales").filter((name) => name.endsWith(".json"));
  expect(files.sort()).toEqual(LANGUAGES.map((locale) => `${locale}.json`).sort());
});

test("a language is offered exactly when its file has every text", () => {
  const missing = LANGUAGES.map((locale) => [locale, missingIn(textsOf(locale))] as const);
  const complete = missing.filter(([, keys]) => keys.length === 0).map(([locale]) => locale);
  expect(missing.filter(([locale]) => LOCALES.includes(locale)).flatMap(([, keys]) => keys)).toEqual([]);
  expect([...LOCALES].sort()).toEqual(complete.sort());
});

test("no key stands twice in a locale file, and none that English lacks", () => {
  for (const locale of LANGUAGES) {
    const keys = keysAsWritten(locale);
    expect(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      locale,
    ).toEqual([]);
    expect(
      keys.filter((key) => !stems.has(stemOf(key))),
      locale,
    ).toEqual([]);
  }
});

test("a text with a plural has exactly the forms that its language counts with", () => {
  const plural = new Set([...english.keys()].filter(pluralFormOf).map(stemOf));
  for (const locale of LANGUAGES) {
    const forms = pluralForms(locale).sort();
    const given = Map.groupBy(textsOf(locale).keys(), stemOf);
    for (const [stem, keys] of given) {
      const shouldBe = plural.has(stem) ? forms.map((form) => `${stem}_${form}`) : [stem];
      expect([...keys].sort(), locale).toEqual(shouldBe);
    }
  }
});

test("every language puts the same values into a text as English", () => {
  for (const locale of LANGUAGES) {
    const wrong = [...textsOf(locale)].filter(([key, text]) => !hasItsValues(locale, key, text)).map(([key]) => key);
    expect(wrong, locale).toEqual([]);
  }
});

test("a plural form that stands for more than one number says which number", () => {
  expect(LANGUAGES.filter((locale) => standsForMany(locale, "one"))).toEqual(["fr", "fil"]);
  expect(hasItsValues("en", firstPlural("one"), "one")).toBe(true);
  expect(hasItsValues("fil", firstPlural("one"), "isa")).toBe(false);
});

test("no text is empty, and none begins or ends with a space", () => {
  for (const locale of LANGUAGES) {
    const odd = [...textsOf(locale)].filter(([, text]) => text === "" || text !== text.trim()).map(([key]) => key);
    expect(odd, locale).toEqual([]);
  }
});

test("no text is left in English, in whole or in part", () => {
  for (const locale of others) expect(leftInEnglish(locale, textsOf(locale), english), locale).toEqual([]);
});

test("what is left in English is found, and words that the language shares are not", () => {
  const left = (text: string, original: string) =>
    leftInEnglish("nl", new Map([["a.key", text]]), new Map([["a.key", original]]));
  expect(left("Credited orders", "Credited orders")).toEqual(["a.key: Credited orders"]);
  expect(left("Kies the maand", "Choose the month")).toEqual(["a.key: Kies the maand"]);
  expect(left("{{n}} tickets", "{{n}} tickets")).toEqual([]);
  expect(left("Open ‘Settings and keys’ bij Zendesk", "Open Settings and keys in Zendesk")).toEqual([]);
});

test("Polaris has every string that it may ask for in every language, with the same values in it", async () => {
  const original = flat((await loadLocale("en")).polaris);
  expect(original.size).toBeGreaterThan(200);
  for (const locale of others) {
    const translated = flat((await loadLocale(locale)).polaris);
    for (const [key, text] of original) {
      expect(valuesIn(translated.get(key) ?? "nothing"), `${locale}: ${key}`).toEqual(valuesIn(text));
      expect(translated.get(key), `${locale}: ${key}`).toMatch(/\S/);
    }
  }
});

test("our Polaris strings for Filipino are those of English, all of them translated", async () => {
  const [original, filipino] = [flat((await loadLocale("en")).polaris), flat((await loadLocale("fil")).polaris)];
  expect([...filipino.keys()]).toEqual([...original.keys()]);
  expect(leftInEnglish("fil", filipino, original)).toEqual([]);
});

function textsOf(locale: Locale): Texts {
  return texts.get(locale) ?? new Map();
}

function missingIn(given: Texts): string[] {
  const present = new Set([...given.keys()].map(stemOf));
  return [...stems].filter((stem) => !present.has(stem));
}

function pluralForms(locale: Locale): string[] {
  return new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
}

/** A form of a single number, as English has for 1, may do without the number; all others say what `_other` says. */
function hasItsValues(locale: Locale, key: string, text: string): boolean {
  const form = pluralFormOf(key);
  const original = english.get(form === null ? key : `${stemOf(key)}_other`);
  if (original === undefined) return true; // told by the test of keys
  const [given, expected] = [valuesIn(text), valuesIn(original)];
  if (form === null || standsForMany(locale, form)) return given.join() === expected.join();
  return given.every((name) => expected.includes(name));
}

/** French counts 0 and 1 alike, Filipino all numbers but those that end in 4, 6 or 9. */
function standsForMany(locale: Locale, form: string): boolean {
  const rules = new Intl.PluralRules(locale);
  const numbers = [...Array.from({ length: 30 }, (_, n) => n), 1_000_000, 2_000_000];
  return numbers.filter((n) => rules.select(n) === form).length > 1;
}

function firstPlural(form: string): string {
  const found = [...english].find(([key, text]) => pluralFormOf(key) === form && valuesIn(text).length > 0);
  return found?.[0] ?? "";
}

/** Texts equal to the English ones although they have words of their own, and texts with words that only English has. */
function leftInEnglish(locale: Exclude<Locale, "en">, given: Texts, original: Texts): string[] {
  const shared = new Set([...SAME_EVERYWHERE, ...SAME_AS_ENGLISH[locale]]);
  const isLeft = (key: string, text: string) =>
    (original.get(key) ?? original.get(`${stemOf(key)}_other`)) === text &&
    !wordsIn(text).every((word) => shared.has(word));
  return [...given]
    .filter(([key, text]) => isLeft(key, text) || wordsIn(unquoted(text)).some((word) => ONLY_ENGLISH.has(word)))
    .map(([key, text]) => `${key}: ${text}`);
}

/** Without what is quoted: the words on a button of somebody else's page stay as they are there. */
function unquoted(text: string): string {
  return text.replace(/“[^”]*”|„[^“”]*[“”]|«[^»]*»|"[^"]*"|‘[^’]*’/g, " ");
}
