import { HELPDESK_TRAITS, type HelpdeskTraits } from "./helpdesk-traits.ts";
import type { Actor, Agent, Entry, Helpdesk, Status, StatusChange } from "./neutral-model.ts";
import { SECOND } from "./neutral-model.ts";

/**
 * Writes down what happens in one ticket, in order, on a clock of its own. Whatever would happen after the horizon does
 * not happen: the ticket just stands as it was then.
 */
export class TicketScript {
  readonly helpdesk: Helpdesk;
  readonly traits: HelpdeskTraits;
  readonly createdAt: number;
  readonly initialStatus: Status;
  readonly entries: Entry[] = [];
  readonly changes: StatusChange[] = [];
  readonly #horizon: number;
  #at: number;

  constructor(helpdesk: Helpdesk, createdAt: number, horizon: number) {
    this.helpdesk = helpdesk;
    this.traits = HELPDESK_TRAITS[helpdesk];
    this.createdAt = this.#grain(createdAt);
    this.initialStatus = this.traits.initialStatus;
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
    this.#at = this.#grain(this.#at + Math.max(milliseconds, this.traits.grain));
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

  /** Does not happen where the helpdesk could not tell it from a person's. */
  automation(agent: Agent | null = null): this {
    if (this.traits.automation) this.#write({ by: "automation", agent, undelivered: null });
    return this;
  }

  note(agent: Agent): this {
    this.#write({ by: "note", agent, undelivered: null });
    return this;
  }

  close(by: Actor): this {
    const { closesAfterMilliseconds, closedStatus } = this.traits;
    if (closesAfterMilliseconds > 0) this.wait(closesAfterMilliseconds);
    return this.#settle(closedStatus, by);
  }

  move(to: Status, by: Actor): this {
    return this.#settle(to, by);
  }

  #isClosed(): boolean {
    return this.status === "solved" || this.status === "closed";
  }

  #write(entry: Omit<Entry, "at">): void {
    if (this.entries.length === 0 && this.traits.opensWith !== "anything") {
      if (this.#canOpen(entry.by)) return void this.entries.push({ at: this.createdAt, ...entry });
      this.entries.push({ at: this.createdAt, by: "customer", agent: null, undelivered: null });
    }
    const last = this.entries.at(-1);
    if (last !== undefined && last.at >= this.#at) this.wait(SECOND);
    if (!this.over) this.entries.push({ at: this.#at, ...entry });
  }

  #canOpen(by: Entry["by"]): boolean {
    return by === "customer" || by === "agent" || (by === "automation" && this.traits.opensWith === "message");
  }

  #settle(to: Status, by: Actor): this {
    if (!this.over && this.status !== to) this.changes.push({ at: this.#at, to, by });
    return this;
  }

  #grain(at: number): number {
    return Math.floor(at / this.traits.grain) * this.traits.grain;
  }
}
