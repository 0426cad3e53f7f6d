import fc from "fast-check";
import type { BusinessHours } from "../../app/metrics/business-hours.ts";
import { type ModelCost, type ModelShop, type ModelTicket, NO_CONNECTION } from "./model.ts";
import { AGENT_IDS, CONNECTIONS, orders, PLACES, rule, tickets } from "./model-arbitraries.ts";
import type { ModelFilter } from "./population.ts";
import { dayAfter, dayIn } from "./shop-clock.ts";
import { surveyDrafts, surveysOf } from "./survey-arbitraries.ts";

const WEEKS = 2;

/** The places of all shops, and week 53 at the end of a common and of a leap year. */
const KPI_PLACES = [
  ...PLACES,
  { timeZone: "Europe/Berlin", startsAt: "2020-12-24T23:00:00Z" },
  { timeZone: "Asia/Kathmandu", startsAt: "2026-12-24T18:15:00Z" },
];

/**
 * Shops with settings, tags, costs, surveys and customers of every kind over two weeks, among them the empty shop, the shop of one
 * ticket and those in which only automation answers or writes at all.
 */
export const kpiShop: fc.Arbitrary<ModelShop> = fc.constantFrom(...KPI_PLACES).chain(({ timeZone, startsAt }) => {
  const surroundings = { startsAt: Date.parse(startsAt), weeks: WEEKS, odd: true };
  const firstOn = dayIn(timeZone, new Date(startsAt));
  const someTickets = tickets(surroundings, 4);
  const some = { tickets: someTickets, orders: orders(surroundings, 4) };
  const kinds = [
    { weight: 9, arbitrary: fc.record(some) },
    { weight: 1, arbitrary: fc.constant({ tickets: [], orders: [] }) },
    { weight: 1, arbitrary: fc.record({ ...some, tickets: someTickets.map((list) => list.slice(0, 1)) }) },
    { weight: 1, arbitrary: fc.record({ ...some, tickets: someTickets.map((list) => list.map(answeredByBots)) }) },
    { weight: 1, arbitrary: fc.record({ ...some, tickets: someTickets.map((list) => list.map(writtenByBots)) }) },
  ];
  return fc
    .record({
      timeZone: fc.constant(timeZone),
      weekStart: fc.constantFrom(1 as const, 6 as const, 7 as const),
      businessHours: fc.option(businessHours(firstOn), { freq: 4 }),
      excludedTags: fc.constantFrom([], [], ["junk"]),
      activeDays: fc.constantFrom(90, 30, 7),
      costs: fc.array(cost(firstOn), { maxLength: 3 }),
      rule,
      connections: fc.constant(CONNECTIONS),
      content: fc.oneof(...kinds),
      drafts: fc.oneof({ weight: 4, arbitrary: surveyDrafts(surroundings) }, { weight: 1, arbitrary: fc.constant([]) }),
      ratingSource: fc.constantFrom("latest" as const, "latest" as const, "survey" as const, "helpdesk" as const),
    })
    .map(({ content, drafts, ...settings }) => ({
      ...settings,
      ...content,
      surveys: surveysOf(content.tickets, drafts),
    }));
});

/** Filters by every part, alone and together, and by what does not exist. */
export const modelFilter: fc.Arbitrary<ModelFilter> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 5,
    arbitrary: fc.record(
      {
        connections: fc.subarray([0, 1, NO_CONNECTION]),
        channels: fc.subarray(["email", "chat", "phone", "review", "other"]),
        agents: fc.uniqueArray(fc.record({ connection: fc.nat(1), agentId: fc.constantFrom(...AGENT_IDS, "nobody") }), {
          maxLength: 2,
          selector: ({ connection, agentId }) => `${connection}/${agentId}`,
        }),
        tags: fc.subarray(["refund", "size", "unknown"]),
      },
      { requiredKeys: [] },
    ),
  },
);

/** Days of a week: closed, office hours, around a break, all day, at its ends, and across the hour in which clocks change. */
const WEEKDAYS: BusinessHours["week"][number][] = [
  [],
  [hours(9, 17)],
  [hours(8.5, 12), hours(13, 18.25)],
  [hours(0, 24)],
  [hours(0, 1.5), hours(22, 24)],
  [hours(1.75, 2.75)],
];

function hours(from: number, to: number) {
  return { fromMinute: from * 60, toMinute: to * 60 };
}

/** The settings take no week that is closed throughout. */
const openWeek = fc
  .array(fc.constantFrom(...WEEKDAYS), { minLength: 7, maxLength: 7 })
  .filter((week) => week.some((day) => day.length > 0));

function businessHours(firstOn: string): fc.Arbitrary<BusinessHours> {
  return fc.record({
    week: openWeek,
    holidays: fc
      .uniqueArray(fc.nat(WEEKS * 7), { maxLength: 2 })
      .map((days) => days.map((count) => ({ day: dayAfter(firstOn, count), name: "Holiday" }))),
  });
}

/** Costs that begin and end in the months around the first day. */
function cost(firstOn: string): fc.Arbitrary<ModelCost> {
  const monthAfter = (count: number) => dayAfter(`${firstOn.slice(0, 7)}-15`, count * 30).slice(0, 7);
  return fc
    .record({
      kind: fc.constantFrom("salaries" as const, "tools" as const, "other" as const),
      start: fc.integer({ min: -2, max: 1 }),
      length: fc.option(fc.nat(2)),
      amountMinor: fc.constantFrom(0, 1, 9_999, 310_000, 333_333),
    })
    .map(({ start, length, ...fields }) => ({
      ...fields,
      startMonth: monthAfter(start),
      endMonth: length === null ? null : monthAfter(start + length),
    }));
}

function answeredByBots(ticket: ModelTicket): ModelTicket {
  return {
    ...ticket,
    messages: ticket.messages.map((message) =>
      message.author === "human" ? { ...message, author: "automation", agentId: null } : message,
    ),
  };
}

function writtenByBots(ticket: ModelTicket): ModelTicket {
  return {
    ...ticket,
    messages: answeredByBots(ticket).messages.filter((message) => message.author === "automation"),
  };
}
