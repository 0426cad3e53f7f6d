import { DAY, HOUR, type Key, MINUTE, type Order, type Person, SECOND } from "./neutral-model.ts";
import { rewriteEmail } from "./neutral-people.ts";
import type { Random } from "./random.ts";

/** An order before it has its number: numbers follow the order of time once all are planned. */
export type OrderDraft = Omit<Order, "id" | "name">;

interface OrderPlanning {
  now: number;
  random: Random;
}

/** An ordinary order of 100.00, paid and kept. Special cases and chance start from it. */
export function plainOrder(person: Person, placedAt: number): OrderDraft {
  return {
    caseName: null,
    placedAt,
    createdAt: placedAt,
    person: person.shopifyId === null ? null : person,
    email: person.email === null ? null : asWritten(person.email),
    phone: person.email === null && person.phone !== null ? asWritten(person.phone) : null,
    total: 10_000,
    currentTotal: 10_000,
    refunds: [],
    cancelledAt: null,
    test: false,
    sourceName: "web",
    tags: [],
    presentment: null,
  };
}

function asWritten(value: string): Key {
  return { value, written: value };
}

/** One order of the crowd: mostly plain, with every irregularity that a real shop has in its usual share. */
export function planOrder(person: Person, placedAt: number, planning: OrderPlanning): OrderDraft {
  const { random, now } = planning;
  const total = Math.max(495, Math.round(random.around(6_200, 0.7)));
  const order = { ...plainOrder(person, Math.floor(placedAt / SECOND) * SECOND), total, currentTotal: total };
  if (order.email !== null && random.chance(person.kind === "guest" ? 0.5 : 0.04)) {
    order.email = { value: order.email.value, written: rewriteEmail(order.email.value, random) };
  }
  if (random.chance(0.005)) order.createdAt = Math.min(order.placedAt + 2 * HOUR, now - 10 * MINUTE);
  if (random.chance(0.04)) order.presentment = random.pick(PRESENTMENTS);
  order.sourceName = random.weighted(SOURCES);
  const fate = random.weighted(FATES);
  return fate(order, planning);
}

const PRESENTMENTS = [
  { currency: "USD", rate: 1.09 },
  { currency: "GBP", rate: 0.86 },
  { currency: "JPY", rate: 162.4 },
];

const SOURCES = [
  ["web", 90],
  ["pos", 4],
  ["subscription_contract", 3],
  ["subscription_contract_checkout_one", 1.5],
  ["shopify_draft_order", 1.5],
] as const;

type Fate = (order: OrderDraft, planning: OrderPlanning) => OrderDraft;

const FATES: [Fate, number][] = [
  [(order) => order, 840],
  [partRefund, 50],
  [fullRefund, 30],
  [lateRefund, 12],
  [cancellation, 25],
  [(order) => ({ ...order, test: true }), 5],
  [(order) => ({ ...order, total: 0, currentTotal: 0 }), 6],
  [(order) => ({ ...order, tags: ["exchange", "loop"] }), 14],
  [edited, 10],
  [(order) => ({ ...order, tags: ["vip", "gift wrap"] }), 8],
];

function partRefund(order: OrderDraft, planning: OrderPlanning): OrderDraft {
  const amount = Math.round(order.total * (0.1 + planning.random.next() * 0.6));
  return refund(order, { amount, after: planning.random.int(1, 30) * DAY }, planning);
}

function fullRefund(order: OrderDraft, planning: OrderPlanning): OrderDraft {
  // One in eight gets its return postage on top: more than was charged.
  const amount = planning.random.chance(0.125) ? order.total + 695 : order.total;
  return refund(order, { amount, after: planning.random.int(1, 30) * DAY }, planning);
}

function lateRefund(order: OrderDraft, planning: OrderPlanning): OrderDraft {
  const half = Math.round(order.total / 2);
  return refund(order, { amount: half, after: planning.random.int(91, 150) * DAY }, planning);
}

function refund(order: OrderDraft, { amount, after }: { amount: number; after: number }, { now }: OrderPlanning) {
  const at = order.placedAt + after;
  if (at > now - HOUR) return order;
  // Returned items leave the order before they are paid back, so what is left of it says nothing about refunds.
  return { ...order, currentTotal: Math.max(0, order.total - amount), refunds: [{ at, amount }] };
}

function cancellation(order: OrderDraft, { now, random }: OrderPlanning): OrderDraft {
  const at = order.placedAt + random.int(10, 40 * 60) * MINUTE;
  if (at > now - HOUR) return order;
  const refunds = random.chance(0.8) ? [{ at, amount: order.total }] : [];
  return { ...order, cancelledAt: at, currentTotal: 0, refunds };
}

function edited(order: OrderDraft, { random }: OrderPlanning): OrderDraft {
  return { ...order, currentTotal: order.total + random.int(500, 3_000) };
}

/** Numbers the orders by the time they were placed; the same drafts in any order give the same numbers. */
export function numberOrders(drafts: readonly OrderDraft[]): Order[] {
  return drafts
    .map((draft, index) => ({ draft, index }))
    .sort((a, b) => a.draft.placedAt - b.draft.placedAt || a.index - b.index)
    .map(({ draft }, index) => ({ ...draft, id: 5_510_000_000_001 + index * 3, name: `#${1001 + index}` }));
}
