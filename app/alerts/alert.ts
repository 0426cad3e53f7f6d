import { z } from "zod";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { ShiftRule } from "./alert-progress.ts";
import type { Side } from "./shift.ts";

/** A part of the shop that moved the figure, as it was called when the alert was raised. */
const moverSchema = z.object({
  /** A channel, "connection/agent", or a tag; "" is nobody. */
  key: z.string(),
  /** The agent's name; null where the key says it all, or nobody does. */
  label: z.string().nullable(),
  /** Of the week, and of the twelve weeks before it (a week of them, where the figure is a sum); in the KPI's unit. */
  value: z.number().nullable(),
  n: z.number().nullable(),
  before: z.number().nullable(),
});
export type Mover = z.infer<typeof moverSchema>;

/** What moved most towards the shift, of each kind; null where nothing did, or the KPI has no such parts. */
export const moversSchema = z.object({
  channel: moverSchema.nullable(),
  agent: moverSchema.nullable(),
  tag: moverSchema.nullable(),
});
export type Movers = z.infer<typeof moversSchema>;
export const MOVER_KINDS = ["channel", "agent", "tag"] as const satisfies readonly (keyof Movers)[];

/** Why an alert could not be sent, the way it was to go included. */
export const ALERT_PROBLEMS = [
  "mail-not-set-up",
  "mail-unavailable",
  "mail-refused",
  "webhook-unavailable",
  "webhook-refused",
  "webhook-forbidden",
] as const;
export type AlertProblem = (typeof ALERT_PROBLEMS)[number];

/** A shift of a KPI that the merchant is told of. */
export interface Alert {
  alertId: string;
  kpiId: KpiId;
  side: Side;
  /** First days of the week in which it began, and of the latest in which it went on. */
  weekOn: string;
  lastWeekOn: string;
  rule: ShiftRule;
  /** In the KPI's unit, of the week in which it began, and what was usual then. */
  value: number;
  n: number | null;
  center: number;
  lower: number;
  upper: number;
  movers: Movers;
  raisedAt: Date;
  endedAt: Date | null;
  acknowledgedAt: Date | null;
  mailedAt: Date | null;
  postedAt: Date | null;
  problem: AlertProblem | null;
}

/** An alert as a page has it from its loader. */
export type AlertView = {
  [Key in keyof Alert]: Alert[Key] extends Date ? string : Alert[Key] extends Date | null ? string | null : Alert[Key];
};

/** Whether the shift still goes on, and whether somebody has seen it. */
export function alertStateOf({
  endedAt,
  acknowledgedAt,
}: {
  endedAt: unknown;
  acknowledgedAt: unknown;
}): "new" | "acknowledged" | "over" {
  if (acknowledgedAt !== null) return "acknowledged";
  return endedAt === null ? "new" : "over";
}

/** An alert in words, in the languages and shapes in which it is sent. */
export interface AlertMessage {
  subject: string;
  text: string;
  html: string;
  /** What Slack and those who speak like it take. */
  webhook: { text: string; blocks: unknown[] };
}

/** What a message is written from. */
export interface AlertLetter {
  /** Null for a message that only tries whether messages arrive. */
  alert: Alert | null;
  shop: { name: string; currency: string };
  /** Last day of the alert's week that it was raised on: the week's own, or an earlier one while it was running. */
  untilOn: string;
  locale: string;
  /** Leads to the alert in the admin. */
  link: string;
}

/** Writes messages; who does speaks all languages of the interface. */
export type AlertWriter = (letter: AlertLetter) => Promise<AlertMessage>;
