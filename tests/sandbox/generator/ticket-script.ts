import type { Actor, Agent, Entry, Helpdesk, Status, StatusChange } from "./neutral-model.ts";
import { SECOND } from "./neutral-model.ts";

/**
 * Writes down what happens in one ticket, in order, on a clock of its own. Whatever would happen after the horizon does
 * not happen: the ticket just stands as it was then.
 */
export class TicketScript {
  readonly helpdesk: Helpdesk;
  readonly createdAt: number;
  readonly initialStatus: Status;
  readonly entries: Entry[] = [];
  readonly changes: StatusChange[] = [];
  readonly #horizon: number;
  #at: number;

  constructor(helpdesk: Helpdesk, createdAt: number, horizon: number) {
    this.helpdesk = helpdesk;
    this.createdAt = this.#grain(createdAt);
    this.initialStatus = helpdesk === "zendesk" ? "new" : "open";
    this.#at = this.createdAt;
    this.#horizon = horizon;
  }

  get at(): number {
    return this.#at;
  }

  get status(): Status {
    return this.changes.at(-1)?.to ?? this.initialStatus;
  }

  get over(): boolean {
    return this.#at > this.#horizon;
  }

  /** Lets time pass, at least one grain of the helpdesk's clock. */
  wait(milliseconds: number): this {
    this.#at = this.#grain(this.#at + Math.max(milliseconds, this.helpdesk === "zendesk" ? SECOND : 1));
    return this;
  }

  customer(): this {
    this.#write({ by: "customer", agent: null, undelivered: null });
    if (this.#isClosed()) this.#settle("open", { kind: "customer" });
    else if (this.status === "pending" || this.status === "hold" || this.status === "snoozed") {
      this.#settle("open", { kind: "customer" });
    }
    return this;
  }

  /** A public reply by a human. Zendesk takes a new ticket into work with it, unless `then` names another status. */
  reply(agent: Agent, then: "open" | "pending" | "hold" | "solved" = "open"): this {
    this.#write({ by: "agent", agent, undelivered: null });
    if (this.helpdesk === "zendesk") this.#settle(then, { kind: "agent", agent });
    return this;
  }

  failedReply(agent: Agent, undelivered: "failed" | "deleted"): this {
    this.#write({ by: "agent", agent, undelivered });
    return this;
  }

  automation(agent: Agent | null = null): this {
    this.#write({ by: "automation", agent, undelivered: null });
    return this;
  }

  note(agent: Agent): this {
    this.#write({ by: "note", agent, undelivered: null });
    return this;
  }

  /** Solved at Zendesk, closed at Gorgias. Gorgias writes it down a moment after the message that went with it. */
  close(by: Actor): this {
    if (this.helpdesk === "gorgias") this.wait(340);
    return this.#settle(this.helpdesk === "zendesk" ? "solved" : "closed", by);
  }

  move(to: Status, by: Actor): this {
    return this.#settle(to, by);
  }

  #isClosed(): boolean {
    return this.status === "solved" || this.status === "closed";
  }

  #write(entry: Omit<Entry, "at">): void {
    const last = this.entries.at(-1);
    if (last !== undefined && last.at >= this.#at) this.wait(SECOND);
    if (!this.over) this.entries.push({ at: this.#at, ...entry });
  }

  #settle(to: Status, by: Actor): this {
    if (!this.over && this.status !== to) this.changes.push({ at: this.#at, to, by });
    return this;
  }

  #grain(at: number): number {
    return this.helpdesk === "zendesk" ? Math.floor(at / SECOND) * SECOND : Math.floor(at);
  }
}
