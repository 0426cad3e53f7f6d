import type { AuthorKind, HelpdeskAgent } from "../../tickets/ticket.ts";
import type { HelpscoutPerson, HelpscoutThread } from "./rows.ts";

/** Workflows act in the name of the account itself, which has one of the first ids. */
const LAST_SYSTEM_ID = 1;
/** The account itself, where it is given an address. */
const SYSTEM_ADDRESS = "none@nowhere.com";

/** Whether a user is the account itself and nobody's login. */
export function isSystemPerson({ id, email }: Pick<HelpscoutPerson, "id" | "email">): boolean {
  return (id !== null && /^\d+$/.test(id) && Number(id) <= LAST_SYSTEM_ID) || email === SYSTEM_ADDRESS;
}

/**
 * Who made a thread. A workflow that runs by itself names itself in the source or the action; one that a user started
 * ("manual-workflow") is that user's doing. Creators of a kind that nobody has named yet are taken for automation.
 */
export function authorOf(thread: HelpscoutThread, agents: ReadonlyMap<string, HelpdeskAgent>): AuthorKind {
  const { createdBy, source, action } = thread;
  if (thread.type === "customer" || createdBy?.type === "customer") return "customer";
  if (source?.type?.startsWith("workflow") || isAutomaticAction(action?.type ?? null)) return "automation";
  if (createdBy === null || isSystemPerson(createdBy)) return "automation";
  if (createdBy.id !== null && agents.get(createdBy.id)?.kind === "automation") return "automation";
  return createdBy.type === "user" || createdBy.type === null ? "human" : "automation";
}

/** The human agent who made a thread; null for everybody else. */
export function humanIn(thread: HelpscoutThread, agents: ReadonlyMap<string, HelpdeskAgent>): string | null {
  return authorOf(thread, agents) === "human" ? (thread.createdBy?.id ?? null) : null;
}

function isAutomaticAction(type: string | null): boolean {
  return type !== null && /workflow/i.test(type) && !/manual/i.test(type);
}
