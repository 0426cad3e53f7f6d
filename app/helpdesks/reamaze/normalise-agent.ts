import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { ReamazeStaff, ReamazeUser } from "./rows.ts";
import { staffIdOf } from "./staff-id.ts";

/** A member of staff from the list of those who have access now. */
export function normaliseReamazeAgent(staff: ReamazeStaff): HelpdeskAgent {
  return {
    agentId: staffIdOf(staff.email) ?? staff.email,
    name: staff.name || staff.display_name || localPart(staff.email),
    kind: kindOf(staff),
    active: true,
  };
}

/**
 * Somebody who wrote as staff, or has a conversation assigned, and is not in the list of staff: whoever has left. One
 * who has only just come is put right when the list is read next. Null for somebody without an address.
 */
export function formerAgent(user: ReamazeUser): HelpdeskAgent | null {
  const agentId = staffIdOf(user.email);
  if (agentId === null) return null;
  return { agentId, name: user.name || localPart(user.email ?? ""), kind: kindOf(user), active: false };
}

function kindOf(user: { "bot?": boolean | null }): HelpdeskAgent["kind"] {
  return user["bot?"] === true ? "automation" : "human";
}

function localPart(email: string): string {
  return email.trim().split("@")[0] || "Staff";
}
