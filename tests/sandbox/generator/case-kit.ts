import type { Actor, Agent, Contact, Helpdesk, Person } from "./neutral-model.ts";
import { DAY, HOUR } from "./neutral-model.ts";
import { type OrderDraft, plainOrder } from "./neutral-orders.ts";
import type { ContactBook } from "./neutral-people.ts";
import { fromScript, type Staff, type TicketDraft } from "./neutral-tickets.ts";
import { TicketScript } from "./ticket-script.ts";

/** How many people of the shop are kept for the special cases and never write or buy otherwise. */
export const PEOPLE_FOR_CASES = 70;

interface Keys {
  email?: string | null;
  phone?: string | null;
}

/**
 * Makes special cases, each with a person of its own, so that nothing else in the data set touches it. Tickets and
 * orders get the name of the case.
 */
export class CaseKit {
  readonly tickets: TicketDraft[] = [];
  readonly orders: OrderDraft[] = [];
  readonly now: number;
  readonly horizon: number;
  readonly from: number;
  readonly staff: Staff;
  readonly contacts: ContactBook;
  readonly #people: Person[];

  constructor(world: Pick<CaseKit, "now" | "horizon" | "from" | "staff" | "contacts"> & { people: Person[] }) {
    this.now = world.now;
    this.horizon = world.horizon;
    this.from = world.from;
    this.staff = world.staff;
    this.contacts = world.contacts;
    this.#people = [...world.people];
  }

  /** A full hour, UTC, some days before now. */
  at(daysAgo: number, hour: number): number {
    return Math.floor(this.now / DAY - daysAgo) * DAY + hour * HOUR;
  }

  /** A customer of the shop with an e-mail address of their own and no phone, unless told otherwise. */
  person(keys: Keys = {}): Person {
    const person = this.#people.pop();
    if (person === undefined) throw new RangeError(`more than ${PEOPLE_FOR_CASES} people in special cases`);
    person.email = keys.email === undefined ? `case${person.index}@example.com` : keys.email;
    person.phone = keys.phone ?? null;
    return person;
  }

  /** The person as the helpdesk knows them: by e-mail address and phone, without a link to the shop. */
  contact(person: Person, helpdesk: Helpdesk = "gorgias", change: Partial<Contact> = {}): Contact {
    return this.contacts.add(helpdesk, {
      name: person.name,
      shopifyIds: [],
      emails: person.email === null ? [] : [{ value: person.email, written: person.email }],
      phones: person.phone === null ? [] : [{ value: person.phone, written: person.phone }],
      inventedAddress: null,
      foreignId: null,
      createdAt: person.knownSince,
      ...change,
    });
  }

  /** A ticket told by `tell`; `change` overrides what the script does not say. */
  ticket(caseName: string, contact: Contact | null, told: Told): TicketDraft {
    const script = new TicketScript(contact?.helpdesk ?? "gorgias", told.at, this.horizon);
    told.tell(script);
    const ticket = { ...fromScript(script, this.horizon), caseName, contact, ...told.change };
    this.tickets.push(ticket);
    return ticket;
  }

  /** Question, an answer one hour later, closed: the plainest ticket that can earn a credit. */
  answered(caseName: string, contact: Contact, at: number, agent?: Agent): TicketDraft {
    const by = agent ?? this.agent(contact.helpdesk);
    return this.ticket(caseName, contact, {
      at,
      tell: (script) => script.customer().wait(HOUR).reply(by).wait(HOUR).close(byAgent(by)),
      change: { assignee: by },
    });
  }

  order(caseName: string, person: Person, placedAt: number, change: Partial<OrderDraft> = {}): OrderDraft {
    const order = { ...plainOrder(person, placedAt), caseName, ...change };
    this.orders.push(order);
    return order;
  }

  agent(helpdesk: Helpdesk, index = 0): Agent {
    const agent = this.staff.agents.get(helpdesk)?.[index];
    if (agent === undefined) throw new RangeError(`no agent ${index} at ${helpdesk}`);
    return agent;
  }
}

interface Told {
  at: number;
  tell: (script: TicketScript) => unknown;
  change?: Partial<TicketDraft>;
}

export function byAgent(agent: Agent): Actor {
  return { kind: "agent", agent };
}
