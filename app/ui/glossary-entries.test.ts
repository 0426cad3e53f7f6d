import { expect, test } from "vitest";
import { KPI_IDS } from "../metrics/kpi-book.ts";
import { buildGlossary, type Glossary, glossaryAddress, searchGlossary } from "./glossary-entries.ts";
import { GLOSSARY_DECISIONS, GLOSSARY_WORDS } from "./glossary-words.ts";

const TEXTS: Record<string, string> = {
  "kpi.resolution_seconds.name": "Délai de résolution",
  "kpi.nps.definition": "How many would recommend the shop’s service",
  "glossary.word.wait.name": "Wait",
  "glossary.decision.early-greeting": "A greeting is no first response",
};
const glossary = buildGlossary((key) => TEXTS[key] ?? "");

test("the glossary explains every KPI once, every word and every decision", () => {
  expect(kpisOf(glossary).toSorted()).toEqual(KPI_IDS.toSorted());
  expect(glossary.words.map(({ word }) => word)).toEqual(GLOSSARY_WORDS);
  expect(glossary.decisions.map(({ decision }) => decision)).toEqual(GLOSSARY_DECISIONS);
  expect(glossary.count).toBe(KPI_IDS.length + GLOSSARY_WORDS.length + GLOSSARY_DECISIONS.length);
});

test("no two entries share an anchor, and a KPI's address leads to its own", () => {
  const anchors = [
    ...glossary.sections.flatMap(({ kpis }) => kpis.map(({ anchor }) => anchor)),
    ...[...glossary.words, ...glossary.decisions].map(({ anchor }) => anchor),
  ];
  expect(new Set(anchors).size).toBe(anchors.length);
  expect(anchors).toContain(glossaryAddress("nps").split("#")[1]);
});

test("a search finds words in any order and case, and takes accents and apostrophes as they are typed", () => {
  expect(kpisOf(searchGlossary(glossary, "RESOLUTION delai"))).toEqual(["resolution_seconds"]);
  expect(kpisOf(searchGlossary(glossary, "shop's service"))).toEqual(["nps"]);
});

test("a search needs all of its words in one entry", () => {
  expect(searchGlossary(glossary, "recommend greeting").count).toBe(0);
});

test("a KPI is found by the name it has in exports", () => {
  expect(kpisOf(searchGlossary(glossary, "cohort_maturity"))).toEqual(["cohort_maturity"]);
});

test("words and decisions are found too, and sections without a hit are left out", () => {
  const found = searchGlossary(glossary, "greeting");
  expect(found).toMatchObject({ sections: [], words: [], count: 1 });
  expect(found.decisions.map(({ decision }) => decision)).toEqual(["early-greeting"]);
});

test("a search of nothing but spaces leaves everything", () => {
  expect(searchGlossary(glossary, "  ")).toEqual(glossary);
});

function kpisOf({ sections }: Glossary): string[] {
  return sections.flatMap(({ kpis }) => kpis.map(({ id }) => id));
}
