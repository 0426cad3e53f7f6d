import type { ImportMapping } from "../imports/import-mapping.ts";
import { ImportFileError, type RowProblem, type TableRow } from "../imports/import-problem.ts";
import { messageNormaliser, withdrawAssumed } from "../imports/normalise-message.ts";
import { ticketNormaliser } from "../imports/normalise-ticket.ts";
import { SeenIds } from "../imports/seen-ids.ts";
import type { HelpdeskAgent, TicketHeader, TicketMessage, TicketRating } from "../tickets/ticket.ts";
import type { TicketRows } from "../tickets/ticket-store.server.ts";

const ROWS_A_PAGE = 500;
/** More different names than any team has: the column is the customers', whose names are not to be kept. */
const MOST_AGENTS = 2_000;

export interface LineProblem extends RowProblem {
  line: number;
}

/** Rows to be stored in one transaction, and how far the file has been read with them. */
export interface ImportPage {
  rows: TicketRows;
  problems: LineProblem[];
  counts: { rowsBefore: number; rowsRead: number; rowsStored: number; rowsRefused: number };
}

interface PagesOptions {
  /** Instant against which times are checked; the same one however often the import goes on. */
  startedAt: Date;
  /** Rows behind the heading that an earlier run has stored. */
  skipRows: number;
  agents: ReadonlyMap<string, HelpdeskAgent>;
}

/** Makes pages of normalised rows out of the rows of a table, its heading first. */
export class ImportPages {
  readonly #read: (row: TableRow) => RowProblem[] | "refused";
  readonly #skipRows: number;
  readonly #agents: Map<string, string>;
  /** Ids of tickets; messages come many a ticket. */
  readonly #seen: SeenIds | null;
  #headingSeen = false;
  #rowsRead = 0;
  #page = emptyPage(0);

  constructor(mapping: ImportMapping, { startedAt, skipRows, agents }: PagesOptions) {
    this.#skipRows = skipRows;
    this.#agents = new Map([...agents.values()].map(({ agentId, name }) => [agentId, name]));
    this.#seen = mapping.content === "tickets" ? new SeenIds() : null;
    this.#read =
      mapping.content === "tickets" ? this.#ticketReader(mapping, startedAt) : this.#messageReader(mapping, startedAt);
    this.#page = emptyPage(skipRows);
  }

  /** @returns a page when it is full */
  add(row: TableRow): ImportPage | null {
    if (!this.#headingSeen) {
      this.#headingSeen = true;
      return null;
    }
    const problems = this.#read(row);
    this.#rowsRead++;
    // Rows that are stored already were read only to know their ids again.
    if (this.#rowsRead <= this.#skipRows) {
      this.#page = emptyPage(this.#rowsRead);
      return null;
    }
    if (problems === "refused") this.#page.refused++;
    else {
      this.#page.stored++;
      this.#page.problems.push(...problems.map((problem) => ({ ...problem, line: row.line })));
    }
    return this.#rowsRead - this.#page.rowsBefore >= ROWS_A_PAGE ? this.end() : null;
  }

  /** @returns what is left, null when nothing is */
  end(): ImportPage | null {
    const { rowsBefore, stored, refused, problems, agents, tickets, messages, ratings } = this.#page;
    if (this.#rowsRead <= rowsBefore) return null;
    this.#page = emptyPage(this.#rowsRead);
    const withdrawn = this.#seen ? [] : withdrawAssumed(new Set(messages.map(({ ticketId }) => ticketId)));
    return {
      rows: {
        agents: [...agents.values()],
        tickets,
        messages: [...messages, ...withdrawn],
        statusChanges: [],
        ratings: [...ratings.values()],
      },
      problems,
      counts: { rowsBefore, rowsRead: this.#rowsRead, rowsStored: stored, rowsRefused: refused },
    };
  }

  #ticketReader(mapping: ImportMapping, now: Date) {
    const read = ticketNormaliser(mapping, now);
    return (row: TableRow) => {
      const reading = read(row);
      if (reading.problem) return this.#refuse(row, reading.problem);
      const { ticket, messages, rating, assignee, notes } = reading;
      this.#page.tickets.push(ticket);
      this.#page.messages.push(...messages);
      if (rating) this.#page.ratings.set(`${rating.ticketId} ${rating.ratedAt.getTime()}`, rating);
      if (assignee) this.#noteAgent(assignee);
      const repeated = this.#seen?.add(ticket.ticketId) ?? false;
      return repeated
        ? [{ reason: "repeated-ticket" as const, column: mapping.columns.ticketId ?? null }, ...notes]
        : notes;
    };
  }

  #messageReader(mapping: ImportMapping, now: Date) {
    const read = messageNormaliser(mapping, now);
    return (row: TableRow) => {
      const reading = read(row);
      if (reading.problem) return this.#refuse(row, reading.problem);
      this.#page.messages.push(reading.message);
      if (reading.agent) this.#noteAgent(reading.agent);
      return [];
    };
  }

  #refuse(row: TableRow, problem: RowProblem): "refused" {
    this.#page.problems.push({ ...problem, line: row.line });
    return "refused";
  }

  /** An agent who has only an id here keeps the name that is known. */
  #noteAgent(agent: HelpdeskAgent): void {
    const known = this.#agents.get(agent.agentId);
    if (known === agent.name || (known !== undefined && agent.name === agent.agentId)) return;
    // A copy: a part of a text would keep all of it in memory.
    const [agentId, name] = [copyOf(agent.agentId), copyOf(agent.name)];
    this.#agents.set(agentId, name);
    this.#page.agents.set(agentId, { ...agent, agentId, name });
    if (this.#agents.size > MOST_AGENTS) throw new ImportFileError("too-many-agents");
  }
}

function emptyPage(rowsBefore: number) {
  return {
    rowsBefore,
    stored: 0,
    refused: 0,
    problems: [] as LineProblem[], // an empty list of what is pushed to it
    agents: new Map<string, HelpdeskAgent>(),
    tickets: [] as TicketHeader[], // likewise
    messages: [] as TicketMessage[], // likewise
    ratings: new Map<string, TicketRating>(),
  };
}

function copyOf(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
