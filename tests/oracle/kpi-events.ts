import type { ModelMessage, ModelOrder } from "./model.ts";
import { type ModelFilter, matchesAgent, matchesTicket, type Place } from "./population.ts";
import type { CreditReading } from "./read-credits.ts";
import { convertedOf, creditsOf, hasHappened, isWithin, type ShopReading } from "./read-figures.ts";
import type { AnswerReading, SurveyReading } from "./read-surveys.ts";
import { isOpenAfter, readWaits, type TicketReading } from "./read-ticket.ts";
import { businessSecondsBetween, type Days, secondsBetween } from "./shop-clock.ts";

/** Which part of the shop, by which clock, and how far its data is known. */
export interface KpiOptions {
  filter: ModelFilter;
  clock: "calendar" | "business";
  now: Date;
}

/** Everything that the KPIs of some days count, of the part of the shop that is asked for. */
export interface KpiEvents {
  reading: ShopReading;
  days: Days;
  options: KpiOptions;
  created: TicketReading[];
  /** As `created`, whatever the channel. */
  createdOnAnyChannel: TicketReading[];
  outbound: TicketReading[];
  /** State just before the end of the days. */
  open: TicketReading[];
  waiting: TicketReading[];
  closed: TicketReading[];
  humanReplies: ModelMessage[];
  firstResponses: Span[];
  firstAnyResponses: Span[];
  responses: Span[];
  resolutions: Span[];
  /** Answers of the days, whatever their source. */
  ratings: AnswerReading[];
  /** Those on the five-point scale. */
  scores: number[];
  /** Surveys that were shown on the days. */
  surveys: SurveyReading[];
  credits: CreditReading[];
  converted: TicketReading[];
  /** Orders that are no test and not cancelled, whoever is credited with them. */
  placed: ModelOrder[];
}

/** What a duration is taken of. */
export interface Span {
  from: Date;
  to: Date;
}

/** Reads what happened on the days. An event belongs to the agent who brought it about (METRICS.md 6). */
export function readEvents(reading: ShopReading, days: Days, options: KpiOptions): KpiEvents {
  const { filter } = options;
  const within = (at: Date | null | undefined) => isWithin(reading, days, at);
  const happened = hasHappened(reading, days);
  const inbound = reading.inbound.filter((ticket) => matchesTicket(filter, ticket));
  const isOf = (ticket: TicketReading, agentId: string | null) => matchesAgent(filter, ticket, agentId);
  const open = inbound.filter((ticket) => isOpenAfter(ticket, happened));
  const closed = inbound.filter((ticket) => within(ticket.closedAt) && isOf(ticket, ticket.closerId));
  const isAsked = (about: { ticket: Place }, agentId: string | null) =>
    matchesTicket(filter, about) && matchesAgent(filter, about, agentId);
  const ratings = reading.answers.filter((answer) => within(answer.answeredAt) && isAsked(answer, answer.agentId));
  const credits = creditsOf(reading, days).filter(({ winner }) => matchesTicket(filter, winner));
  return {
    ...{ reading, days, options, open, closed, ratings },
    created: inbound.filter((ticket) => within(ticket.ticket.createdAt)),
    createdOnAnyChannel: reading.inbound.filter(
      (ticket) => within(ticket.ticket.createdAt) && matchesTicket({ ...filter, channels: [] }, ticket),
    ),
    outbound: reading.outbound.filter((ticket) => within(ticket.ticket.createdAt) && matchesTicket(filter, ticket)),
    waiting: open.filter((ticket) => readWaits(ticket, happened).runningFrom !== null),
    ...readReplies(inbound, within, isOf),
    resolutions: closed.flatMap((ticket) => spanOf(ticket.askedAt, ticket.closedAt)),
    surveys: reading.surveys.filter((shown) => within(shown.survey.askedAt) && isAsked(shown, shown.survey.agentId)),
    scores: ratings.map((rating) => rating.score).filter((score) => score !== null),
    credits: credits.filter(({ winner, agentId }) => isOf(winner, agentId)),
    converted: convertedOf(credits)
      .filter(({ ticket, agentId }) => isOf(ticket, agentId))
      .map(({ ticket }) => ticket),
    placed: reading.shop.orders.filter((order) => !order.test && !order.cancelled && within(order.processedAt)),
  };
}

function readReplies(
  inbound: readonly TicketReading[],
  within: (at: Date | null | undefined) => boolean,
  isOf: (ticket: TicketReading, agentId: string | null) => boolean,
) {
  const counts = (ticket: TicketReading, reply: ModelMessage | null) =>
    reply !== null && within(reply.at) && isOf(ticket, reply.agentId);
  return {
    humanReplies: inbound.flatMap((ticket) =>
      ticket.replies.filter((reply) => reply.author === "human" && counts(ticket, reply)),
    ),
    firstResponses: inbound
      .filter((ticket) => counts(ticket, ticket.firstHumanReply))
      .flatMap((ticket) => spanOf(ticket.askedAt, ticket.firstHumanReply?.at)),
    firstAnyResponses: inbound
      .filter((ticket) => counts(ticket, ticket.firstReply))
      .flatMap((ticket) => spanOf(ticket.askedAt, ticket.firstReply?.at)),
    responses: inbound.flatMap((ticket) =>
      readWaits(ticket, () => true)
        .answered.filter(({ reply }) => counts(ticket, reply))
        .flatMap(({ from, reply }) => spanOf(from, reply.at)),
    ),
  };
}

/** None where the end is unknown, or lies before the beginning. */
function spanOf(from: Date, to: Date | null | undefined): Span[] {
  return to && to >= from ? [{ from, to }] : [];
}

/** Seconds by the clock that is asked for; null by business hours that nobody has set. */
export function secondsOf({ reading, options }: KpiEvents, spans: readonly Span[]): number[] | null {
  const { timeZone, businessHours: hours } = reading.shop;
  if (options.clock === "calendar") return spans.map(({ from, to }) => secondsBetween(from, to) ?? Number.NaN);
  if (!hours) return null;
  return spans.map(({ from, to }) => businessSecondsBetween({ timeZone, hours }, from, to) ?? Number.NaN);
}
