import { z } from "zod";

/**
 * The fields that the simulators need in each file of a data set. Required sets are minimal on purpose: a folder made
 * by hand or exported from a real account has to fit; everything beside these fields is served as it stands.
 */

const id = z.union([z.int(), z.string().regex(/^-?\d+$/, "expected a number or a numeric string")]);
const gid = z.union([z.int(), z.string().min(1)]);
const optionalId = id.nullish();
const text = z.string().nullish();
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/, {
    error: "expected a date and time, such as 2026-03-01T10:00:00Z",
    abort: true,
  })
  .refine((value) => !Number.isNaN(Date.parse(value)), "is not a date and time that exists");
const optionalInstant = instant.nullish();

const money = z.looseObject({
  amount: z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/, "expected an amount, such as 19.95")]),
  currencyCode: z.string().length(3),
});
const moneyBag = z.looseObject({ shopMoney: money, presentmentMoney: money.nullish() });
const emailAddress = z.looseObject({ emailAddress: text }).nullish();
const phoneNumber = z.looseObject({ phoneNumber: text }).nullish();

const order = z.looseObject({
  id: gid,
  createdAt: instant,
  processedAt: instant,
  updatedAt: instant,
  totalPriceSet: moneyBag,
  totalRefundedSet: moneyBag.nullish(),
  currentTotalPriceSet: moneyBag.nullish(),
  cancelledAt: optionalInstant,
  test: z.boolean().nullish(),
  sourceName: text,
  tags: z.array(z.string()).nullish(),
  email: text,
  phone: text,
  customer: z.looseObject({ id: gid, defaultEmailAddress: emailAddress, defaultPhoneNumber: phoneNumber }).nullish(),
  refunds: z.array(z.looseObject({ id: gid, createdAt: optionalInstant })).nullish(),
});

const customer = z.looseObject({
  id: gid,
  createdAt: optionalInstant,
  updatedAt: optionalInstant,
  defaultEmailAddress: emailAddress,
  defaultPhoneNumber: phoneNumber,
});

const gorgiasTicket = z.looseObject({
  id,
  status: z.enum(["open", "closed"]),
  created_datetime: instant,
  updated_datetime: optionalInstant,
  closed_datetime: optionalInstant,
  snooze_datetime: optionalInstant,
  trashed_datetime: optionalInstant,
  channel: text,
  spam: z.boolean().nullish(),
  customer: z.looseObject({ id, email: text }).nullish(),
});

const gorgiasMessage = z.looseObject({
  id,
  ticket_id: id,
  created_datetime: instant,
  from_agent: z.boolean().nullish(),
  public: z.boolean().nullish(),
});

const gorgiasUser = z.looseObject({ id, name: text, email: text });

const gorgiasSurvey = z.looseObject({
  id,
  ticket_id: id,
  score: z.number().nullish(),
  created_datetime: optionalInstant,
  scored_datetime: optionalInstant,
});

const gorgiasEvent = z.looseObject({
  id,
  type: z.string(),
  created_datetime: instant,
  object_type: text,
  object_id: optionalId,
  user_id: optionalId,
});

const zendeskTicket = z.looseObject({
  id,
  status: z.string(),
  created_at: instant,
  updated_at: instant,
  requester_id: optionalId,
  assignee_id: optionalId,
  tags: z.array(z.string()).nullish(),
});

const zendeskTicketMetric = z.looseObject({ id: optionalId, ticket_id: id, solved_at: optionalInstant });

const zendeskComment = z.looseObject({
  id,
  ticket_id: id,
  author_id: id,
  created_at: instant,
  public: z.boolean().nullish(),
});

const zendeskAudit = z.looseObject({
  id,
  ticket_id: id,
  created_at: instant,
  author_id: optionalId,
  events: z.array(z.looseObject({ type: z.string() })),
});

const zendeskUser = z.looseObject({ id, role: text, name: text, email: text, phone: text });

const zendeskRating = z.looseObject({
  id,
  ticket_id: id,
  score: z.string(),
  created_at: optionalInstant,
  updated_at: optionalInstant,
});

export const shopSchema = z.looseObject({
  domain: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, "expected a name such as acme.myshopify.com"),
  name: z.string().min(1).optional(),
  ianaTimezone: z.string().refine(isTimeZone, "is not an IANA time zone").optional(),
  currencyCode: z
    .string()
    .regex(/^[A-Z]{3}$/, "expected three capital letters, such as EUR")
    .optional(),
  email: z.string().min(1).optional(),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, "expected two capital letters, such as NL")
    .optional(),
  now: instant.optional(),
  gorgias: z.object({ subdomain: z.string().min(1), email: z.string(), apiKey: z.string() }).optional(),
  zendesk: z.object({ subdomain: z.string().min(1), email: z.string(), apiToken: z.string() }).optional(),
});

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Every file of rows: where it lies in the folder and what a line of it must hold. */
export const ROW_FILES = {
  orders: { path: "shopify/orders.jsonl", schema: order },
  customers: { path: "shopify/customers.jsonl", schema: customer },
  gorgias: {
    tickets: { path: "gorgias/tickets.jsonl", schema: gorgiasTicket },
    messages: { path: "gorgias/messages.jsonl", schema: gorgiasMessage },
    users: { path: "gorgias/users.jsonl", schema: gorgiasUser },
    satisfactionSurveys: { path: "gorgias/satisfaction-surveys.jsonl", schema: gorgiasSurvey },
    events: { path: "gorgias/events.jsonl", schema: gorgiasEvent },
  },
  zendesk: {
    tickets: { path: "zendesk/tickets.jsonl", schema: zendeskTicket },
    ticketMetrics: { path: "zendesk/ticket_metrics.jsonl", schema: zendeskTicketMetric },
    comments: { path: "zendesk/comments.jsonl", schema: zendeskComment },
    audits: { path: "zendesk/audits.jsonl", schema: zendeskAudit },
    users: { path: "zendesk/users.jsonl", schema: zendeskUser },
    satisfactionRatings: { path: "zendesk/satisfaction_ratings.jsonl", schema: zendeskRating },
  },
} as const;

export interface RowFile {
  readonly path: string;
  readonly schema: z.ZodType;
}
