import { readComment } from "./answer-comments.server.ts";
import type { Answer, AnswerList, AnswerSource, CommentSearch } from "./answer-list.ts";
import { type AnswerRequest, type AnswerRow, countAnswers, selectAnswers } from "./answer-row-queries.server.ts";
import { scoreOf } from "./answer-scores.ts";
import { searchable } from "./answer-text.ts";
import { selectEarlierVersions } from "./answer-version-queries.server.ts";
import { changesOf } from "./answer-versions.ts";
import { type ListPosition, readListPosition, writeListPosition } from "./list-position.ts";

/** So many comments are decrypted for one search at most, and so many at a time. */
const MOST_COMMENTS = 5_000;
const COMMENTS_A_PAGE = 500;

/**
 * One page of the answers of a report, the latest first: with `COUNTED_ANSWERS` as many on all pages as the positive rate
 * is counted over. A text is looked for in the latest comments, of which only so many are read; `search` says how far that
 * came.
 * @param after what the page before gave as `next`; null, or a text that is none, gives the first page
 * @throws when the shop is not known
 */
export async function listAnswers(
  request: AnswerRequest,
  { after, limit }: { after: string | null; limit: number },
): Promise<AnswerList> {
  const position = readPosition(after);
  const found =
    request.choice.text === ""
      ? await findPage(request, { after: position, limit })
      : await searchComments(request, { after: position, limit });
  const rows = found.rows.slice(0, limit);
  const last = rows.at(-1);
  return {
    answers: await withHistory(request.scope.shopId, rows),
    total: found.total,
    next: found.rows.length > limit && last ? writeListPosition(positionOf(last)) : null,
    search: found.search,
  };
}

interface PlaceInList {
  after: ListPosition | null;
  limit: number;
}

interface FoundRows {
  /** One more than the page where there is another page. */
  rows: AnswerRow[];
  total: number;
  search: CommentSearch | null;
}

async function findPage(request: AnswerRequest, { after, limit }: PlaceInList): Promise<FoundRows> {
  const [rows, total] = await Promise.all([
    selectAnswers({ ...request, after, limit: limit + 1 }),
    countAnswers(request),
  ]);
  return { rows, total, search: null };
}

/** Reads on through the comments from the latest, whichever page is wanted: the total is that of the whole search. */
async function searchComments(request: AnswerRequest, { after, limit }: PlaceInList): Promise<FoundRows> {
  const wanted = searchable(request.choice.text);
  const found: FoundRows = { rows: [], total: 0, search: null };
  let [searched, complete] = [0, false];
  let from: ListPosition | null = null;
  let isBeyond = after === null;
  while (searched < MOST_COMMENTS && !complete) {
    const rows: AnswerRow[] = await selectAnswers({ ...request, after: from, limit: COMMENTS_A_PAGE });
    for (const row of rows) {
      isBeyond ||= after !== null && row.atMs < after.place;
      const { comment } = readComment({ ...row, shopId: request.scope.shopId });
      if (comment !== null && searchable(comment).includes(wanted)) {
        found.total++;
        if (isBeyond && found.rows.length <= limit) found.rows.push(row);
      }
      isBeyond ||= isAt(row, after);
    }
    searched += rows.length;
    complete = rows.length < COMMENTS_A_PAGE;
    const last = rows.at(-1);
    from = last ? positionOf(last) : null;
  }
  return { ...found, search: { searched, complete } };
}

/** No answer is older than 1970, and PostgreSQL knows no instant as old as a position can be. */
function readPosition(after: string | null): ListPosition | null {
  const position = readListPosition(after);
  return position && position.place >= 0 ? position : null;
}

function positionOf({ atMs, connectionId, ticketId, rowId }: AnswerRow): ListPosition {
  return { place: atMs, connectionId, ticketId, rowId };
}

function isAt(row: AnswerRow, after: ListPosition | null): boolean {
  return after !== null && row.atMs === after.place && row.rowId === after.rowId && row.ticketId === after.ticketId;
}

async function withHistory(shopId: string, rows: readonly AnswerRow[]): Promise<Answer[]> {
  const earlier = await selectEarlierVersions(shopId, rows);
  return rows.map((row) => {
    const { comment, isCommentUnreadable } = readComment({ ...row, shopId });
    const [score, answeredAt] = [scoreOf(row.score), new Date(row.atMs)];
    const { positive, nps } = row;
    return {
      key: `${row.connectionId}/${row.ticketId}/${row.rowId}`,
      ...{ answeredAt, score, positive, nps, comment, isCommentUnreadable },
      source: sourceOf(row.source),
      ...{ language: row.language, channel: row.channel, agentName: row.agentName },
      ...{ connectionId: row.connectionId, helpdeskName: row.helpdeskName },
      ticketId: row.ticketId === "" ? null : row.ticketId,
      counts: !row.outranked,
      changes: changesOf([...(earlier.get(row) ?? []), { answeredAt, score, positive, nps, comment }]),
    };
  });
}

function sourceOf(stored: string): AnswerSource {
  return stored === "helpdesk" || stored === "link" ? stored : "storefront";
}
