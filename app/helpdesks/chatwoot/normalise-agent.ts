import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { ChatwootBot, ChatwootMessage, ChatwootUser } from "./rows.ts";

/** Who can write in an account. Each kind counts its ids for itself: user 5 and bot 5 are not the same. */
export type SenderKind = "contact" | "user" | "bot" | "assistant";

/** How rows spell the kinds: as a class name, or as a word inside the sender. */
const KINDS = new Map<string, SenderKind>(
  Object.entries({
    contact: "contact",
    user: "user",
    agent: "user",
    agentbot: "bot",
    agent_bot: "bot",
    "captain::assistant": "assistant",
    captain_assistant: "assistant",
  }),
);

export interface Sender {
  kind: SenderKind;
  agentId: string | null;
  name: string | null;
}

/** Who a message names as its sender; null where it names nobody, as rules, campaigns and erased users leave it. */
export function senderOf({ sender, sender_type, sender_id }: ChatwootMessage): Sender | null {
  const kind = kindOf(sender_type) ?? kindOf(sender?.type ?? null);
  const id = sender?.id ?? sender_id;
  if (kind === null || id === null) return null;
  return { kind, agentId: kind === "contact" ? null : agentIdOf(kind, id), name: sender?.name ?? null };
}

/** The id under which an author of this kind is known to us. */
export function agentIdOf(kind: Exclude<SenderKind, "contact">, id: string): string {
  return kind === "user" ? id : `${kind}-${id}`;
}

/** Whether a row's word for a kind means an agent who is no person. */
export function isBotKind(word: string | null): boolean {
  return ["bot", "assistant"].includes(kindOf(word) ?? "");
}

function kindOf(word: string | null): SenderKind | null {
  return KINDS.get((word ?? "").toLowerCase()) ?? null;
}

/** A user of the account. Only those who are in it now are listed. */
export function normaliseChatwootUser(user: ChatwootUser): HelpdeskAgent {
  const name = user.name || user.available_name || user.email?.split("@")[0] || user.id;
  return { agentId: user.id, name, kind: "human", active: true };
}

/** A bot of the account, or of the whole installation. */
export function normaliseChatwootBot(bot: ChatwootBot): HelpdeskAgent {
  return { agentId: agentIdOf("bot", bot.id), name: bot.name || bot.id, kind: "automation", active: true };
}

/** A sender who is not listed: a user who has left the account, or an assistant, of which there is no list. */
export function agentOfSender({ kind, agentId, name }: Sender): HelpdeskAgent | null {
  if (agentId === null) return null;
  const isUser = kind === "user";
  return { agentId, name: name || agentId, kind: isUser ? "human" : "automation", active: !isUser };
}
