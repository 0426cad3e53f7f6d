import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { ChatwootMessage } from "./rows.ts";

/** Lines in a conversation by which Chatwoot tells what was done to it, in the language of the account. */
export interface StatusLine {
  messageId: string;
  at: Date;
  to: "open" | "closed";
  text: string;
}

/** How the vendor's translations put it; the names of people stand before or after. */
const CLOSED = [
  /^Conversation was (marked )?resolved by /,
  /wurde (von|vom) .*gelöst$/,
  /^La conversación fue marcada (como resuelta )?por /,
  /^(La )?[Cc]onversación fue resuelta por /,
  /^(A )?[Cc]onversa foi (marcada como )?resolvida /,
  /^La conversation a été (marquée )?(comme )?résolue /,
];
const OPEN = [
  /^Conversation was (reopened|snoozed|marked (as )?(open|pending)) ?/,
  /^System reopened the conversation/,
  /wurde (von|vom) .*(wieder eröffnet|als ausstehend markiert|zur Erinnerung markiert)$/,
  /^Das System hat .*wieder geöffnet/,
  /^La conversación fue (reabierta|pospuesta|marcada como pendiente) /,
  /^El sistema reabrió /,
  /^(A )?[Cc]onversa foi (reaberta|adiada|aberta|marcada como (pendente|aberta)) /,
  /^O sistema reabriu /,
  /^La conversation a été (ré-?ouverte|rouverte|reportée|marquée comme en attente) /,
];

/**
 * The change of status that an activity line tells, null for any other line and for one in a language that we do not
 * read. Newer versions say it beside the text as well. Pending and snoozed conversations are open.
 */
export function statusLineIn(message: ChatwootMessage): StatusLine | null {
  if (message.message_type !== "activity") return null;
  const text = message.content ?? "";
  const to = toldBeside(message) ?? toldBy(text);
  return to === null ? null : { messageId: message.id, at: message.created_at, to, text };
}

function toldBeside({ content_attributes }: ChatwootMessage): StatusLine["to"] | null {
  const activity = content_attributes?.activity;
  if (typeof activity !== "object" || activity === null || !("status" in activity)) return null;
  if (activity.status === "resolved") return "closed";
  return ["open", "pending", "snoozed"].includes(String(activity.status)) ? "open" : null;
}

function toldBy(text: string): StatusLine["to"] | null {
  if (OPEN.some((pattern) => pattern.test(text))) return "open";
  return CLOSED.some((pattern) => pattern.test(text)) ? "closed" : null;
}

/**
 * The human agent whose name a line holds, in whatever language; null for the system, a rule, a bot or the customer.
 * Of agents of one name it is the assignee, if any. Somebody who has been renamed since is not found.
 */
export function humanNamedIn(
  { text }: Pick<StatusLine, "text">,
  agents: Iterable<HelpdeskAgent>,
  assigneeId: string | null,
): string | null {
  const found = [...agents].filter(({ name }) => name !== "" && text.includes(name));
  // Where a long name does not stand as a whole, a short one within it must not be taken for it.
  const longest = Math.max(...found.map(({ name }) => name.length));
  const named = found.filter(({ name }) => name.length === longest && standsAlone(name, text));
  if (named.some(({ kind }) => kind !== "human")) return null;
  if (named.length === 1) return named[0]?.agentId ?? null;
  return named.find(({ agentId }) => agentId === assigneeId)?.agentId ?? null;
}

/** Letters of scripts that put blanks between words. */
const LETTER = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{N}]/u;

function standsAlone(name: string, text: string): boolean {
  const start = text.indexOf(name);
  return !LETTER.test(text.charAt(start - 1)) && !LETTER.test(text.charAt(start + name.length));
}
