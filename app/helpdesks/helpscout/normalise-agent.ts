import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { isSystemPerson } from "./authors.ts";
import type { HelpscoutPerson, HelpscoutUser } from "./rows.ts";

/** A user of the account. Only those who are still there are listed. */
export function normaliseHelpscoutAgent(user: HelpscoutUser): HelpdeskAgent {
  return {
    agentId: user.id,
    name: nameOf({ first: user.firstName, last: user.lastName, email: user.email }) || user.id,
    kind: "human",
    active: true,
  };
}

/** Users who wrote or moved something and are in no list any more: they have left. */
export function formerAgentsIn(
  people: readonly (HelpscoutPerson | null)[],
  agents: ReadonlyMap<string, HelpdeskAgent>,
): HelpdeskAgent[] {
  const former = new Map<string, HelpdeskAgent>();
  for (const person of people) {
    if (person?.type !== "user" || person.id === null || agents.has(person.id) || isSystemPerson(person)) continue;
    former.set(person.id, { agentId: person.id, name: nameOf(person) || person.id, kind: "human", active: false });
  }
  return [...former.values()];
}

function nameOf({ first, last, email }: Pick<HelpscoutPerson, "first" | "last" | "email">): string {
  const name = [first, last].filter((part) => part).join(" ");
  return name || (email?.split("@")[0] ?? "");
}
