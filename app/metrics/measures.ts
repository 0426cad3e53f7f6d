/** What is counted or summed of every shop day, helpdesk and channel; KPIs are made of these. */

/** Counted on nobody's account: tickets have no agent when they are created, wait or stand open. */
export const SHOP_MEASURES = [
  "created",
  "outbound",
  "identifiable",
  "repeat_contacts",
  "repeat_topics",
  /** Openings and reopenings less closings: the running total over all days is the backlog. */
  "open_delta",
  /** Open tickets that began to wait for a reply less those that stopped: the running total is who waits. */
  "waiting_delta",
] as const;

/** Counted on the account of an agent: the closer, the author of the reply, the one who was rated or credited. */
export const AGENT_MEASURES = [
  "closed",
  "closed_one_touch",
  "closed_automated",
  "closed_without_reply",
  "closed_reopened",
  "closed_identifiable",
  "followed_up",
  "closed_messages",
  "resolutions",
  "resolution_seconds",
  "resolution_business_seconds",
  "first_responses",
  "first_response_seconds",
  "first_response_business_seconds",
  "first_any_responses",
  "first_any_response_seconds",
  "first_any_response_business_seconds",
  "responses",
  "response_seconds",
  "response_business_seconds",
  "human_replies",
  "ratings",
  "positive_ratings",
  "scored_1",
  "scored_2",
  "scored_3",
  "scored_4",
  "scored_5",
  /** Surveys shown, by the day of asking, and those of them that have been answered. */
  "surveys_asked",
  "surveys_answered",
  "nps_answers",
  "promoters",
  "detractors",
  "converted",
  "credited_orders",
  "credited_gross_minor",
  "credited_refunded_minor",
  "credited_net_minor",
] as const;

export const MEASURES = [...SHOP_MEASURES, ...AGENT_MEASURES] as const;
export type Measure = (typeof MEASURES)[number];
export type AgentMeasure = (typeof AGENT_MEASURES)[number];
export type Sums = Record<Measure, number>;

/** Orders of a shop day, whoever is credited with them. */
export const ORDER_MEASURES = [
  "placed",
  "eligible",
  "eligible_gross_minor",
  "eligible_refunded_minor",
  "eligible_net_minor",
] as const;
export type OrderMeasure = (typeof ORDER_MEASURES)[number];
export type OrderSums = Record<OrderMeasure, number>;

/** Values of which not only the sum but the distribution is kept. */
export const DISTRIBUTIONS = ["first_response", "first_any_response", "response", "resolution", "messages"] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** Calendar time, or only the hours in which the shop works (METRICS.md 7). */
export const CLOCKS = ["calendar", "business"] as const;
export type Clock = (typeof CLOCKS)[number];
