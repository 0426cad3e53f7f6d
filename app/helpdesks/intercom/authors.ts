import type { AuthorKind, HelpdeskAgent } from "../../tickets/ticket.ts";
import type { IntercomAdmin, IntercomAuthor } from "./rows.ts";

type Agents = ReadonlyMap<string, HelpdeskAgent>;

const CUSTOMERS = ["user", "lead", "contact", "visitor"];
/** The account under which the vendor's own bot writes, listed among the teammates. */
const OPERATOR = /^operator\+[^@]*@intercom\.(io|com)$/i;

/** A teammate, or the account of the vendor's own bot. */
export function normaliseIntercomAgent(admin: IntercomAdmin, active: boolean): HelpdeskAgent {
  return {
    agentId: admin.id,
    name: admin.name || admin.email?.split("@")[0] || admin.id,
    kind: OPERATOR.test(admin.email ?? "") ? "automation" : "human",
    active,
  };
}

/**
 * Who wrote it. What a bot, a workflow or a campaign sends in a teammate's or team's name is told by flags beside the
 * author; a team never types. An author who is blank, as for some networks, is nobody we could credit: automation.
 */
export function intercomAuthorKind(author: IntercomAuthor | null, agents: Agents): AuthorKind {
  if (CUSTOMERS.includes(author?.type ?? "")) return "customer";
  if (author?.type !== "admin" || author.from_ai_agent || author.is_ai_answer) return "automation";
  const known = author.id === null ? undefined : agents.get(author.id);
  if (known) return known.kind;
  return OPERATOR.test(author.email ?? "") ? "automation" : "human";
}

/** The teammate behind an author: always for a human, for automation only where the agents know the account. */
export function intercomAgentId(author: IntercomAuthor | null, kind: AuthorKind, agents: Agents): string | null {
  const id = author?.id ?? null;
  if (kind === "human") return id;
  return kind === "automation" && id !== null && agents.has(id) ? id : null;
}

/**
 * Teammates who wrote something and are no known agents. The list of teammates holds only those who are still there, so
 * these have left.
 */
export function formerIntercomAgents(authors: readonly (IntercomAuthor | null)[], agents: Agents): HelpdeskAgent[] {
  const former = new Map<string, HelpdeskAgent>();
  for (const author of authors) {
    if (author?.type !== "admin" || author.id === null || author.id === "0" || agents.has(author.id)) continue;
    former.set(author.id, normaliseIntercomAgent({ id: author.id, name: author.name, email: author.email }, false));
  }
  return [...former.values()];
}
