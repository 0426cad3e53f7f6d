import { ANSWER_PARAMETERS, type AnswerChoice, answerChoiceSearch, COUNTED_ANSWERS } from "../metrics/answer-list.ts";
import { FILTER_PARAMETERS, type FigureFilter, filterSearch, parseFilter } from "../metrics/figure-filter.ts";
import { reportOnly } from "./report-address.ts";

const PAGE = "/app/satisfaction";
/** Id of the list on its page. */
export const ANSWERS_ANCHOR = "answers";

/** What a link to the list narrows it to; the rest is as on the page. */
export interface AnswersChange {
  /** Replaces what the report is filtered by, list by list; lists that are left out stay. */
  filter?: Partial<FigureFilter>;
  choice?: Partial<AnswerChoice>;
}

/** Address of the list of the answers that a figure of the report at `search` was counted from. */
export function answersAddress(search: URLSearchParams, { filter, choice }: AnswersChange = {}): string {
  const target = reportOnly(search);
  if (filter) {
    const narrowed = filterSearch({ ...parseFilter(target).filter, ...filter });
    for (const name of FILTER_PARAMETERS) target.delete(name);
    for (const [name, value] of narrowed) target.append(name, value);
  }
  for (const [name, value] of answerChoiceSearch({ ...COUNTED_ANSWERS, ...choice })) target.append(name, value);
  return `${PAGE}?${target}#${ANSWERS_ANCHOR}`;
}

/** The same page with other answers in its list, from the list's first page on. */
export function chooseAnswers(search: URLSearchParams, choice: AnswerChoice): URLSearchParams {
  const target = new URLSearchParams(search);
  for (const name of [...ANSWER_PARAMETERS, "after"]) target.delete(name);
  for (const [name, value] of answerChoiceSearch(choice)) target.append(name, value);
  return target;
}
