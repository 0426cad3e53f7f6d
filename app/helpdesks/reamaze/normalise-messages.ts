import type { AuthorKind, HelpdeskAgent, TicketMessage } from "../../tickets/ticket.ts";
import { formerAgent } from "./normalise-agent.ts";
import { isSamePerson } from "./normalise-customer.ts";
import type { ReamazeMessage, ReamazeUser } from "./rows.ts";
import { staffIdOf } from "./staff-id.ts";

const INTERNAL_NOTE = 1;
/** Written while a colleague's answer went out first, and held back. */
const COLLISION = 2;

type Agents = ReadonlyMap<string, HelpdeskAgent>;

/**
 * Messages of any conversations. Re:amaze gives messages no id, so one is known by its conversation and its instant; of
 * several at the same instant the second one carries a number, and so on. `rows` must hold all of those of an instant.
 */
export function normaliseReamazeMessages(rows: readonly ReamazeMessage[], agents: Agents): TicketMessage[] {
  return [...Map.groupBy(rows, momentOf)].flatMap(([moment, together]) =>
    together.toSorted(inFixedOrder).map((message, index) => ({
      ticketId: message.conversation.slug,
      messageId: index === 0 ? moment : `${moment}:${index + 1}`,
      at: message.created_at,
      ...authorOf(message, agents),
      isPublic: message.visibility !== INTERNAL_NOTE,
      delivered: message.visibility !== COLLISION,
    })),
  );
}

/** The conversation and instant of a message. */
export function momentOf({ conversation, created_at }: ReamazeMessage): string {
  return `${conversation.slug}:${created_at.getTime()}`;
}

/** Those who wrote as staff and are no known agents. */
export function formerStaffIn(rows: readonly ReamazeMessage[], agents: Agents): HelpdeskAgent[] {
  const found = new Map<string, HelpdeskAgent>();
  for (const message of rows) {
    const { author, agentId } = authorOf(message, agents);
    const former = author === "human" && message.user !== null ? formerAgent(message.user) : null;
    if (former !== null && agentId !== null && !agents.has(agentId)) found.set(agentId, former);
  }
  return [...found.values()];
}

/** The same whichever list and page they were read from. */
function inFixedOrder(one: ReamazeMessage, other: ReamazeMessage): number {
  const [left, right] = [fingerprintOf(one), fingerprintOf(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function fingerprintOf({ visibility, user, origin_id, body }: ReamazeMessage): string {
  return JSON.stringify([visibility, user?.email, user?.name, origin_id, body]);
}

/**
 * Bots are marked among a conversation's followers. What a rule or timer sends carries no mark: it counts for whoever
 * it is sent in the name of.
 */
function authorOf(message: ReamazeMessage, agents: Agents): { author: AuthorKind; agentId: string | null } {
  const { user, visibility, conversation } = message;
  // People of either side come with a name or an address; whatever has nobody was sent by the system.
  if (user === null) return { author: "automation", agentId: null };
  const agentId = staffIdOf(user.email);
  const isKnown = agentId !== null && agents.has(agentId);
  if (isBot(user, conversation.followers) || (isKnown && agents.get(agentId)?.kind === "automation"))
    return { author: "automation", agentId: isKnown ? agentId : null };
  // Only staff write notes, whether they are staff still or not.
  const isStaff = visibility === INTERNAL_NOTE || (user["staff?"] ?? isKnown);
  return isStaff ? { author: "human", agentId } : { author: "customer", agentId: null };
}

function isBot(user: ReamazeUser, followers: readonly ReamazeUser[]): boolean {
  return user["bot?"] === true || followers.some((other) => other["bot?"] === true && isSamePerson(other, user));
}
