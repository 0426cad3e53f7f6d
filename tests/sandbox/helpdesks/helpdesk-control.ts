import type { JsonObject } from "../simulator.ts";
import type { RequestLog } from "./request-log.ts";

/** Who wrote a message. A note is an agent's and is never public. */
export type Author = "customer" | "agent" | "automation" | "note";

export interface NewCustomer {
  /** Customer (Gorgias) or end user (Zendesk) to reuse; a new one is made when absent. */
  id?: number;
  name?: string;
  email?: string | null;
  phone?: string | null;
  /** Numeric part of the Shopify customer id that the helpdesk has linked. */
  shopifyCustomerId?: number;
}

export interface NewTicket {
  customer: NewCustomer;
  /** In the vendor's own words, "email" when absent. */
  channel?: string;
  subject?: string;
  tags?: string[];
  assigneeId?: number;
  /** Who wrote the first message, "customer" when absent. */
  by?: Author;
  agentId?: number;
  body?: string;
}

export interface NewMessage {
  by: Author;
  agentId?: number;
  body?: string;
}

/** Who closed or reopened a ticket. */
export interface Actor {
  by: "agent" | "automation" | "customer";
  agentId?: number;
}

/**
 * What a test or the demo may do to the account that a simulator serves. Everything happens at the sandbox's present
 * instant and touches the same fields as at the vendor, so a client that polls can see it. Unknown ticket ids throw.
 */
export interface HelpdeskControl {
  /** Every request so far; `requests.rejected` counts those answered with 429. */
  readonly requests: RequestLog;
  addTicket(ticket: NewTicket): JsonObject;
  addMessage(ticketId: number | string, message: NewMessage): JsonObject;
  closeTicket(ticketId: number | string, actor: Actor): void;
  reopenTicket(ticketId: number | string, actor: Actor): void;
  deleteTicket(ticketId: number | string): void;
  /** Rates the ticket in the vendor's scale: 1 to 5 (Gorgias), "good" or "bad" (Zendesk). Rating again changes it. */
  rate(ticketId: number | string, score: number | "good" | "bad", comment?: string): JsonObject;
  /** From now on the credentials are wrong, until `restoreAccess`. */
  revokeAccess(): void;
  restoreAccess(): void;
  /** Role of the user whom the credentials belong to. */
  setRole(role: "admin" | "agent"): void;
}
