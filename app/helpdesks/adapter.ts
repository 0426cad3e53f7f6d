import type { ZodType } from "zod";
import type { HelpdeskAgent, StatusChange, TicketHeader, TicketMessage, TicketRating } from "../tickets/ticket.ts";
import type { HelpdeskHttp } from "./http-client.server.ts";
import type { RateBudget } from "./rate-budget.ts";

/** Anything that survives a round trip through JSON; cursors are stored as it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A walk reads either backwards through what existed when the helpdesk was connected, or forwards through changes. */
export type Walk = "history" | "current";

/** A row of the helpdesk that could not be read. The reason names the field and what was expected, never its value. */
export interface SetAside {
  vendorRowId: string;
  reason: string;
}

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

/** A field of the connect form. Label and help text are looked up in the locale files under the vendor's name. */
export interface CredentialField {
  name: string;
  kind: "text" | "secret" | "email" | "host";
  /** Shown behind the input, such as ".gorgias.com". */
  suffix?: string;
}

/** What a helpdesk cannot tell is declared here, so that pages can say so. */
export interface Capabilities {
  statusHistory: boolean;
  closer: boolean;
  ratings: "five-point" | "three-point" | "two-point" | null;
  ticketCount: boolean;
}

export interface AccountSummary {
  /** How the account calls itself; shown on the Helpdesks page. */
  name: string;
  /** Tickets in the account, null where the helpdesk does not tell. */
  tickets: number | null;
  /** Creation time of the oldest ticket, null where the helpdesk does not tell or there is none. */
  oldestTicketAt: Date | null;
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
  readonly credentialFields: readonly CredentialField[];
  /** Checks and normalises what the form sent; issues carry the field's name and a locale key as message. */
  readonly credentialSchema: ZodType<Credentials>;
  /** The account these credentials are for, unique within the vendor, such as the subdomain. */
  accountOf(credentials: Credentials): string;
  /** Origin that all requests go to, such as "https://acme.gorgias.com". */
  origin(credentials: Credentials): string;
  authorise(credentials: Credentials): Record<string, string>;
  /** Reads every budget that the request has used up; empty when the answer does not tell. */
  rateBudgets(path: string, headers: Headers): RateBudget[];
  /** Streams in the order in which a round reads them; the first one is the agents'. */
  readonly streams: readonly string[];
  /** Proves that the credentials work and may read everything we need. Throws `HelpdeskError` saying what is wrong. */
  verify(http: HelpdeskHttp): Promise<AccountSummary>;
  startCursor(stream: string, walk: Walk, startedAt: Date): Json;
  fetchPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage>;
  /** Address of a ticket in the helpdesk's own interface. */
  ticketUrl(account: string, ticketId: string): string;
}
