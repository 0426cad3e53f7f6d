import type { PageRequest } from "../adapter.ts";
import type { PageRows } from "../ticket-page.ts";
import { formerAgentsIn } from "./normalise-agent.ts";
import { normaliseHelpscoutMessage } from "./normalise-message.ts";
import { ratingOnThread } from "./normalise-rating.ts";
import { normaliseHelpscoutStatusChanges } from "./normalise-status-changes.ts";
import { normaliseHelpscoutTicket, type WholeConversation } from "./normalise-ticket.ts";

/** Everything that whole conversations tell. */
export function rowsOfConversations(
  whole: readonly WholeConversation[],
  agents: PageRequest["agents"],
): Omit<PageRows, "setAside"> {
  const each = <Row>(read: (one: WholeConversation) => Row[]): Row[] => whole.flatMap(read);
  const people = each(({ conversation, threads }) => [
    conversation.assignee,
    conversation.closedByUser,
    ...threads.map((thread) => thread.createdBy),
  ]);
  return {
    agents: formerAgentsIn(people, agents),
    tickets: whole.map(normaliseHelpscoutTicket),
    messages: each(({ conversation, threads }) =>
      threads.flatMap((thread) => normaliseHelpscoutMessage(thread, conversation.id, agents) ?? []),
    ),
    statusChanges: each(({ conversation, threads }) => normaliseHelpscoutStatusChanges(conversation, threads, agents)),
    ratings: each(({ conversation, threads }) =>
      threads.flatMap((thread) => ratingOnThread(thread, conversation.id, agents) ?? []),
    ),
  };
}
