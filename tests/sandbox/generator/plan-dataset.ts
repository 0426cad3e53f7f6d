import { DateTime } from "luxon";
import { planBadWeek } from "./bad-week.ts";
import { CaseKit, PEOPLE_FOR_CASES } from "./case-kit.ts";
import type { ChannelFamilies } from "./channels.ts";
import { planCreditCases } from "./credit-cases.ts";
import { HELPDESK_TRAITS } from "./helpdesk-traits.ts";
import { planHistoryCases } from "./history-cases.ts";
import {
  type Agent,
  type Contact,
  DAY,
  type Helpdesk,
  MINUTE,
  type NeutralDataset,
  type NeutralShop,
  type Person,
  PLANNED_HELPDESKS,
  type Ticket,
} from "./neutral-model.ts";
import { numberOrders, type OrderDraft, planOrder } from "./neutral-orders.ts";
import { ContactBook, planAgents, planPeople, ROBOT } from "./neutral-people.ts";
import { lastActivityOf, planTicket, type Staff, type TicketDraft } from "./neutral-tickets.ts";
import { makeRandom, type Random } from "./random.ts";

/** What a data set is made from; equal options give equal data sets. */
export interface PlanOptions {
  seed: number;
  /** Tickets over all helpdesks, at least `FEWEST_TICKETS`. */
  tickets: number;
  orders: number;
  customers: number;
  now: Date;
  shop: NeutralShop;
  /** Null where the app may read all orders, else how far back it may. */
  orderWindowDays: number | null;
  /** How each helpdesk writes its channels. */
  channels: Record<Helpdesk, ChannelFamilies>;
  /** Helpdesks that the crowd writes to, each as often as its traits say; absent: all. Special cases need the first two. */
  helpdesks?: readonly Helpdesk[] | undefined;
  /** Adds steady ratings and, in the last complete week, a fall of them. */
  badWeek?: boolean | undefined;
}

/** Below this the special cases would outweigh the crowd. */
const FEWEST_TICKETS = 200;
const MONTHS = 13;
const ENDLESS_TICKETS = 4;
/** Shoppers who buy within the window after having written, on top of those who would have bought anyway. */
const FOLLOW_UP_SHARE = 0.11;

/** Plans people, tickets and orders in no vendor's words. Throws RangeError where the numbers cannot hold the special cases. */
export function planDataset(options: PlanOptions): NeutralDataset {
  checkSizes(options);
  const random = makeRandom(`deskworth/${options.seed}`);
  const now = options.now.getTime();
  const from = DateTime.fromMillis(now, { zone: options.shop.zone })
    .minus({ months: MONTHS })
    .startOf("day")
    .toMillis();
  const agents = planAgents();
  const people = planPeople(options.customers, from, random.fork("people"));
  const staff = staffOf(agents);
  const world: World = {
    from,
    horizon: now - 10 * MINUTE,
    people,
    staff,
    contacts: new ContactBook(random.fork("contacts")),
    channels: options.channels,
    helpdesks: options.helpdesks ?? PLANNED_HELPDESKS,
    reserved: people.slice(options.customers - PEOPLE_FOR_CASES, options.customers),
  };
  const kit = new CaseKit({ ...world, now, people: world.reserved });
  planCreditCases(kit);
  planHistoryCases(kit);
  const { tickets, followUps } = planCrowd(options.tickets - kit.tickets.length, world, random.fork("tickets"));
  const drafts = [...kit.orders, ...followUps];
  const rated = options.badWeek ? planBadWeek({ ...world, now, zone: options.shop.zone }) : [];
  const others = planOthers(options.orders - drafts.length, world, random.fork("orders"));
  return {
    shop: options.shop,
    now,
    from,
    agents,
    people,
    tickets: numberTickets([...kit.tickets, ...tickets, ...rated], world.horizon),
    orders: numberOrders([...drafts, ...others]),
    ordersVisibleFrom: options.orderWindowDays === null ? null : now - options.orderWindowDays * DAY,
  };
}

interface World {
  from: number;
  horizon: number;
  people: Person[];
  staff: Staff;
  contacts: ContactBook;
  channels: Record<Helpdesk, ChannelFamilies>;
  helpdesks: readonly Helpdesk[];
  /** People whom only the special cases may use. */
  reserved: Person[];
}

function checkSizes({ tickets, orders, customers }: PlanOptions): void {
  if (tickets < FEWEST_TICKETS) throw new RangeError(`at least ${FEWEST_TICKETS} tickets are needed`);
  if (customers < PEOPLE_FOR_CASES + 10) throw new RangeError(`at least ${PEOPLE_FOR_CASES + 10} customers are needed`);
  if (orders < tickets * 0.5) throw new RangeError("at least half as many orders as tickets are needed");
}

function staffOf(agents: readonly Agent[]): Staff {
  return {
    agents: Map.groupBy(
      agents.filter((agent) => agent.active),
      (agent) => agent.helpdesk,
    ),
    robot: ROBOT,
  };
}

interface Crowd {
  tickets: TicketDraft[];
  followUps: OrderDraft[];
}

