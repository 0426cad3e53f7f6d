import { readComment } from "../metrics/answer-comments.server.ts";
import { type AnswerRequest, answerPage } from "../metrics/answer-row-queries.server.ts";
import { searchable } from "../metrics/answer-text.ts";
import type { ListPosition } from "../metrics/list-position.ts";
import type { Period } from "../metrics/period.ts";
import { Prisma } from "../platform/database.server.ts";
import {
  ANSWER_COLUMNS,
  type AnswerColumn,
  columnsOf,
  type ExportTable,
  type ExportWords,
  type Row,
} from "./export-table.ts";
import { msOf, readAhead, selectRawRows } from "./raw-rows.server.ts";
import { inSlices, type TimeSlice } from "./time-slices.ts";

/** Comments are as long as 40 other cells. */
const ROWS_A_PAGE = 1_000;

/** By the names of `answerPage`. */
const SELECTED: Record<AnswerColumn, string> = {
  answer_id: "p.answer_id",
  answered_at: msOf("p.answered_at"),
  score: "p.score",
  positive: "p.positive::text",
  nps: "p.nps",
  source: "p.source",
  language: "p.language",
  agent: "nullif(coalesce(a.name, p.agent_id), '')",
  agent_id: "nullif(p.agent_id, '')",
  channel: "p.channel",
  helpdesk: "h.name",
  ticket_id: "nullif(p.ticket_id, '')",
  comment: "p.comment",
  counts: "(not p.outranked)::text",
};
/** What a row is found again and its comment is read by; follows its columns. */
const HIDDEN = ["p.connection_id", "p.ticket_id", "p.row_id", "p.survey_id", "p.ordinal"] as const;
const STATEMENT_COLUMNS = Prisma.raw([...ANSWER_COLUMNS.map((id) => SELECTED[id]), ...HIDDEN].join(", "));

const PLACE_OF_AT = ANSWER_COLUMNS.indexOf("answered_at");
const PLACE_OF_AGENT = ANSWER_COLUMNS.indexOf("agent");
const PLACE_OF_COMMENT = ANSWER_COLUMNS.indexOf("comment");

export interface AnswerTableRequest extends AnswerRequest {
  period: Period;
}

/**
 * Every answer of the period, the latest first: also those in whose place another one counts for the ticket, which say so,
 * whatever the choice's `uncounted` says. Scores are 1 to 5, and empty on shorter scales; a comment that cannot be decrypted
 * is empty.
 */
export function answerTable(request: AnswerTableRequest, words: ExportWords): ExportTable {
  return {
    columns: columnsOf(ANSWER_COLUMNS, words, {
      ...{ answered_at: "instant", score: "number", nps: "number", positive: "flag", counts: "flag" },
    }),
    pages: readAhead(pagesOf(request, words.nobody("unassigned"))),
  };
}

async function* pagesOf(request: AnswerTableRequest, nobody: string): AsyncGenerator<Row[], void, undefined> {
  const { shopId } = request.scope;
  const wanted = searchable(request.choice.text);
  const slices = inSlices(request.period, { wanted: ROWS_A_PAGE, newestFirst: true }, (slice) =>
    answersOf(request, slice),
  );
  for await (const rows of slices) {
    const shown = rows.map((row) => shownRow(row, shopId, nobody));
    yield wanted === "" ? shown : shown.filter((row) => searchable(row[PLACE_OF_COMMENT] ?? "").includes(wanted));
  }
}

async function* answersOf(request: AnswerTableRequest, slice: TimeSlice): AsyncGenerator<Row[], void, undefined> {
  const choice = { ...request.choice, uncounted: true };
  let after: ListPosition | null = null;
  do {
    const page = { scope: request.scope, period: slice, choice, after, limit: ROWS_A_PAGE };
    const rows: Row[] = await selectRawRows(answerPage(page, STATEMENT_COLUMNS));
    if (rows.length > 0) yield rows;
    const last = rows.length === ROWS_A_PAGE ? rows.at(-1) : undefined;
    after = last ? positionOf(last) : null;
  } while (after);
}

function positionOf(row: Row): ListPosition {
  const [connectionId, ticketId, rowId] = row.slice(ANSWER_COLUMNS.length);
  return {
    place: Number(row[PLACE_OF_AT]),
    connectionId: connectionId ?? "",
    ticketId: ticketId ?? "",
    rowId: rowId ?? "",
  };
}

function shownRow(row: Row, shopId: string, nobody: string): Row {
  const surveyId = row.at(-2) ?? null;
  const ordinal = row.at(-1) ?? null;
  const sealed = row[PLACE_OF_COMMENT] ?? null;
  const { comment } = readComment({
    ...{ shopId, surveyId, comment: sealed },
    ordinal: ordinal === null ? null : Number(ordinal),
  });
  const cells = row.slice(0, ANSWER_COLUMNS.length);
  cells[PLACE_OF_COMMENT] = comment;
  cells[PLACE_OF_AGENT] ??= nobody;
  return cells;
}
