import { z } from "zod";

/** Shopify numbers customers and orders below 2^53; a reference to one goes by this number. */
const shopifyId = z.int().positive();
const id = z.string().min(1);
/** Flow is told the name of the helpdesk in its place, as it is when the event is sent. */
const connectionId = z.uuid();
const figure = z.number();
const day = z.iso.date();

/**
 * What each trigger tells Shopify Flow, by its handle; the same fields stand in `extensions/flow-*`. Figures and ids only:
 * a workflow may send them anywhere, so no comment, address or name of a person is among them, and the schemas are strict.
 * A field that is not known is left out.
 */
export const FLOW_PAYLOADS = {
  "csat-answer-received": z.strictObject({
    customer_id: shopifyId.optional(),
    Score: z.int().min(1).max(5),
    NPS: z.int().min(0).max(10).optional(),
    /** 1 for the first answer; each that replaces it counts one more. */
    "Answer version": z.int().positive(),
    "Comment given": z.enum(["yes", "no"]),
    Source: z.enum(["storefront", "link"]),
    Language: id,
    "Survey ID": id,
    Helpdesk: connectionId.optional(),
    "Ticket ID": id.optional(),
    "Agent ID": id.optional(),
  }),
  "ticket-converted": z.strictObject({
    order_id: shopifyId,
    customer_id: shopifyId.optional(),
    /** In the major unit of the currency. */
    "Net amount": figure,
    Currency: z.string().regex(/^[A-Z]{3}$/),
    "Hours to order": figure,
    Helpdesk: connectionId,
    "Ticket ID": id,
    "Agent ID": id.optional(),
  }),
  "kpi-shifted": z.strictObject({
    KPI: id,
    Direction: z.enum(["above", "below"]),
    "Week of": day,
    /** In the units of METRICS.md 9: shares as 0 to 1, money in minor units, durations in seconds. */
    Value: figure,
    "Usual value": figure,
    "Lower limit": figure,
    "Upper limit": figure,
    "Number of values": z.int().nonnegative().optional(),
    Channel: id.optional(),
    "Agent ID": id.optional(),
    Tag: id.optional(),
    "Alert ID": id,
  }),
} as const;

export type FlowHandle = keyof typeof FLOW_PAYLOADS;

/** What a trigger tells, field by field. */
export type FlowPayload = Record<string, string | number>;

/** Whether a text is the handle of one of the triggers. */
export function isFlowHandle(text: string): text is FlowHandle {
  return Object.hasOwn(FLOW_PAYLOADS, text);
}

/**
 * A payload as its trigger wants it.
 * @throws ZodError when a field is missing, malformed, or not one of the trigger's
 */
export function parseFlowPayload(handle: FlowHandle, payload: FlowPayload): FlowPayload {
  FLOW_PAYLOADS[handle].parse(payload);
  return payload;
}
