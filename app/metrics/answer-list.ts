import { SCORES, type Score } from "./answer-scores.ts";
import type { AnswerChange } from "./answer-versions.ts";

/** Where answers come from: our survey in the shop, our survey behind a link, or the helpdesk's own rating. */
export const ANSWER_SOURCES = ["storefront", "link", "helpdesk"] as const;
export type AnswerSource = (typeof ANSWER_SOURCES)[number];

/** Which of a report's answers are listed; empty lists leave nothing out. */
export interface AnswerChoice {
  scores: readonly Score[];
  sources: readonly AnswerSource[];
  withComment: boolean;
  /** What the comment must hold, whatever its case and accents; "" for anything. */
  text: string;
  /** Also answers in whose place another one of the same ticket counts. */
  uncounted: boolean;
}

/** Exactly the answers that the figures count. */
export const COUNTED_ANSWERS: AnswerChoice = {
  scores: [],
  sources: [],
  withComment: false,
  text: "",
  uncounted: false,
};

/** Names of the choice's parameters in an address; the first two may stand several times. */
export const ANSWER_PARAMETERS = ["score", "source", "comment", "q", "uncounted"] as const;

/** Longer texts are cut: nobody remembers more of a comment than this. */
export const MOST_SEARCHED_FOR = 100;

/** Reads the choice from an address. What cannot be a value of its parameter is left out. */
export function parseAnswerChoice(search: URLSearchParams): AnswerChoice {
  const [scores, sources] = [search.getAll("score"), search.getAll("source")];
  return {
    scores: SCORES.filter((score) => scores.includes(String(score))),
    sources: ANSWER_SOURCES.filter((source) => sources.includes(source)),
    withComment: search.get("comment") === "yes",
    text: (search.get("q") ?? "").trim().slice(0, MOST_SEARCHED_FOR),
    uncounted: search.get("uncounted") === "yes",
  };
}

/** The choice's parameters, so that `parseAnswerChoice` reads it back; what is the default is left out. */
export function answerChoiceSearch({ scores, sources, withComment, text, uncounted }: AnswerChoice): URLSearchParams {
  return new URLSearchParams([
    ...scores.map((score) => ["score", String(score)]),
    ...sources.map((source) => ["source", source]),
    ...(withComment ? [["comment", "yes"]] : []),
    ...(text === "" ? [] : [["q", text]]),
    ...(uncounted ? [["uncounted", "yes"]] : []),
  ]);
}

/** Whether the choice leaves any answer out that counts. */
export function leavesOut({ scores, sources, withComment, text }: AnswerChoice): boolean {
  return scores.length + sources.length > 0 || withComment || text !== "";
}

/** One customer's answer as it stands now, with the ticket it is about. */
export interface Answer {
  /** Unique within a shop. */
  key: string;
  answeredAt: Date;
  /** 1 to 5; null on the shorter scales of some helpdesks. */
  score: Score | null;
  positive: boolean;
  /** 0 to 10; null where it was not asked or not answered. */
  nps: number | null;
  source: AnswerSource;
  /** The survey's language, as a tag such as "pt-BR"; null where a helpdesk asked. */
  language: string | null;
  channel: string;
  connectionId: string;
  /** Null where the answer belongs to no known conversation; so is `ticketId`. */
  helpdeskName: string | null;
  ticketId: string | null;
  /** Null is nobody. */
  agentName: string | null;
  comment: string | null;
  /** There is a comment, and the key it was encrypted under is not there any more. */
  isCommentUnreadable: boolean;
  /** False where another answer counts for the ticket. */
  counts: boolean;
  /** What the customer said before, oldest first. */
  changes: AnswerChange[];
}

/** How far a search in comments came. */
export interface CommentSearch {
  /** Comments that were read, the latest first. */
  searched: number;
  /** Whether these were all. */
  complete: boolean;
}

export interface AnswerList {
  answers: Answer[];
  /** Answers on all pages; of a search that was not complete, those found. */
  total: number;
  /** Where the next page begins; null on the last. */
  next: string | null;
  /** Null where nothing was searched for. */
  search: CommentSearch | null;
}