function planCrowd(count: number, world: World, random: Random): Crowd {
  const crowd: Crowd = { tickets: [], followUps: [] };
  const writers = writersOf(world);
  const shares = world.helpdesks.map((helpdesk) => [helpdesk, HELPDESK_TRAITS[helpdesk].share] as const);
  for (let index = 0; index < count; index += 1) {
    const endless = index < ENDLESS_TICKETS;
    const helpdesk: Helpdesk = random.weighted(shares);
    const person = endless ? pickPerson(writers.customer, random) : pickWriter(writers, helpdesk, random);
    const contact: Contact | null = person === null ? null : world.contacts.contactOf(person, helpdesk);
    const createdAt = drawInstant(world, random);
    const { horizon, staff } = world;
    const channels = world.channels[helpdesk];
    crowd.tickets.push(planTicket({ helpdesk, contact, createdAt, horizon, staff, random, channels, endless }));
    const placedAt = createdAt + random.next() * 5 * DAY;
    const buys = person?.kind === "customer" || person?.kind === "guest";
    if (person !== null && buys && placedAt < horizon && random.chance(FOLLOW_UP_SHARE)) {
      crowd.followUps.push(planOrder(person, placedAt, { now: horizon, random }));
    }
  }
  return crowd;
}

function planOthers(count: number, world: World, random: Random): OrderDraft[] {
  const { customer, guest } = writersOf(world);
  return Array.from({ length: Math.max(0, count) }, () => {
    const person = random.chance(0.93) ? pickPerson(customer, random) : random.pick(guest);
    return planOrder(person, drawInstant(world, random), { now: world.horizon, random });
  });
}

type Writers = Record<Person["kind"], Person[]>;

function writersOf({ people, reserved }: World): Writers {
  const kept = new Set(reserved);
  const of = (kind: Person["kind"]) => people.filter((person) => person.kind === kind && !kept.has(person));
  return { customer: of("customer"), guest: of("guest"), prospect: of("prospect"), stranger: of("stranger") };
}

function pickWriter(writers: Writers, helpdesk: Helpdesk, random: Random): Person | null {
  // Gorgias keeps tickets whose customer is gone; at Zendesk every ticket has a requester.
  if (helpdesk === "gorgias" && random.chance(0.02)) return null;
  const kind = random.weighted([
    ["customer", 74],
    ["guest", 8],
    ["prospect", 12],
    ["stranger", 6],
  ] as const);
  return kind === "customer" ? pickPerson(writers.customer, random) : random.pick(writers[kind]);
}

/** A few people write and buy again and again, most do it once or twice. */
function pickPerson(people: readonly Person[], random: Random): Person {
  const person = people[Math.floor(people.length * random.next() ** 1.6)];
  if (person === undefined) throw new RangeError("there is nobody to pick");
  return person;
}

/** Slowly growing over the months, busy by day and quiet at night. */
function drawInstant({ from, horizon }: World, random: Random): number {
  for (;;) {
    const at = Math.floor(from + (horizon - from) * random.next() ** 0.85);
    const hour = new Date(at).getUTCHours();
    if (random.chance(hour < 5 ? 0.12 : hour < 8 || hour > 20 ? 0.5 : 1)) return at;
  }
}

function numberTickets(drafts: readonly TicketDraft[], horizon: number): Ticket[] {
  const sorted = [...drafts].sort((a, b) => a.createdAt - b.createdAt);
  const numbered = new Map<Helpdesk, number>();
  const tickets = sorted.map((draft) => {
    const { fixedId, exclusion, ...rest } = draft;
    const before = numbered.get(draft.helpdesk) ?? 0;
    const id = fixedId ?? HELPDESK_TRAITS[draft.helpdesk].firstTicketId + before;
    if (fixedId === null) numbered.set(draft.helpdesk, before + 1);
    return { ...rest, id, exclusion: exclusion === null ? null : { ...exclusion, mergedInto: null } };
  });
  return touchInBulk(withMergeTargets(tickets), horizon);
}

/** A merged ticket went into the counted one of its helpdesk that was created last before it. */
function withMergeTargets(tickets: readonly Ticket[]): Ticket[] {
  const latest = new Map<Helpdesk, number>();
  return tickets.map((ticket) => {
    const target = latest.get(ticket.helpdesk) ?? null;
    if (ticket.exclusion === null) latest.set(ticket.helpdesk, ticket.id);
    if (ticket.exclusion?.reason !== "merged") return ticket;
    // The very first ticket has nothing to be merged into and stays.
    return { ...ticket, exclusion: target === null ? null : { ...ticket.exclusion, mergedInto: target } };
  });
}

/**
 * A macro that edits many old tickets within one second: more rows with one time of change than a page holds. It adds a
 * tag and means nothing to any metric.
 */
function touchInBulk(tickets: readonly Ticket[], horizon: number): Ticket[] {
  const at = Math.floor((horizon - 9 * DAY) / 1000) * 1000;
  const touched = new Set<Ticket>();
  for (const helpdesk of PLANNED_HELPDESKS) {
    const quiet = tickets.filter((ticket) => ticket.helpdesk === helpdesk && quietSince(ticket) < at);
    for (const ticket of quiet.slice(0, HELPDESK_TRAITS[helpdesk].touchedInBulk)) touched.add(ticket);
  }
  return tickets.map((ticket) =>
    touched.has(ticket) ? { ...ticket, touchedAt: at, tags: [...ticket.tags, "policy-2026"] } : ticket,
  );
}

function quietSince(ticket: Ticket): number {
  const rating = ticket.rating;
  return Math.max(
    lastActivityOf(ticket),
    ticket.exclusion?.at ?? 0,
    rating?.answers.at(-1)?.at ?? rating?.offeredAt ?? 0,
  );
}
