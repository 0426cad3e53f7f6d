import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { ZendeskUser } from "./rows.ts";

const AGENT_ROLES = ["agent", "admin"];

/** Whether the user works in the helpdesk now; roles other than these are end users. */
export function isZendeskAgent(user: ZendeskUser): boolean {
  return AGENT_ROLES.includes(user.role ?? "");
}

/**
 * A user as an agent. One who was demoted, suspended or deleted stays an agent who is no longer active, so that what
 * they wrote stays theirs.
 */
export function normaliseZendeskAgent(user: ZendeskUser): HelpdeskAgent {
  return {
    agentId: user.id,
    name: user.name || user.email?.split("@")[0] || user.id,
    kind: "human",
    active: isZendeskAgent(user) && user.active !== false && user.suspended !== true,
  };
}
