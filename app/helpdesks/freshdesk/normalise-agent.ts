import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { FreshdeskAgent, FreshdeskContact } from "./rows.ts";

/** An agent. Freshdesk does not mark those that are bots. */
export function normaliseFreshdeskAgent({ id, contact, deactivated }: FreshdeskAgent): HelpdeskAgent {
  const name = contact?.name || contact?.email?.split("@")[0] || id;
  return { agentId: id, name, kind: "human", active: deactivated !== true };
}

/** Somebody who wrote as an agent and is none any more: deleting an agent leaves a contact, or nothing. */
export function formerFreshdeskAgent(agentId: string, contact: FreshdeskContact | null): HelpdeskAgent {
  const name = contact?.name || contact?.email?.split("@")[0] || agentId;
  return { agentId, name, kind: "human", active: false };
}
