import type { JsonObject } from "../simulator.ts";
import type { Entry, Ticket } from "./neutral-model.ts";

/** The author of what the system and its rules do. */
export const RULE_AUTHOR_ID = -1;

/** Whole seconds, UTC. */
export function zendeskTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function webVia(rel: string | null, from: JsonObject = {}): JsonObject {
  return { channel: "web", source: { from, to: {}, rel } };
}

export function ruleVia(rel: "trigger" | "automation"): JsonObject {
  return { channel: "rule", source: { from: { deleted: false, title: "Invented rule", id: 36_001 }, to: {}, rel } };
}

/** How the request came in; agents open theirs in the web interface. */
export function ticketVia(ticket: Ticket): JsonObject {
  const { vendorChannel, contact, entries } = ticket;
  if (entries[0]?.by === "agent") return webVia(null);
  const [email] = contact?.emails ?? [];
  const [phone] = contact?.phones ?? [];
  const from = vendorChannel === "email" && email ? { address: email.written, name: contact?.name } : {};
  const caller = vendorChannel === "voice" && phone ? { phone: phone.value, name: `Caller ${phone.value}` } : {};
  return { channel: vendorChannel, source: { from: { ...from, ...caller }, to: {}, rel: null } };
}

export function commentVia(ticket: Ticket, entry: Entry): JsonObject {
  if (entry.by === "automation") return ruleVia("trigger");
  if (entry.by === "customer") return { channel: ticket.vendorChannel, source: { from: {}, to: {}, rel: null } };
  const merge = entry.by === "note" && entry.at === ticket.exclusion?.at && ticket.exclusion.reason === "merged";
  return webVia(merge ? "merge" : null);
}
