import fc from "fast-check";
import type { ModelMessage, ModelOrder, ModelShop, ModelTicket } from "./model.ts";

const HOUR_MS = 3_600_000;
const STEP_MS = 6 * HOUR_MS;
/** Steps of the grid on which everything happens, so that instants coincide often; 20 steps are five days. */
const STEPS = 28;

/** Shops around a change of clocks, and shops whose days lie far from UTC's. */
const PLACES = [
  { timeZone: "Asia/Kathmandu", startsAt: "2025-06-01T18:15:00Z" },
  { timeZone: "Pacific/Kiritimati", startsAt: "2025-12-27T10:00:00Z" },
  { timeZone: "Europe/Berlin", startsAt: "2025-10-19T22:00:00Z" },
  { timeZone: "America/New_York", startsAt: "2026-03-02T05:00:00Z" },
  { timeZone: "Australia/Lord_Howe", startsAt: "2026-03-29T13:00:00Z" },
];

const CONNECTIONS: ModelShop["connections"] = [
  { vendor: "birch", account: "north", name: "Birch North", agents: [agent("1", "Ada"), agent("2", "Bo")] },
  { vendor: "aspen", account: "north", name: "Aspen", agents: [agent("1", "Ada"), agent("7", "Cy")] },
];
const AGENT_IDS = ["1", "2", "7"];
const KEYS = ["s:11", "s:12", "e:one", "e:two", "p:one"];

/** A first instant, on the grid or a little beside it. */
const gridInstant = (startsAt: number) =>
  fc
    .tuple(fc.nat(STEPS), fc.constantFrom(0, 0, 0, 0, 1, -1, 1000, HOUR_MS / 4))
    .map(([step, beside]) => new Date(startsAt + step * STEP_MS + beside));

/** How long after the ticket something happened on it. */
const delay = fc.oneof(
  fc.constantFrom(0, 0, 1, 999, 1000, 90_000, 5 * 24 * HOUR_MS - 1),
  fc.constantFrom(0, 1, 1, 2, 2, 3, 4, 8, 20).map((step) => step * STEP_MS),
);

const keys = fc.oneof(
  { weight: 6, arbitrary: fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3, size: "max" }) },
  { weight: 1, arbitrary: fc.constant([]) },
);
const agentId = fc.constantFrom(...AGENT_IDS);

function ticket(startsAt: number): fc.Arbitrary<ModelTicket> {
  return fc
    .record({
      connection: fc.nat(1),
      ticketId: fc.constantFrom("9", "10", "100", "11", "2", "å1", "Z1", "a1"),
      channel: fc.constantFrom("email", "chat"),
      createdAt: gridInstant(startsAt),
      excluded: fc.oneof(
        { weight: 12, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom("spam" as const, "merged" as const) },
      ),
      assigneeId: fc.option(agentId),
      keys,
      opening: fc.constantFrom(OPENING, OPENING, OPENING, []),
      messages: fc.array(delayedMessage, { maxLength: 6, size: "max" }),
      closings: fc.array(fc.tuple(delay, fc.constantFrom("open" as const, "closed" as const)), { maxLength: 4 }),
      rating: fc.option(
        fc.record({
          delay,
          score: fc.option(fc.constantFrom(...([1, 3, 4, 5] as const))),
          agentId: fc.option(agentId),
        }),
      ),
    })
    .map(({ opening, messages, closings, rating, ...header }) => ({
      ...header,
      messages: [...opening, ...messages].map((message) => ({
        ...message,
        at: after(header.createdAt, message.delay),
      })),
      changes: closings
        .toSorted(([a], [b]) => a - b)
        .map(([later, to]) => ({ at: after(header.createdAt, later), to, byAgentId: null })),
      rating: rating && {
        ratedAt: after(header.createdAt, rating.delay),
        score: rating.score,
        positive: rating.score === null || rating.score >= 4,
        agentId: rating.agentId,
      },
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

function order(startsAt: number): fc.Arbitrary<ModelOrder> {
  const seldom = fc.nat(15).map((number) => number === 7);
  return fc.record({
    orderId: fc.integer({ min: 1, max: 30 }).map(String),
    processedAt: gridInstant(startsAt),
    test: seldom,
    cancelled: seldom,
    renewal: seldom,
    grossMinor: fc.constantFrom(0, 1, 999, 1999, 1999, 2500, 5000, 7900),
    refundedMinor: fc.constantFrom(0, 0, 0, 500, 2000),
    keys,
  });
}

/** Small shops in which customers share keys, helpdesks share ticket ids, and instants coincide. */
export const modelShop: fc.Arbitrary<ModelShop> = fc.constantFrom(...PLACES).chain(({ timeZone, startsAt }) =>
  fc.record({
    timeZone: fc.constant(timeZone),
    rule: fc.record({
      windowDays: fc.constantFrom(5, 5, 3, 1),
      anchor: fc.constantFrom(
        "created" as const,
        "created" as const,
        "first-human-reply" as const,
        "last-human-reply" as const,
        "closed" as const,
      ),
      replyRequired: fc.constantFrom(true, true, false),
    }),
    connections: fc.constant(CONNECTIONS),
    tickets: fc.uniqueArray(ticket(Date.parse(startsAt)), {
      minLength: 5,
      maxLength: 14,
      size: "max",
      selector: ({ connection, ticketId }) => `${connection}/${ticketId}`,
    }),
    orders: fc.uniqueArray(order(Date.parse(startsAt)), {
      minLength: 6,
      maxLength: 16,
      size: "max",
      selector: ({ orderId }) => orderId,
    }),
  }),
);

function after(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}

function agent(agentId: string, name: string) {
  return { agentId, name };
}
