import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "../helpdesks/customer-identity.ts";
import type { CustomerIdentity, HelpdeskAgent, TicketHeader, TicketMessage, TicketRating } from "../tickets/ticket.ts";
import { agentOf } from "./agent-identity.ts";
import { tellsState } from "./import-fields.ts";
import type { ImportMapping } from "./import-mapping.ts";
import type { RowProblem, TableRow } from "./import-problem.ts";
import { channelOf, flagOf, stateReader, type TicketState } from "./import-words.ts";
import { assumedMessages } from "./normalise-message.ts";
import { ratingReader } from "./read-rating.ts";
import { type TimeReading, timeReader } from "./read-time.ts";
import { RowCells } from "./row-cells.ts";

/** A ticket with everything that its row says, or why it says nothing. */
export type TicketReading =
  | {
      problem: null;
      notes: RowProblem[];
      ticket: TicketHeader;
      messages: TicketMessage[];
      rating: TicketRating | null;
      assignee: HelpdeskAgent | null;
    }
  | { problem: RowProblem };

const LISTED_TAGS = /^\[(.*)\]$/s;
const MOST_TAGS = 200;
const MOST_TAG_LENGTH = 200;

/**
 * Reads rows of tickets. The version of a ticket is its time of last update; files without one count as older than
 * all with one, and among themselves the file read last wins.
 * @param now instant of the import, against which times are checked
 */
export function ticketNormaliser(mapping: ImportMapping, now: Date): (row: TableRow) => TicketReading {
  const readTime = timeReader({ ...mapping, now });
  const readState = stateReader(mapping);
  const readRating = ratingReader(mapping.ratingScale);
  const knowsState = tellsState(mapping);
  return (row) => {
    const cells = new RowCells(row, mapping);
    const ticketId = cells.requiredId("ticketId");
    const createdAt = cells.requiredTime("createdAt", readTime);
    const updatedAt = cells.time("updatedAt", readTime);
    const state = knowsState ? stateOf(cells, { mapping, createdAt, readTime, readState }) : OPEN;
    const assignee = agentOf({ id: cells.id("assigneeId"), name: cells.text("assigneeName", 200) });
    const isSpam = cells.word("spam", flagOf, "flag-unknown") ?? false;
    const rating = ratingOf(cells, { ticketId, readTime, readRating });
    const firstReplyAt = laterThan(cells, createdAt, cells.time("firstResponseAt", readTime));
    const ticket: TicketHeader = {
      ticketId,
      channel: channelOf(cells.text("channel") ?? ""),
      createdAt,
      version: updatedAt?.getTime() ?? 0,
      ...state,
      excluded: isSpam ? "spam" : state.excluded,
      assigneeId: assignee?.agentId ?? null,
      customer: customerOf(cells),
      tags: tagsOf(cells.text("tags", 20_000), mapping.listSeparator),
    };
    if (cells.problem) return { problem: cells.problem };
    const messages = firstReplyAt ? assumedMessages(ticket, firstReplyAt) : [];
    return { problem: null, notes: cells.notes, ticket, messages, rating, assignee };
  };
}

type State = Pick<TicketHeader, "isOpen" | "closedAt" | "excluded">;

const OPEN: State = { isOpen: true, closedAt: null, excluded: null };

interface StateContext {
  mapping: ImportMapping;
  createdAt: Date;
  readTime: (text: string) => TimeReading;
  readState: (text: string) => TicketState | null;
}

/** The status decides; without a column of it, a ticket with a closing time is closed. */
function stateOf(cells: RowCells, { mapping, createdAt, readTime, readState }: StateContext): State {
  const closedAt = cells.time("closedAt", readTime);
  const known = closedAt && closedAt < createdAt ? null : closedAt;
  const hasStatus = mapping.columns.status !== undefined;
  const status = cells.word("status", readState, "status-unknown");
  if (hasStatus && status === null) cells.require("status", "status-unknown");
  const isOpen = hasStatus ? status === "open" : closedAt === null;
  if (!isOpen && closedAt && !known) cells.note("closedAt", "closed-before-created");
  const excluded = status === "open" || status === "closed" ? null : status;
  return { isOpen, closedAt: isOpen ? null : known, excluded };
}

function laterThan(cells: RowCells, createdAt: Date, firstReplyAt: Date | null): Date | null {
  if (firstReplyAt === null || firstReplyAt >= createdAt) return firstReplyAt;
  cells.note("firstResponseAt", "reply-before-created");
  return null;
}

interface RatingContext {
  ticketId: string;
  readTime: (text: string) => TimeReading;
  readRating: ReturnType<typeof ratingReader>;
}

function ratingOf(cells: RowCells, { ticketId, readTime, readRating }: RatingContext): TicketRating | null {
  const rating = cells.word("rating", readRating, "rating-unknown");
  const ratedAt = cells.time("ratedAt", readTime);
  if (rating === null || rating === "none") return null;
  if (ratedAt === null) cells.note("rating", "rating-without-time");
  return ratedAt && { ticketId, ratingId: "file", ratedAt, agentId: null, ...rating };
}

/** The helpdesk's own id of the customer is not asked for: such columns hold addresses as often as ids. */
function customerOf(cells: RowCells): CustomerIdentity {
  const emails = (cells.text("customerEmail") ?? "").split(/[\s,;|<>"']+/).filter((part) => isRealEmail(part, []));
  const phones = (cells.text("customerPhone") ?? "").split(/[,;|]+/).filter(isPhoneNumber);
  const shopifyId = shopifyCustomerIdOf(cells.text("shopifyCustomerId")?.replace(/^(\d+)\.0+$/, "$1"));
  return {
    customerId: null,
    shopifyCustomerIds: distinct([shopifyId]),
    emails: distinct(emails),
    phones: distinct(phones),
  };
}

/** Addresses among tags are left out: none is stored in clear. */
function tagsOf(text: string | null, separator: string): string[] {
  const listed = LISTED_TAGS.exec(text ?? "")?.[1]?.replaceAll('"', "") ?? text ?? "";
  const tags = listed.split(separator).map((tag) => tag.trim());
  return distinct(tags.filter((tag) => tag !== "" && !tag.includes("@") && tag.length <= MOST_TAG_LENGTH)).slice(
    0,
    MOST_TAGS,
  );
}
