import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { GorgiasUser } from "./rows.ts";

/** A user of the account. The role "bot" is Gorgias' own AI agent. */
export function normaliseGorgiasAgent(user: GorgiasUser): HelpdeskAgent {
  const role = typeof user.role === "string" ? user.role : user.role?.name;
  return {
    agentId: user.id,
    name: user.name || user.email?.split("@")[0] || user.id,
    kind: role === "bot" ? "automation" : "human",
    active: user.active !== false && user.deactivated_datetime === null,
  };
}
