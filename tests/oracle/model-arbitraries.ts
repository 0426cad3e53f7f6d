import fc from "fast-check";
import type { ModelMessage, ModelOrder, ModelRating, ModelShop, ModelTicket } from "./model.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Everything happens on a grid, so that instants coincide often; 20 steps are five days, 28 are 168 hours. */
const STEP_MS = 6 * HOUR_MS;
const STEPS_A_WEEK = 28;

/** Shops around a change of clocks, and shops whose days lie far from UTC's. */
export const PLACES = [
  { timeZone: "Asia/Kathmandu", startsAt: "2025-06-01T18:15:00Z" },
  { timeZone: "Pacific/Kiritimati", startsAt: "2025-12-27T10:00:00Z" },
  { timeZone: "Europe/Berlin", startsAt: "2025-10-19T22:00:00Z" },
  { timeZone: "America/New_York", startsAt: "2026-03-02T05:00:00Z" },
  { timeZone: "Australia/Lord_Howe", startsAt: "2026-03-29T13:00:00Z" },
];

/** Two helpdesks that share agents' ids, and one agent's name. */
export const CONNECTIONS: ModelShop["connections"] = [
  { vendor: "birch", account: "north", name: "Birch North", agents: [agent("1", "Ada"), agent("2", "Bo")] },
  { vendor: "aspen", account: "north", name: "Aspen", agents: [agent("1", "Ada"), agent("7", "Cy")] },
];
export const AGENT_IDS = ["1", "2", "7"];
const KEYS = ["s:11", "s:12", "e:one", "e:two", "p:one"];

/** What generated tickets and orders are about: where they begin, over how many weeks, and how odd they may be. */
export interface Surroundings {
  startsAt: number;
  weeks: number;
  /** Whether tickets may be reported otherwise than their history says, and ratings may have been replaced. */
  odd: boolean;
}

/** A first instant, on the grid or a little beside it; often one that lies whole weeks after another. */
export const gridInstant = ({ startsAt, weeks, odd }: Surroundings) =>
  fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.nat(weeks * STEPS_A_WEEK) },
        { weight: odd ? 3 : 1, arbitrary: fc.nat(weeks).map((week) => week * STEPS_A_WEEK) },
      ),
      fc.constantFrom(0, 0, 0, 0, 1, -1, 1000, HOUR_MS / 4),
    )
    .map(([step, beside]) => new Date(startsAt + step * STEP_MS + beside));

/** How long after the ticket something happened on it. */
export const delay = fc.oneof(
  fc.constantFrom(0, 0, 1, 999, 1000, 90_000, 5 * DAY_MS - 1),
  fc.constantFrom(0, 1, 1, 2, 2, 3, 4, 8, 20).map((step) => step * STEP_MS),
);

const keys = fc.oneof(
  { weight: 6, arbitrary: fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3, size: "max" }) },
  { weight: 1, arbitrary: fc.constant([]) },
);
const agentId = fc.constantFrom(...AGENT_IDS);

const delayedRating = fc.record({
  delay,
  score: fc.option(fc.constantFrom(...([1, 3, 4, 5] as const))),
  agentId: fc.option(agentId),
});
const delayedChange = fc.record({
  delay,
  to: fc.constantFrom("open" as const, "closed" as const),
  byAgentId: fc.option(agentId, { freq: 1 }),
});

/** A ticket with everything that may happen on it. */
function ticket(surroundings: Surroundings): fc.Arbitrary<ModelTicket> {
  const never = fc.constant(null);
  return fc
    .record({
      connection: fc.nat(1),
      ticketId: fc.constantFrom("9", "10", "100", "11", "2", "å1", "Z1", "a1"),
      channel: fc.constantFrom("email", "email", "chat", "phone", "whatsapp", "contact-form"),
      createdAt: gridInstant(surroundings),
      excluded: fc.oneof(
        { weight: 12, arbitrary: never },
        { weight: 1, arbitrary: fc.constantFrom("spam" as const, "merged" as const) },
      ),
      assigneeId: fc.option(agentId),
      tags: fc.uniqueArray(fc.constantFrom("refund", "refund", "size", "size", "vip", "junk"), { maxLength: 3 }),
      isOpen: surroundings.odd ? fc.constantFrom(null, null, null, null, true, false) : never,
      keys,
      opening: fc.constantFrom(OPENING, OPENING, OPENING, []),
      messages: fc.array(delayedMessage, { maxLength: 6, size: "max" }),
      changes: fc.array(delayedChange, { maxLength: 4 }),
      rating: fc.option(delayedRating),
      replacedRatings: fc.array(delayedRating, { maxLength: surroundings.odd ? 1 : 0 }),
    })
    .map(({ opening, messages, changes, rating, replacedRatings, ...header }) => ({
      ...header,
      messages: [...opening, ...messages].map((message) => happened(header.createdAt, message)),
      changes: changes.toSorted((a, b) => a.delay - b.delay).map((change) => happened(header.createdAt, change)),
      rating: rating && rated(header.createdAt, rating),
      // They were given before the one that replaced them.
      replacedRatings: rating
        ? replacedRatings
            .filter((replaced) => replaced.delay < rating.delay)
            .map((replaced) => rated(header.createdAt, replaced))
        : [],
    }));
}

