import type { Figure, UnknownReason } from "../../app/metrics/figure.ts";
import { KPI_IDS, type KpiId, kpi } from "../../app/metrics/kpi-book.ts";
import { count, netPromoters, rate, roundedFraction, share, spread, sum } from "./figure-shapes.ts";
import { type KpiEvents, type KpiOptions, readEvents, type Span, secondsOf } from "./kpi-events.ts";
import { asksForAgents, asksForTickets, type ModelFilter } from "./population.ts";
import { netOf } from "./read-credits.ts";
import { eligibleNet, isIdentifiable, type ShopReading } from "./read-figures.ts";
import { readChurn, readCostKpis } from "./read-money.ts";
import { type Parts, partsOf, readClosed, readFirstContact, readMaturity, readRepeats } from "./read-quality.ts";
import { isAnswered, npsOf } from "./read-surveys.ts";
import type { Days } from "./shop-clock.ts";

const NO_DURATION = { value: null, n: null, mean: null, median: null, p90: null };

/** Every figure of some days, straight from METRICS.md 2 to 6. */
export function readKpis(reading: ShopReading, days: Days, options: KpiOptions): Record<KpiId, Figure> {
  const events = readEvents(reading, days, options);
  const figures: Record<KpiId, Figure> = {
    ...readVolume(events),
    ...readSpeed(events),
    ...readQuality(events),
    ...readConversions(events),
    ...readSatisfaction(events),
    ...readCostKpis(events),
    ...readChurn(events),
  };
  for (const id of KPI_IDS) {
    if (!isSplit(id, options.filter)) figures[id] = { value: null, n: null, unknown: "not-split" };
  }
  return figures;
}

/** Whether the figure can be told for the part of the shop that the filter asks for. */
export function isSplit(id: KpiId, filter: ModelFilter): boolean {
  return (kpi(id).byAgent || !asksForAgents(filter)) && (kpi(id).byChannel || !asksForTickets(filter));
}

function readVolume(events: KpiEvents) {
  const { created, createdOnAnyChannel, placed } = events;
  return {
    tickets_created: count(created),
    tickets_outbound: count(events.outbound),
    tickets_open: count(events.open),
    tickets_unanswered: count(events.waiting),
    tickets_closed: count(events.closed),
    channel_share: share(created.length, createdOnAnyChannel.length),
    contact_rate: {
      value: placed.length === 0 ? null : (created.length * 100) / placed.length,
      n: placed.length,
    },
    replies: count(events.humanReplies),
  };
}

function readSpeed(events: KpiEvents) {
  const duration = (spans: readonly Span[]): Figure => {
    const seconds = secondsOf(events, spans);
    return seconds === null ? { ...NO_DURATION, unknown: "no-hours" } : spread(seconds);
  };
  const notRecorded: Figure = { ...NO_DURATION, unknown: "not-recorded" };
  return {
    first_response_seconds: duration(events.firstResponses),
    first_response_any_seconds: duration(events.firstAnyResponses),
    response_seconds: duration(events.responses),
    resolution_seconds: duration(events.resolutions),
    handle_seconds: notRecorded,
    messages_per_ticket: spread(events.closed.map((ticket) => ticket.messages.length)),
  };
}

function readQuality(events: KpiEvents) {
  const closed = readClosed(events);
  const firstContact = readFirstContact(events);
  const repeats = readRepeats(events);
  return {
    one_touch_rate: rateOf(closed.oneTouch),
    automated_rate: rateOf(closed.automated),
    closed_without_reply: count(closed.withoutReply),
    reopen_rate: rateOf(closed.reopened),
    first_contact_resolution_rate: { ...rateOf(firstContact), immature: firstContact.immature.length },
    repeat_contact_rate: rateOf(repeats.contacts),
    repeat_topic_rate: rateOf(repeats.topics),
  };
}

function readConversions(events: KpiEvents) {
  const { created, converted, credits, reading, days } = events;
  const identifiable = created.filter(isIdentifiable).length;
  const money = (values: readonly number[]): Figure => ({ value: sum(values), n: credits.length });
  const net = sum(credits.map(({ order }) => netOf(order)));
  const maturity = readMaturity(events);
  return {
    tickets_converted: count(converted),
    conversion_rate: rate(converted.length, identifiable),
    conversion_rate_all: rate(converted.length, created.length),
    attributed_revenue_net: money([net]),
    attributed_revenue_gross: money(credits.map(({ order }) => order.grossMinor)),
    attributed_revenue_refunded: money(credits.map(({ order }) => order.refundedMinor)),
    attributed_orders: count(credits),
    attributed_share: share(net, eligibleNet(reading, days)),
    attributed_aov: {
      value: credits.length === 0 ? null : roundedFraction(BigInt(net), BigInt(credits.length)),
      n: credits.length,
    },
    match_coverage: rate(identifiable, created.length),
    cohort_maturity: share(maturity.hits.length, maturity.all.length),
  };
}

function readSatisfaction({ ratings, scores, surveys }: KpiEvents) {
  const orWhy = (figure: Figure, unknown: UnknownReason): Figure => (figure.n === 0 ? { ...figure, unknown } : figure);
  return {
    csat_mean: share(sum(scores), scores.length),
    csat_positive_rate: rate(ratings.filter((rating) => rating.positive).length, ratings.length),
    csat_distribution: { value: scores.length, n: scores.length },
    csat_response_rate: orWhy(rateOf(partsOf(surveys, isAnswered)), "no-survey"),
    nps: orWhy(netPromoters(npsOf(ratings)), "no-recommendation"),
  };
}

function rateOf({ all, hits }: Parts<unknown>): Figure {
  return rate(hits.length, all.length);
}
