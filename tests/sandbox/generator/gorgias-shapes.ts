import type { JsonObject } from "../simulator.ts";
import type { Agent, Contact, Entry, Ticket } from "./neutral-model.ts";

/** One planned entry with the number that its message row carries. */
export interface NumberedEntry {
  ticket: Ticket;
  entry: Entry;
  id: number;
}

export function viaOf(ticket: Ticket): string {
  if (ticket.entries[0]?.by === "agent") return "helpdesk";
  return ticket.vendorChannel === "chat" ? "gorgias_chat" : ticket.vendorChannel;
}

export function customerReference(contact: Contact): JsonObject {
  const [first = "", last = ""] = contact.name.split(" ");
  const email = contact.emails[0]?.written ?? contact.inventedAddress;
  return { id: contact.id, email, name: contact.name, firstname: first, lastname: last, meta: null };
}

export function userObject(agent: Agent): JsonObject {
  const [first = "", last = ""] = agent.name.split(" ");
  return {
    id: agent.id,
    email: agent.email,
    name: agent.name,
    firstname: first,
    lastname: last,
    meta: null,
    bio: null,
  };
}

/** Microseconds and a numeric offset, as the vendor writes instants. */
export function gorgiasTime(at: number): string {
  return new Date(at).toISOString().replace("Z", "000+00:00");
}
