import type { KpiId } from "../../app/metrics/kpi-book.ts";
import type { ListPart } from "../../app/metrics/kpi-report.ts";
import { type KpiEvents, type KpiOptions, readEvents } from "./kpi-events.ts";
import { isIdentifiable, type ShopReading } from "./read-figures.ts";
import { isSplit } from "./read-kpis.ts";
import { type Parts, partsOf, readClosed, readFirstContact, readMaturity, readRepeats } from "./read-quality.ts";
import { isAnswered, npsOf } from "./read-surveys.ts";
import type { Days } from "./shop-clock.ts";

/**
 * How many rows stand behind a figure: all it is about, or of a rate what its numerator counts. Tickets for most, waits
 * for response times, messages for replies, answers for satisfaction, credited orders for money. Null for a figure that
 * is about no tickets, or that has no such part.
 */
export function readList(
  reading: ShopReading,
  days: Days,
  kpi: KpiId,
  { part, ...options }: KpiOptions & { part: ListPart },
): number | null {
  if (!isSplit(kpi, options.filter)) return null;
  const rows = rowsOf(readEvents(reading, days, options))[kpi];
  if (rows === null) return null;
  return "hits" in rows ? rows[part].length : rows.length;
}

type Rows = readonly unknown[] | Parts<unknown>;

function rowsOf(events: KpiEvents): Record<KpiId, Rows | null> {
  const { created, closed, converted, credits, ratings, scores } = events;
  const repeats = readRepeats(events);
  const identifiable = partsOf(created, isIdentifiable);
  return {
    tickets_created: created,
    tickets_outbound: events.outbound,
    tickets_open: events.open,
    tickets_unanswered: events.waiting,
    tickets_closed: closed,
    channel_share: { all: events.createdOnAnyChannel, hits: created },
    contact_rate: created,
    replies: events.humanReplies,
    first_response_seconds: events.firstResponses,
    first_response_any_seconds: events.firstAnyResponses,
    response_seconds: events.responses,
    resolution_seconds: events.resolutions,
    handle_seconds: null,
    messages_per_ticket: closed,
    ...closedRows(events),
    first_contact_resolution_rate: readFirstContact(events),
    repeat_contact_rate: repeats.contacts,
    repeat_topic_rate: repeats.topics,
    tickets_converted: converted,
    conversion_rate: { all: identifiable.hits, hits: converted },
    conversion_rate_all: { all: created, hits: converted },
    attributed_revenue_net: credits,
    attributed_revenue_gross: credits,
    attributed_revenue_refunded: credits,
    attributed_orders: credits,
    attributed_share: credits,
    attributed_aov: credits,
    match_coverage: identifiable,
    cohort_maturity: readMaturity(events),
    csat_mean: scores,
    csat_positive_rate: partsOf(ratings, (rating) => rating.positive),
    csat_distribution: scores,
    csat_response_rate: partsOf(events.surveys, isAnswered),
    nps: npsOf(ratings),
    support_cost: null,
    cost_per_ticket: created,
    cost_revenue_ratio: null,
    return_on_support: null,
    churn_net: null,
    churn_lost: null,
  };
}

function closedRows(events: KpiEvents) {
  const { oneTouch, automated, withoutReply, reopened } = readClosed(events);
  return {
    one_touch_rate: oneTouch,
    automated_rate: automated,
    closed_without_reply: withoutReply,
    reopen_rate: reopened,
  };
}