type DelayedMessage = Omit<ModelMessage, "at"> & { delay: number };

/** Most tickets begin with the customer's message. */
const OPENING: DelayedMessage[] = [{ delay: 0, author: "customer", agentId: null, isPublic: true, delivered: true }];

const delayedMessage: fc.Arbitrary<DelayedMessage> = fc
  .record({
    delay,
    author: fc.constantFrom(
      "customer" as const,
      "customer" as const,
      "human" as const,
      "human" as const,
      "automation" as const,
    ),
    agentId,
    isPublic: fc.constantFrom(true, true, true, false),
    delivered: fc.constantFrom(true, true, true, true, false),
  })
  .map((message) => ({ ...message, agentId: message.author === "human" ? message.agentId : null }));

/** An order in the surroundings, or a week, a month or 90 days before them to the millisecond. */
function order(surroundings: Surroundings): fc.Arbitrary<ModelOrder> {
  const seldom = fc.nat(15).map((number) => number === 7);
  const daysBefore = surroundings.odd ? fc.constantFrom(0, 0, 0, 0, 7, 30, 90) : fc.constant(0);
  return fc
    .record({
      orderId: fc.integer({ min: 1, max: 30 }).map(String),
      processedAt: fc
        .tuple(gridInstant(surroundings), daysBefore)
        .map(([at, days]) => new Date(at.getTime() - days * DAY_MS)),
      test: seldom,
      cancelled: seldom,
      renewal: seldom,
      grossMinor: fc.constantFrom(0, 1, 999, 1999, 1999, 2500, 5000, 7900),
      refundedMinor: fc.constantFrom(0, 0, 0, 500, 2000),
      keys,
    })
    .map((fields) => ({ ...fields, customerId: customerIdOf(fields.keys) }));
}

/** An order has one Shopify customer at most; the rest of its keys are addresses and numbers. */
function customerIdOf(orderKeys: readonly string[]): string | null {
  return orderKeys.find((key) => key.startsWith("s:"))?.slice(2) ?? null;
}

/** Credit rules, the default oftenest. */
export const rule: fc.Arbitrary<ModelShop["rule"]> = fc.record({
  windowDays: fc.constantFrom(5, 5, 3, 1),
  anchor: fc.constantFrom(
    "created" as const,
    "created" as const,
    "first-human-reply" as const,
    "last-human-reply" as const,
    "closed" as const,
  ),
  replyRequired: fc.constantFrom(true, true, false),
});

/** Tickets of which no two have the same helpdesk and id. */
export function tickets(surroundings: Surroundings, minLength: number): fc.Arbitrary<ModelTicket[]> {
  return fc.uniqueArray(ticket(surroundings), {
    ...{ minLength, maxLength: 14, size: "max" },
    selector: ({ connection, ticketId }) => `${connection}/${ticketId}`,
  });
}

/** Orders of which no two have the same id. */
export function orders(surroundings: Surroundings, minLength: number): fc.Arbitrary<ModelOrder[]> {
  return fc.uniqueArray(order(surroundings), {
    ...{ minLength, maxLength: 16, size: "max" },
    selector: ({ orderId }) => orderId,
  });
}

/** Small shops with default settings in which customers share keys, helpdesks share ticket ids, and instants coincide. */
export const modelShop: fc.Arbitrary<ModelShop> = fc.constantFrom(...PLACES).chain(({ timeZone, startsAt }) => {
  const surroundings = { startsAt: Date.parse(startsAt), weeks: 1, odd: false };
  return fc.record({
    timeZone: fc.constant(timeZone),
    weekStart: fc.constant(1 as const),
    businessHours: fc.constant(null),
    excludedTags: fc.constant([]),
    activeDays: fc.constant(90),
    costs: fc.constant([]),
    rule,
    connections: fc.constant(CONNECTIONS),
    tickets: tickets(surroundings, 5),
    orders: orders(surroundings, 6),
    surveys: fc.constant([]),
    ratingSource: fc.constant("latest" as const),
  });
});

function happened<Event extends { delay: number }>(
  createdAt: Date,
  { delay: later, ...event }: Event,
): Omit<Event, "delay"> & { at: Date } {
  return { ...event, at: new Date(createdAt.getTime() + later) };
}

function rated(
  createdAt: Date,
  { delay: later, score, agentId: ratedAgent }: { delay: number; score: ModelRating["score"]; agentId: string | null },
): ModelRating {
  return {
    ratedAt: new Date(createdAt.getTime() + later),
    score,
    positive: score === null || score >= 4,
    agentId: ratedAgent,
  };
}

function agent(agentId: string, name: string) {
  return { agentId, name };
}
