import { type KpiId, kpi } from "../metrics/kpi-book.ts";

/**
 * Tickets, or what is counted on them, by what they have in common. Each has a sentence in the locale files under
 * `tickets.behind.`, those that are one of two parts a label under `tickets.part.` too.
 */
export const POPULATIONS = [
  "created",
  "outbound",
  "open",
  "unanswered",
  "closed",
  "closed-without-reply",
  "first-response",
  "first-any-response",
  "response",
  "resolution",
  "replies",
  "closed-identifiable",
  "identifiable",
  "rated",
  "scored",
  "recommending",
  "asked",
  "answered",
  "credited-orders",
  "converted",
  "one-touch",
  "automated",
  "reopened",
  "first-contact",
  "repeat",
  "repeat-topic",
  "mature",
  "positive",
] as const;
export type Population = (typeof POPULATIONS)[number];

/** What a row of a list shows as its value. */
export type RowValue = "seconds" | "number" | "score" | "money";

/** The list behind a figure. */
export interface Behind {
  rows: "tickets" | "replies" | "ratings" | "surveys" | "orders";
  all: Population;
  /** What the numerator of a rate counts; null where the figure is no rate. */
  hits: Population | null;
  /** Null where rows have no value of their own. */
  value: RowValue | null;
  /** Figures that are counted over another one's tickets list those. */
  listed: KpiId;
}

/** Where a figure that no single ticket is behind is explained. */
export interface Elsewhere {
  rows: "none";
  /** Why there is no list: `tickets.none.<reason>`. */
  reason: "costs" | "customers" | "not-recorded";
  page: string;
}

const tickets = (all: Population, hits: Population | null = null): Row => ({ rows: "tickets", all, hits });
const valued = (row: Row, value: RowValue): Row => ({ ...row, value });
type Row = Omit<Behind, "listed" | "value"> & { listed?: KpiId; value?: RowValue };

const orders: Row = { rows: "orders", all: "credited-orders", hits: null, value: "money" };
const costs: Elsewhere = { rows: "none", reason: "costs", page: "/app/costs" };
const customers: Elsewhere = { rows: "none", reason: "customers", page: "/app/costs" };
const created: Row = { ...tickets("created"), listed: "tickets_created" };

const BEHIND: Record<KpiId, Row | Elsewhere> = {
  tickets_created: tickets("created"),
  tickets_outbound: tickets("outbound"),
  tickets_open: tickets("open"),
  tickets_unanswered: tickets("unanswered"),
  tickets_closed: tickets("closed"),
  channel_share: created,
  contact_rate: created,
  replies: { rows: "replies", all: "replies", hits: null },
  first_response_seconds: valued(tickets("first-response"), "seconds"),
  first_response_any_seconds: valued(tickets("first-any-response"), "seconds"),
  response_seconds: { rows: "replies", all: "response", hits: null, value: "seconds" },
  resolution_seconds: valued(tickets("resolution"), "seconds"),
  handle_seconds: { rows: "none", reason: "not-recorded", page: "/app/glossary#kpi-handle_seconds" },
  messages_per_ticket: valued(tickets("closed"), "number"),
  one_touch_rate: tickets("closed", "one-touch"),
  automated_rate: tickets("closed", "automated"),
  closed_without_reply: tickets("closed-without-reply"),
  reopen_rate: tickets("closed", "reopened"),
  first_contact_resolution_rate: tickets("closed-identifiable", "first-contact"),
  repeat_contact_rate: tickets("identifiable", "repeat"),
  repeat_topic_rate: tickets("identifiable", "repeat-topic"),
  tickets_converted: tickets("converted"),
  conversion_rate: tickets("identifiable", "converted"),
  conversion_rate_all: tickets("created", "converted"),
  attributed_revenue_net: orders,
  attributed_revenue_gross: orders,
  attributed_revenue_refunded: orders,
  attributed_orders: orders,
  attributed_share: orders,
  attributed_aov: orders,
  match_coverage: tickets("created", "identifiable"),
  cohort_maturity: tickets("created", "mature"),
  csat_mean: { rows: "ratings", all: "scored", hits: null, value: "score" },
  csat_positive_rate: { rows: "ratings", all: "rated", hits: "positive", value: "score" },
  csat_distribution: { rows: "ratings", all: "scored", hits: null, value: "score" },
  csat_response_rate: { rows: "surveys", all: "asked", hits: "answered" },
  nps: { rows: "ratings", all: "recommending", hits: null, value: "score" },
  support_cost: costs,
  cost_per_ticket: created,
  cost_revenue_ratio: costs,
  return_on_support: orders,
  churn_net: customers,
  churn_lost: customers,
};

/** What a list of a figure would hold, or where the figure is explained that has none. */
export function behind(id: KpiId): Behind | Elsewhere {
  const entry = BEHIND[id];
  return entry.rows === "none" ? entry : { ...entry, listed: entry.listed ?? id, value: entry.value ?? null };
}

/** Heading of the instant that decides a row's day; null where that is the creation, which every row shows anyway. */
export function dayColumnOf(id: KpiId): "closed" | "replied" | "rated" | "asked" | null {
  const headings = { closed: "closed", reply: "replied", rating: "rated", survey: "asked" } as const;
  const { day } = kpi(id);
  return day === "closed" || day === "reply" || day === "rating" || day === "survey" ? headings[day] : null;
}

/** What a row without an agent is called: nobody closed the ticket, automation had the sale, or there is none to name. */
export function nobodyOf(id: KpiId): "unassigned" | "automation" | null {
  const { section, byAgent } = kpi(id);
  if (!byAgent) return null;
  return section === "conversions" ? "automation" : "unassigned";
}
