import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { RowIds } from "../played-helpdesk.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { CONVERSATION, SOURCE } from "./freshdesk-shapes.ts";

/** What has to arrive: of deleted tickets only that they were deleted; no comments that came with ratings. */
export function freshdeskIds(rows: HelpdeskRows): RowIds {
  const tickets = rows.tickets ?? [];
  const kept = tickets.filter((ticket) => ticket.deleted !== true);
  const keptIds = new Set(kept.map((ticket) => idOf(ticket)));
  const conversations = (rows.conversations ?? []).filter(
    (row) => keptIds.has(idOf(row, "ticket_id")) && row.source !== CONVERSATION.surveyFeedback,
  );
  const described = kept.filter((ticket) => ticket.source !== SOURCE.webChat);
  return {
    agents: ids(rows.agents ?? []),
    tickets: ids(tickets),
    messages: [...ids(conversations), ...described.map((ticket) => `description-${idOf(ticket)}`)].sort(),
    statusChanges: kept.flatMap(movesOf).sort(),
    ratings: ids((rows.satisfaction_ratings ?? []).filter(hasAnswer)),
  };
}

function movesOf(ticket: JsonObject): string[] {
  const stats = isJsonObject(ticket.stats) ? ticket.stats : {};
  const closedAt = stats.resolved_at ?? stats.closed_at ?? null;
  const move = (at: unknown, to: string) =>
    at === null || at === undefined ? [] : [`${idOf(ticket)} ${new Date(String(at)).toISOString()} ${to}`];
  return [...move(closedAt, "closed"), ...move(stats.reopened_at, "open")];
}

function hasAnswer({ ratings }: JsonObject): boolean {
  return isJsonObject(ratings) && typeof ratings.default_question === "number";
}

function ids(rows: readonly JsonObject[]): string[] {
  return rows.map((row) => idOf(row)).sort();
}
