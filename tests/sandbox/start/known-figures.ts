import { z } from "zod";
import type { JsonObject } from "../simulator.ts";

const rate = z.object({ value: z.number().nullable(), n: z.number() });
const duration = z.object({
  mean: z.number().nullable(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
  n: z.number(),
});
const count = z.number();

const money = {
  attributed_orders: count,
  attributed_revenue_gross: count,
  attributed_revenue_refunded: count,
  attributed_revenue_net: count,
};

const group = z.object({ tickets_converted: count, ...money });

const truthSchema = z.object({
  periods: z.array(
    z.object({
      name: z.string(),
      from: z.string(),
      to: z.string(),
      kpis: z.object({
        tickets_created: count,
        tickets_open: count,
        first_response_seconds: duration,
        resolution_seconds: duration,
        one_touch_rate: rate,
        csat_positive_rate: rate,
        tickets_converted: count,
        conversion_rate: rate,
        conversion_rate_all: rate,
        attributed_share: rate,
        attributed_aov: rate,
        match_coverage: rate,
        ...money,
      }),
      byAgent: z.record(z.string(), group),
      byChannel: z.record(z.string(), group),
      byHelpdesk: z.record(z.string(), group),
    }),
  ),
  credits: z.array(
    z.object({
      orderId: z.string(),
      helpdesk: z.string(),
      ticketId: z.string(),
      agent: z.string(),
      gross: count,
      refunded: count,
      net: count,
    }),
  ),
});

/** The part of a data set's truth.json that the pages show. */
export type KnownFigures = z.infer<typeof truthSchema>;
export type KnownPeriod = KnownFigures["periods"][number];

/** Null for a data set without truth. @throws ZodError naming what does not fit */
export function knownFiguresOf(truth: JsonObject | null): KnownFigures | null {
  return truth === null ? null : truthSchema.parse(truth);
}
