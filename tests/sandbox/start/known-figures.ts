import { z } from "zod";
import type { Dataset } from "../dataset/dataset.ts";
import { PLAYED_HELPDESKS } from "../helpdesks/played-helpdesks.ts";
import type { JsonObject } from "../simulator.ts";

const count = z.number();
const rate = z.object({ value: z.number().nullable() });
const duration = z.object({ median: z.number().nullable() });

/** Whoever made a data set by hand may know some of its figures only, so each may be left out. */
const kpis = z
  .object({
    tickets_created: count,
    tickets_open: count,
    first_response_seconds: duration,
    resolution_seconds: duration,
    one_touch_rate: rate,
    csat_positive_rate: rate,
    tickets_converted: count,
    conversion_rate: rate,
    conversion_rate_all: rate,
    attributed_orders: count,
    attributed_revenue_gross: count,
    attributed_revenue_refunded: count,
    attributed_revenue_net: count,
    attributed_share: rate,
    attributed_aov: rate,
    match_coverage: rate,
  })
  .partial();

const credit = z.object({
  orderId: z.string(),
  helpdesk: z.string(),
  ticketId: z.string(),
  agent: z.string(),
  gross: count,
  refunded: count,
  net: count,
});

const truthSchema = z.object({
  periods: z.array(z.object({ name: z.string().default("period"), from: z.iso.date(), to: z.iso.date(), kpis })),
  credits: z.array(credit).default([]),
});

/** The part of a data set's truth.json that the pages show. */
export type KnownFigures = z.infer<typeof truthSchema>;
export type KnownPeriod = KnownFigures["periods"][number];

/** A truth.json that cannot be read. */
export class TruthError extends Error {
  readonly kind = "truth";
}

/** Null for a data set without truth. @throws TruthError naming what does not fit */
export function knownFiguresOf(truth: JsonObject | null): KnownFigures | null {
  if (truth === null) return null;
  const parsed = truthSchema.safeParse(truth);
  if (parsed.success) return parsed.data;
  throw new TruthError(`truth.json does not fit:\n${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}

/** What the rows alone tell of a data set: the days they span, and the most tickets that can count. */
export interface PlainFacts {
  from: string;
  to: string;
  mostTickets: number;
}

/** Null for a data set without tickets. Days are widened by one at either end, whatever the shop's zone is. */
export function plainFactsOf(dataset: Dataset): PlainFacts | null {
  const { gorgias, zendesk, shop } = dataset;
  const tickets = [
    ...(gorgias?.tickets ?? []).map((ticket) => ({ at: ticket.created_datetime, counts: !ticket.spam })),
    ...(zendesk?.tickets ?? []).map((ticket) => ({ at: ticket.created_at, counts: ticket.status !== "deleted" })),
  ].map(({ at, counts }) => ({ at: Date.parse(String(at)), counts }));
  const others = PLAYED_HELPDESKS.flatMap(({ vendor, idsIn }) => {
    const rows = dataset.helpdesks[vendor];
    return rows ? idsIn(rows).tickets : [];
  });
  if (tickets.length + others.length === 0) return null;
  // The other vendors write their times in ways of their own; ten years hold whatever they wrote.
  const longAgo = (shop.now === undefined ? Date.now() : Date.parse(shop.now)) - TEN_YEARS_MS;
  const first =
    others.length > 0 ? longAgo : tickets.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = shop.now === undefined ? Date.now() : Date.parse(shop.now);
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
  const mostTickets = tickets.filter(({ counts }) => counts).length + others.length;
  return { from: dayOf(first - DAY_MS), to: dayOf(last + DAY_MS), mostTickets };
}

const DAY_MS = 86_400_000;
const TEN_YEARS_MS = 3_650 * DAY_MS;
