import { KPI_IDS, type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { Kpi } from "../metrics/kpis/kpi.ts";
import type { Translate } from "./format.ts";
import { GLOSSARY_DECISIONS, GLOSSARY_WORDS } from "./glossary-words.ts";

/** One thing the glossary explains, with all words by which it can be found. */
export interface GlossaryEntry {
  /** Unique on the page; what an address ends with after "#". */
  anchor: string;
  searched: string;
}

export interface KpiEntry extends GlossaryEntry {
  id: KpiId;
}

export interface WordEntry extends GlossaryEntry {
  word: (typeof GLOSSARY_WORDS)[number];
}

export interface DecisionEntry extends GlossaryEntry {
  decision: (typeof GLOSSARY_DECISIONS)[number];
}

export interface Glossary {
  /** In the book's order of sections; a section without entries is not there. */
  sections: { section: Kpi["section"]; kpis: KpiEntry[] }[];
  words: WordEntry[];
  decisions: DecisionEntry[];
  /** Entries in all of them together. */
  count: number;
}

/** Where the glossary explains a KPI; its name leads there from every page. */
export function glossaryAddress(id: KpiId): string {
  return `/app/glossary#${anchorOf(id)}`;
}

/** Everything the glossary explains, in the language of `t`. */
export function buildGlossary(t: Translate): Glossary {
  const kpis = KPI_IDS.map((id) => ({ id, anchor: anchorOf(id), searched: [id, ...kpiTexts(id, t)].join(" ") }));
  const sections = [...new Set(KPI_IDS.map((id) => kpi(id).section))].map((section) => ({
    section,
    kpis: kpis.filter(({ id }) => kpi(id).section === section),
  }));
  const words = GLOSSARY_WORDS.map((word) => ({
    word,
    anchor: `word-${word}`,
    searched: `${t(`glossary.word.${word}.name`)} ${t(`glossary.word.${word}.text`)}`,
  }));
  const decisions = GLOSSARY_DECISIONS.map((decision) => ({
    decision,
    anchor: `decision-${decision}`,
    searched: t(`glossary.decision.${decision}`),
  }));
  return { sections, words, decisions, count: kpis.length + words.length + decisions.length };
}

/**
 * The entries that contain every word of `query`, in whatever order and case, with or without accents; all of them when
 * it has no words.
 */
export function searchGlossary(glossary: Glossary, query: string): Glossary {
  const terms = plainText(query).split(/\s+/).filter(Boolean);
  const isHit = ({ searched }: GlossaryEntry) => {
    const text = plainText(searched);
    return terms.every((term) => text.includes(term));
  };
  const sections = glossary.sections
    .map(({ section, kpis }) => ({ section, kpis: kpis.filter(isHit) }))
    .filter(({ kpis }) => kpis.length > 0);
  const words = glossary.words.filter(isHit);
  const decisions = glossary.decisions.filter(isHit);
  const inSections = sections.reduce((sum, { kpis }) => sum + kpis.length, 0);
  return { sections, words, decisions, count: inSections + words.length + decisions.length };
}

function anchorOf(id: KpiId): string {
  return `kpi-${id}`;
}

function kpiTexts(id: KpiId, t: Translate): string[] {
  const { goal, benchmark, hasPeers } = kpi(id);
  return [
    ...[t(`kpi.${id}.name`), t(`kpi.${id}.definition`), t(`kpi.${id}.formula`)],
    ...(hasPeers ? [t(`kpi.${id}.peers`)] : []),
    ...(benchmark ? [t(`kpi.${id}.benchmark`)] : []),
    ...(goal === null ? [] : [t(`kpi.${id}.advice`)]),
  ];
}

/** Lower case, without accents, and with one kind of apostrophe. */
function plainText(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}
