import { DateTime } from "luxon";
import { HELPDESK_TRAITS } from "./helpdesk-traits.ts";
import { type Channel, DAY, type Helpdesk, type NeutralDataset, type Ticket } from "./neutral-model.ts";
import { type Credit, isEligible, netOf, ordersOf, truthCredits, WINDOW_DAYS } from "./truth-credits.ts";
import {
  type AgentTruth,
  byAgent,
  byGroup,
  convertedOf,
  type GroupTruth,
  type Money,
  moneyOf,
} from "./truth-groups.ts";
import { type DurationFigure, durationFigure, type RateFigure, rateFigure, share } from "./truth-statistics.ts";
import {
  answeredWaitsOf,
  askedAt,
  automatedRepliesOf,
  closedAt,
  humanRepliesOf,
  isIdentifiable,
  isInbound,
  isOpenBefore,
  isOutbound,
  movesOf,
} from "./truth-ticket.ts";

/** Shop days, both inclusive (YYYY-MM-DD), in the shop's zone; `now` is when the question is asked. */
export interface TruthPeriod {
  from: string;
  to: string;
  zone: string;
  now: Date;
}

/** The figures of one period under the ids of METRICS.md 9. */
interface Kpis extends Money {
  tickets_created: number;
  tickets_outbound: number;
  tickets_open: number;
  first_response_seconds: DurationFigure;
  response_seconds: DurationFigure;
  resolution_seconds: DurationFigure;
  tickets_closed: number;
  one_touch_rate: RateFigure;
  automated_rate: RateFigure;
  closed_without_reply: number;
  reopen_rate: RateFigure;
  csat_mean: RateFigure;
  csat_positive_rate: RateFigure;
  tickets_converted: number;
  conversion_rate: RateFigure;
  conversion_rate_all: RateFigure;
  attributed_share: RateFigure;
  attributed_aov: RateFigure;
  match_coverage: RateFigure;
  cohort_maturity: RateFigure;
}

export interface PeriodTruth {
  from: string;
  to: string;
  kpis: Kpis;
  byAgent: Record<string, AgentTruth>;
  byChannel: Partial<Record<Channel, GroupTruth>>;
  byHelpdesk: Partial<Record<Helpdesk, GroupTruth>>;
}

/**
 * The figures of one period, by a slow and plain reading of METRICS.md. `credits` saves doing the crediting again for
 * every period of the same data set.
 */
export function computeTruth(
  dataset: NeutralDataset,
  period: TruthPeriod,
  credits = truthCredits(dataset),
): PeriodTruth {
  const from = DateTime.fromISO(period.from, { zone: period.zone }).startOf("day").toMillis();
  const to = DateTime.fromISO(period.to, { zone: period.zone }).plus({ days: 1 }).startOf("day").toMillis();
  const span: Span = { within: (at) => at >= from && at < to, to, now: period.now.getTime() };
  const created = dataset.tickets.filter((ticket) => isInbound(ticket) && span.within(ticket.createdAt));
  const earned = credits.filter((credit) => span.within(credit.ticket.createdAt));
  return {
    from: period.from,
    to: period.to,
    kpis: {
      ...serviceKpis(dataset, span),
      ...satisfactionKpis(dataset, span),
      ...salesKpis(dataset, { created, earned, span }),
    },
    byAgent: byAgent(earned, dataset),
    byChannel: byGroup(created, earned, (ticket) => ticket.channel),
    byHelpdesk: byGroup(created, earned, (ticket) => ticket.helpdesk),
  };
}

interface Span {
  within: (at: number) => boolean;
  to: number;
  now: number;
}

function serviceKpis({ tickets }: NeutralDataset, { within, to }: Span) {
  const inbound = tickets.filter(isInbound);
  const closed = inbound.flatMap((ticket) => {
    const at = closedAt(ticket);
    return at !== null && within(at) ? [{ ticket, at, ...repliesUntil(ticket, at) }] : [];
  });
  const firstReplies = inbound.flatMap((ticket) => {
    const first = humanRepliesOf(ticket)[0];
    return first !== undefined && within(first.at) ? [first.at - askedAt(ticket)] : [];
  });
  const waits = inbound.flatMap(answeredWaitsOf).filter((wait) => within(wait.to));
  return {
    tickets_created: inbound.filter((ticket) => within(ticket.createdAt)).length,
    tickets_outbound: tickets.filter((ticket) => isOutbound(ticket) && within(ticket.createdAt)).length,
    tickets_open: inbound.filter((ticket) => isOpenBefore(ticket, to)).length,
    first_response_seconds: durationFigure(firstReplies),
    response_seconds: durationFigure(waits.map((wait) => wait.to - wait.from)),
    resolution_seconds: durationFigure(closed.map(({ ticket, at }) => at - askedAt(ticket))),
    tickets_closed: closed.length,
    one_touch_rate: rateFigure(closed, ({ ticket, human }) => human === 1 && !wasReopened(ticket)),
    automated_rate: rateFigure(closed, ({ human, automated }) => human === 0 && automated > 0),
    closed_without_reply: closed.filter(({ human, automated }) => human + automated === 0).length,
    reopen_rate: rateFigure(closed, ({ ticket }) => wasReopened(ticket)),
  };
}

function repliesUntil(ticket: Ticket, at: number): { human: number; automated: number } {
  return {
    human: humanRepliesOf(ticket).filter((reply) => reply.at <= at).length,
    automated: automatedRepliesOf(ticket).filter((reply) => reply.at <= at).length,
  };
}

/** Of a closed ticket: every reopening lies before its last closing. */
function wasReopened(ticket: Ticket): boolean {
  return movesOf(ticket).some((move) => move.kind === "reopening");
}

/** The last answer of each inbound ticket, on the day it was given. */
function satisfactionKpis({ tickets }: NeutralDataset, { within }: Span) {
  const answers = tickets.filter(isInbound).flatMap((ticket) => {
    const answer = ticket.rating?.answers.at(-1);
    return answer !== undefined && within(answer.at) ? [{ ...answer, helpdesk: ticket.helpdesk }] : [];
  });
  const fivePoint = answers
    .filter((answer) => HELPDESK_TRAITS[answer.helpdesk].ratings === "five-point")
    .map((answer) => answer.value);
  const sum = fivePoint.reduce((total, value) => total + value, 0);
  return {
    csat_mean: { value: share(sum, fivePoint.length), n: fivePoint.length },
    csat_positive_rate: rateFigure(answers, (answer) => answer.value >= 4),
  };
}

interface Sales {
  created: Ticket[];
  earned: Credit[];
  span: Span;
}

function salesKpis(dataset: NeutralDataset, { created, earned, span }: Sales) {
  const money = moneyOf(earned);
  const converted = convertedOf(earned);
  const identifiable = created.filter(isIdentifiable).length;
  const placed = ordersOf(dataset).filter((order) => isEligible(order) && span.within(order.placedAt));
  const netOfShop = placed.reduce((sum, order) => sum + netOf(order), 0);
  return {
    ...money,
    tickets_converted: converted,
    conversion_rate: { value: share(converted, identifiable), n: identifiable },
    conversion_rate_all: { value: share(converted, created.length), n: created.length },
    attributed_share: { value: share(money.attributed_revenue_net, netOfShop), n: netOfShop },
    attributed_aov: { value: share(money.attributed_revenue_net, earned.length), n: earned.length },
    match_coverage: rateFigure(created, isIdentifiable),
    cohort_maturity: rateFigure(created, (ticket) => ticket.createdAt + WINDOW_DAYS * DAY <= span.now),
  };
}
