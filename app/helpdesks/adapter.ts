import type { ZodType } from "zod";
import type { HelpdeskAgent, StatusChange, TicketHeader, TicketMessage, TicketRating } from "../tickets/ticket.ts";
import type { CredentialField } from "./credential-field.ts";
import type { HelpdeskHttp } from "./http-client.server.ts";
import type { Json } from "./json.ts";
import type { RateBudget } from "./rate-budget.ts";
import type { SignIn, TokenRenewal } from "./sign-in.ts";
import type { SurveyLinkPlaceholders } from "./survey-link-placeholders.ts";
import type { Webhooks } from "./webhooks.ts";

/** A walk reads either backwards through what existed when the helpdesk was connected, or forwards through changes. */
export type Walk = "history" | "current";

/** A row of the helpdesk that could not be read. The reason names the field and what was expected, never its value. */
export interface SetAside {
  vendorRowId: string;
  reason: string;
}

/** Rows without a place in any walk. */
type Rows = Omit<TicketPage, "cursor" | "done" | "reachedAt">;

/** One page of normalised rows. What a stream does not carry stays empty. */
export interface TicketPage {
  agents: HelpdeskAgent[];
  tickets: TicketHeader[];
  messages: TicketMessage[];
  statusChanges: StatusChange[];
  ratings: TicketRating[];
  setAside: SetAside[];
  /** Where to go on; stored in the transaction that stores the rows. After `done` on a current walk: the next round's start. */
  cursor: Json;
  /** The walk has come to its end, for good (history) or for now (current). */
  done: boolean;
  /** Oldest instant that the walk has covered without gaps from its start; null where the stream has no time. */
  reachedAt: Date | null;
}

export interface PageRequest {
  stream: string;
  walk: Walk;
  /** What the previous page of this walk returned, or what `startCursor` gave. */
  cursor: Json;
  /** Agents known so far, by vendor id: who wrote a message is often only told by who its author is. */
  agents: ReadonlyMap<string, HelpdeskAgent>;
  now: Date;
}

/** What a helpdesk cannot tell is declared here, so that pages can say so. */
export interface Capabilities {
  /** `full`: every closing and reopening; `latest`: the latest closing only; `none`: not even when a ticket was closed. */
  statusHistory: "full" | "latest" | "none";
  /** Names the human who closed a ticket. */
  closer: boolean;
  ratings: "five-point" | "three-point" | "two-point" | null;
  /** Tells messages of bots and rules from those of people. */
  automation: boolean;
  /** Marks spam; where it does not, spam counts as tickets. */
  spam: boolean;
  /** Tells by itself that a ticket was deleted; where it does not, the nightly check finds out. */
  deletions: boolean;
  /** Tells that a ticket was merged into another. */
  merges: boolean;
  /** Tells how many tickets there are in all. */
  ticketCount: boolean;
  /** Counts the tickets created in a span of time without listing them (`countTickets`). */
  countsBySpan: boolean;
}

export interface AccountSummary {
  /** How the account calls itself; shown on the Helpdesks page. */
  name: string;
  /** The account's id where only the vendor can tell it (`accountOf` gives null), else null. */
  account: string | null;
  /** Tickets in the account, null where the helpdesk does not tell. */
  tickets: number | null;
  /** Creation time of the oldest ticket, null where the helpdesk does not tell or there is none. */
  oldestTicketAt: Date | null;
}

export interface TicketRequest {
  ticketId: string;
  agents: PageRequest["agents"];
  now: Date;
}

/** From the first instant on, up to and without the second. */
export interface Span {
  from: Date;
  to: Date;
}

/**
 * One helpdesk vendor. An adapter only translates: it has no database, environment, clock or logger, and keeps no
 * state between calls. Adding a vendor is one folder and one line in the registry.
 */
export interface HelpdeskAdapter<Credentials = unknown> {
  /** Stable id, such as "gorgias". */
  readonly vendor: string;
  readonly displayName: string;
  readonly capabilities: Capabilities;
  /** The form for an API key, or whatever a merchant can make by hand. */
  readonly credentialFields: readonly CredentialField[];
  /**
   * Checks and normalises credentials, whether a form sent them or they were stored after signing in; issues carry the
   * field's name and a locale key as message.
   */
  readonly credentialSchema: ZodType<Credentials>;
  /** Signing in with the vendor (OAuth), where the vendor asks public apps for it. */
  readonly signIn?: SignIn<Credentials>;
  /** Access tokens that end, and how the next one is asked for. */
  readonly renewal?: TokenRenewal<Credentials>;
  readonly webhooks?: Webhooks;
  /** The account these credentials are for, unique within the vendor, such as the subdomain; null where only `verify` tells. */
  accountOf(credentials: Credentials): string | null;
  /** Start of every request's address, such as "https://acme.gorgias.com"; may hold a path. */
  baseUrl(credentials: Credentials): string;
  /** Headers of every request. */
  authorise(credentials: Credentials): Record<string, string>;
  /** Reads every budget that the request has used up; empty when the answer does not tell. */
  rateBudgets(path: string, headers: Headers, now: Date): RateBudget[];
  /** What to keep to where answers tell nothing, or nothing yet. */
  readonly assumedBudgets: readonly RateBudget[];
  /** Streams in the order in which a round reads them; the first one is the agents'. */
  readonly streams: readonly string[];
  /** Proves that the credentials work and may read everything we need. Throws `HelpdeskError` saying what is wrong. */
  verify(http: HelpdeskHttp): Promise<AccountSummary>;
  startCursor(stream: string, walk: Walk, startedAt: Date): Json;
  fetchPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage>;
  /**
   * Everything about one ticket: header, all messages, status history, ratings, and authors who are not known agents.
   * Null when the helpdesk says for certain that it has no such ticket, or none any more (404, 410); any other
   * doubt throws.
   */
  fetchTicket(http: HelpdeskHttp, request: TicketRequest): Promise<Rows | null>;
  /** How many tickets were created in the span; only where `countsBySpan` says so. Those that lists leave out are left out. */
  countTickets?(http: HelpdeskHttp, span: Span): Promise<number>;
  /** How a message of this helpdesk names its ticket in the link of a survey. */
  readonly surveyLink: SurveyLinkPlaceholders;
  /** Address of a ticket in the helpdesk's own interface. */
  ticketUrl(account: string, ticketId: string): string;
}
