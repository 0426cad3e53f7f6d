import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { repeatedPage } from "../ticket-page.ts";
import {
  freshdeskInstant,
  LAST_PAGE,
  type ListedRow,
  type ListPage,
  MOST_ROWS_A_PAGE,
  readFreshdeskPage,
} from "./lists.server.ts";
import { type Place, placeAt } from "./walk-cursors.ts";

export const TICKETS_PATH = "/api/v2/tickets";
/** Each ticket costs a request for its messages: so few keep a page short. */
export const TICKETS_A_STEP = 25;
/** When the row that was read last is not where it has to be, the walk goes back by so many rows. */
const STEP_BACK = 50;
const MOST_READINGS = 3;
const PAGE_SIZES = [30, 50, 75, MOST_ROWS_A_PAGE];

export interface Step {
  rows: ListedRow[];
  place: Place;
  /** Nothing more has changed, or all that follows changed at `until` or later. */
  isEnd: boolean;
  /** Last change that was read; null for an empty step. */
  lastAt: Date | null;
}

export interface StepQuestion {
  /** Tickets that changed then or later are left to others. */
  until: Date | null;
  params: Record<string, QueryValue>;
  /** Whether a row says of itself that it belongs to the list that was asked for. */
  holds(row: ListedRow): boolean;
}

/**
 * Reads the next tickets by time of change. A ticket that changes moves to the end of the list, so that all behind it
 * move up and pages counted from the start would miss some. The walk therefore asks for what changed since the last
 * row it has read, one second earlier in case the vendor leaves out the very second, and goes on behind that row. Where
 * more tickets than fit on a page share a second, it counts pages, each of which has to hold the row that was read last.
 * @throws HelpdeskError `bad-response` when more tickets share a second than the vendor lists
 */
export async function readStep(
  http: HelpdeskHttp,
  place: Place,
  { until, params, holds }: StepQuestion,
): Promise<Step> {
  const { page, perPage } = pageAround(place);
  const since = new Date(place.since);
  const query = {
    ...params,
    ...{ include: "requester,stats", order_by: "updated_at", order_type: "asc" },
    ...{ updated_since: freshdeskInstant(since), page, per_page: perPage },
  };
  const beginsLate = ({ rows: [first] }: ListPage) =>
    place.anchor === null && until !== null && (first?.updatedAt ?? until) > until;
  const list = await readCertainPage(() => readFreshdeskPage(http, TICKETS_PATH, query), {
    isWrong: (page) => isOlderThan(page, since),
    isDoubtful: (page) => beginsLate(page) || !page.rows.every(holds),
  });
  const offset = (page - 1) * perPage;
  const start = startIn(list, place, offset);
  if (start === null) return { rows: [], place: stepBack(place), isEnd: false, lastAt: null };
  return stepFrom(list, { place, offset, start, until });
}

interface Reading {
  place: Place;
  /** Rows of the list before this page. */
  offset: number;
  /** First row of the page that has not been read. */
  start: number;
  until: Date | null;
}

function stepFrom(list: ListPage, { place, offset, start, until }: Reading): Step {
  const fresh = list.rows.slice(start, start + TICKETS_A_STEP);
  const late = fresh.findIndex(({ updatedAt }) => until !== null && updatedAt !== null && updatedAt >= until);
  const rows = late < 0 ? fresh : fresh.slice(0, late);
  const end = start + rows.length;
  const lastAt = rows.findLast(({ updatedAt }) => updatedAt !== null)?.updatedAt ?? null;
  const isEnd = late >= 0 || (end >= list.rows.length && !list.hasNext);
  return { rows, place: placeAfter(list.rows.slice(0, end), { place, offset, lastAt }), isEnd, lastAt };
}

function placeAfter(
  read: readonly ListedRow[],
  { place, offset, lastAt }: { place: Place; offset: number; lastAt: Date | null },
): Place {
  const anchor = read.at(-1)?.id ?? place.anchor;
  const since = lastAt === null ? null : new Date(Math.max(0, lastAt.getTime() - 1000));
  const before = read.findLastIndex(({ updatedAt }) => since !== null && updatedAt !== null && updatedAt < since);
  // How many rows of the later list were read can be counted only where its first one is on this page.
  const isCountable = since !== null && since > new Date(place.since) && (before >= 0 || offset === 0);
  if (!isCountable) return { ...place, consumed: offset + read.length, anchor };
  return { since: since.toISOString(), consumed: read.length - 1 - before, anchor };
}

/** Index of the first unread row; null when the page does not hold the row that tells where reading ended. */
function startIn({ rows }: ListPage, { anchor, consumed }: Place, offset: number): number | null {
  if (anchor === null) return Math.max(0, consumed - offset);
  const found = rows.findIndex(({ id }) => id === anchor);
  if (found >= 0) return found + 1;
  return offset === 0 ? 0 : null;
}

function stepBack({ since, consumed }: Place): Place {
  return { ...placeAt(since), consumed: Math.max(0, consumed - STEP_BACK) };
}

/** The page that holds the last row read, some rows before it, and at least a step of rows behind it. */
function pageAround({ consumed }: Place): { page: number; perPage: number } {
  const last = Math.max(0, consumed - 1);
  const first = PAGE_SIZES.find((size) => last + 1 + TICKETS_A_STEP <= size);
  if (first !== undefined) return { page: 1, perPage: first };
  for (let perPage = MOST_ROWS_A_PAGE; perPage > MOST_ROWS_A_PAGE / 2; perPage -= 1) {
    const before = last % perPage;
    const page = Math.floor(last / perPage) + 1;
    if (page <= LAST_PAGE && before >= 5 && before + 1 + TICKETS_A_STEP <= perPage) return { page, perPage };
  }
  throw new HelpdeskError(
    "bad-response",
    "More tickets changed within the same second than the helpdesk lists (300 pages)",
    { path: TICKETS_PATH },
  );
}

/**
 * All lists of tickets lie at one path. An answer that looks like another list's, given by accident, is read again; one
 * that stays is what the list holds, unless it cannot be.
 */
async function readCertainPage(
  read: () => Promise<ListPage>,
  { isWrong, isDoubtful }: Record<"isWrong" | "isDoubtful", (page: ListPage) => boolean>,
): Promise<ListPage> {
  for (let attempt = 1; ; attempt += 1) {
    const page = await read();
    if (!isWrong(page) && !isDoubtful(page)) return page;
    if (attempt < MOST_READINGS) continue;
    if (isWrong(page)) throw repeatedPage(TICKETS_PATH);
    return page;
  }
}

function isOlderThan({ rows }: ListPage, since: Date): boolean {
  return rows.some(({ updatedAt }) => updatedAt !== null && updatedAt.getTime() < since.getTime() - 1000);
}
