import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { RowIds } from "../played-helpdesk.ts";
import { idOf, idOrNull, isJsonObject } from "../row-fields.ts";

const MESSAGES = ["customer", "message", "note", "chat", "beaconchat", "phone", "forwardparent", "forwardchild"];
const UNSENT = ["draft", "underreview"];

/** What has to arrive: everything but conversations that were merged away or deleted, and the lines of the history. */
export function helpscoutIds(rows: HelpdeskRows): RowIds {
  const listed = (rows.conversations ?? []).filter((row) => row.mergedInto === undefined && row.state !== "deleted");
  const tickets = new Set(listed.map((row) => idOf(row)));
  const threads = (rows.threads ?? []).filter((thread) => tickets.has(idOf(thread, "conversationId")));
  const byTicket = Map.groupBy(threads, (thread) => idOf(thread, "conversationId"));
  return {
    agents: (rows.users ?? []).map((user) => idOf(user)).sort(),
    tickets: [...tickets].sort(),
    messages: threads
      .filter(({ type, state }) => MESSAGES.includes(String(type)) && !UNSENT.includes(String(state)))
      .map((thread) => idOf(thread))
      .sort(),
    statusChanges: [...new Set([...byTicket.values()].flatMap(movesIn))].sort(),
    ratings: (rows.ratings ?? [])
      .filter((rating) => tickets.has(idOf(rating)))
      .map((rating) => idOf(rating, "threadid"))
      .sort(),
  };
}

/** Crossings between active or pending and closed, and what was merged into the conversation. */
function movesIn(threads: readonly JsonObject[]): string[] {
  const sorted = [...threads].sort((a, b) => timeOf(a) - timeOf(b) || Number(idOf(a)) - Number(idOf(b)));
  const moves: string[] = [];
  let wasClosed = false;
  for (const thread of sorted) {
    const at = new Date(timeOf(thread)).toISOString();
    const merged = mergedIn(thread);
    if (merged !== null) moves.push(`${merged} ${at} merged`);
    if (!["active", "pending", "closed"].includes(String(thread.status)) || thread.state !== "published") continue;
    const isClosed = thread.status === "closed";
    if (isClosed !== wasClosed) moves.push(`${idOf(thread, "conversationId")} ${at} ${isClosed ? "closed" : "open"}`);
    wasClosed = isClosed;
  }
  return moves;
}

function mergedIn({ action }: JsonObject): string | null {
  if (!isJsonObject(action) || action.type !== "merged" || !isJsonObject(action.associatedEntities)) return null;
  return idOrNull(action.associatedEntities.conversation);
}

function timeOf(thread: JsonObject): number {
  return Date.parse(String(thread.createdAt));
}
