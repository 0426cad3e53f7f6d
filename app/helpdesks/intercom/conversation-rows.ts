import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { SetAside } from "../adapter.ts";
import { parseRows } from "../parse-rows.ts";
import type { PageRows } from "../ticket-page.ts";
import { formerIntercomAgents } from "./authors.ts";
import { normaliseIntercomConversation, normaliseIntercomRating } from "./normalise-conversation.ts";
import { normaliseIntercomCustomer } from "./normalise-customer.ts";
import { normaliseIntercomMessages } from "./normalise-messages.ts";
import { normaliseIntercomStatusChanges } from "./normalise-status-changes.ts";
import { type IntercomContact, type IntercomConversation, intercomPart } from "./rows.ts";

type Agents = ReadonlyMap<string, HelpdeskAgent>;

/** A conversation holds no more than its latest parts, whatever else is asked for. */
const MOST_PARTS = 500;

/** Everything that one conversation, read alone, tells. The contact is null where there is none, or no record of it. */
export function rowsOfConversation(
  conversation: IntercomConversation,
  contact: IntercomContact | null,
  agents: Agents,
): PageRows {
  const { id, source, conversation_parts } = conversation;
  const parsed = parseRows(intercomPart, conversation_parts?.conversation_parts ?? [], `part of ticket ${id},`);
  const parts = parsed.rows;
  const former = formerIntercomAgents([source?.author ?? null, ...parts.map(({ author }) => author)], agents);
  const known = new Map([...agents, ...former.map((agent) => [agent.agentId, agent] as const)]);
  const statusChanges = normaliseIntercomStatusChanges(conversation, parts, known);
  const customer = normaliseIntercomCustomer(conversation, contact);
  const rating = normaliseIntercomRating(conversation);
  return {
    agents: former,
    tickets: [normaliseIntercomConversation(conversation, statusChanges, customer)],
    messages: normaliseIntercomMessages(conversation, parts, known),
    statusChanges,
    ratings: rating === null || rating === "untimed" ? [] : [rating],
    setAside: [...parsed.setAside, ...cutOff(conversation), ...(rating === "untimed" ? [untimed(id)] : [])],
  };
}

/**
 * What lies before the latest 500 parts cannot be had. The statistics count the source too; without them nobody knows
 * whether a full list is a whole one.
 */
function cutOff({ id, statistics, conversation_parts }: IntercomConversation): SetAside[] {
  const received = conversation_parts?.conversation_parts.length ?? 0;
  if (received < MOST_PARTS) return [];
  const counted = statistics?.count_conversation_parts ?? null;
  const told = Math.max(counted === null ? 0 : counted - 1, conversation_parts?.total_count ?? 0);
  if (counted !== null && told <= received) return [];
  const all = told > received ? String(told) : "maybe more";
  const reason = `conversation_parts: Intercom gives only the latest ${received} of ${all}; the messages before them are missing`;
  return [{ vendorRowId: `earlier parts of ticket ${id}`, reason }];
}

function untimed(id: string): SetAside {
  return {
    vendorRowId: `rating of ticket ${id}`,
    reason: "conversation_rating.updated_at: expected the time of the answer",
  };
}
