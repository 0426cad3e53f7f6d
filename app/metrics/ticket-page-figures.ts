import type { CreditRule } from "../attribution/credit-rule.ts";
import type { TicketFacts } from "../tickets/ticket-facts.ts";
import type { KpiId } from "./kpi-book.ts";
import type { TicketFigure } from "./ticket-page.ts";

/** A figure with the instant that decides its day. */
type FigureAt = Omit<TicketFigure, "on"> & { at: Date };

/** What decides in which figures a counted ticket is. */
export interface FigureSources {
  createdAt: Date;
  identifiable: boolean;
  facts: TicketFacts;
  /** As they are stored with the ticket's facts. */
  contacts: { repeatContact: boolean; repeatTopic: boolean; followedUp: boolean };
  /** The rating that counts. */
  rating: { ratedAt: Date; score: number | null; positive: boolean } | null;
  credited: { orders: number; netMinor: number };
  rule: CreditRule;
  now: Date;
  /** Shop day of an instant. */
  dayOf: (at: Date) => string;
}

const DAY_MS = 86_400_000;
const FOLLOW_UP_DAYS = 7;

/**
 * Every figure that the ticket is part of, in the order of the book, with the day it counts on (METRICS.md 2 to 4). Surveys and costs are no matter of single tickets.
 */
export function figuresOfTicket(sources: FigureSources): TicketFigure[] {
  const figures = sources.facts.inbound
    ? [
        ...figuresOfCreation(sources),
        ...figuresOfReplies(sources),
        ...figuresOfClosing(sources),
        ...figuresOfConversion(sources),
        ...figuresOfRating(sources),
      ]
    : [plain("tickets_outbound", sources.createdAt)];
  return figures.map(({ at, ...figure }) => ({ ...figure, on: sources.dayOf(at) }));
}

function figuresOfCreation({ createdAt, identifiable, contacts, facts }: FigureSources): FigureAt[] {
  const created = [plain("tickets_created", createdAt)];
  if (facts.closings.length === facts.reopened.length) {
    created.push(plain("tickets_open", facts.reopened.at(-1) ?? createdAt));
    if (facts.waitingSince) created.push(plain("tickets_unanswered", facts.waitingSince));
  }
  if (!identifiable) return created;
  return [
    ...created,
    rated("repeat_contact_rate", createdAt, contacts.repeatContact),
    rated("repeat_topic_rate", createdAt, contacts.repeatTopic),
  ];
}

function figuresOfReplies({ facts }: FigureSources): FigureAt[] {
  const { firstHumanReply, firstReply, replies } = facts;
  const human = replies.filter((reply) => reply.human);
  const answers = human.filter((reply) => reply.responseSeconds !== null);
  const single = (kpi: KpiId, at: Date | undefined, value: number | null) =>
    at && value !== null ? [{ ...plain(kpi, at), value }] : [];
  const several = (kpi: KpiId, list: typeof replies) => {
    const last = list.at(-1);
    // Each has a value of its own, which stands with the waits.
    const value = kpi === "response_seconds" && list.length === 1 ? (last?.responseSeconds ?? null) : null;
    return last ? [{ ...plain(kpi, last.at), value, times: list.length }] : [];
  };
  return [
    ...single("first_response_seconds", firstHumanReply?.at, facts.firstResponseSeconds),
    ...single("first_response_any_seconds", firstReply?.at, facts.firstResponseAnySeconds),
    ...several("response_seconds", answers),
    ...several("replies", human),
  ];
}

function figuresOfClosing({ facts, identifiable, contacts, now }: FigureSources): FigureAt[] {
  const { closedAt, humanRepliesToClose: human, automatedRepliesToClose: automated, reopenings } = facts;
  if (!closedAt) return [];
  const mature = closedAt.getTime() + FOLLOW_UP_DAYS * DAY_MS <= now.getTime();
  const atFirstContact = rated("first_contact_resolution_rate", closedAt, !contacts.followedUp);
  return [
    plain("tickets_closed", closedAt),
    ...(facts.resolutionSeconds === null
      ? []
      : [{ ...plain("resolution_seconds", closedAt), value: facts.resolutionSeconds }]),
    { ...plain("messages_per_ticket", closedAt), value: facts.messageCount },
    rated("one_touch_rate", closedAt, human === 1 && reopenings === 0),
    rated("automated_rate", closedAt, human === 0 && (automated ?? 0) > 0),
    ...(human === 0 && automated === 0 ? [plain("closed_without_reply", closedAt)] : []),
    rated("reopen_rate", closedAt, (reopenings ?? 0) > 0),
    ...(identifiable ? [mature ? atFirstContact : { ...atFirstContact, counts: "early" as const }] : []),
  ];
}

function figuresOfConversion(sources: FigureSources): FigureAt[] {
  const { createdAt, identifiable, credited } = sources;
  const converted = credited.orders > 0;
  return [
    ...(identifiable ? [rated("conversion_rate", createdAt, converted)] : []),
    rated("conversion_rate_all", createdAt, converted),
    rated("match_coverage", createdAt, identifiable),
    rated("cohort_maturity", createdAt, hasClosedWindow(sources)),
    ...(converted
      ? [
          plain("tickets_converted", createdAt),
          { ...plain("attributed_orders", createdAt), value: credited.orders },
          { ...plain("attributed_revenue_net", createdAt), value: credited.netMinor },
        ]
      : []),
  ];
}

/** Whether no order can be credited to the ticket any more; a ticket without an anchor has a window yet to come. */
function hasClosedWindow({ createdAt, facts, rule, now }: FigureSources): boolean {
  const anchors = {
    created: createdAt,
    "first-human-reply": facts.firstHumanReply?.at,
    "last-human-reply": facts.replies.findLast((reply) => reply.human)?.at,
    closed: facts.closedAt,
  };
  const anchor = anchors[rule.anchor];
  return anchor ? anchor.getTime() + rule.windowDays * DAY_MS <= now.getTime() : false;
}

function figuresOfRating({ rating }: FigureSources): FigureAt[] {
  if (!rating) return [];
  const positive = rated("csat_positive_rate", rating.ratedAt, rating.positive);
  if (rating.score === null) return [positive];
  return [{ ...plain("csat_mean", rating.ratedAt), value: rating.score }, positive];
}

function plain(kpi: KpiId, at: Date): FigureAt {
  return { kpi, at, value: null, counts: null, times: 1 };
}

function rated(kpi: KpiId, at: Date, counts: boolean): FigureAt {
  return { ...plain(kpi, at), counts: counts ? "yes" : "no" };
}
