import type { Dataset } from "../sandbox/dataset/dataset.ts";
import { objectsOf } from "../sandbox/helpdesks/row-fields.ts";
import type { JsonObject } from "../sandbox/simulator.ts";

/** The ids that have to arrive from a data set, read from its rows without the app's help. */
export interface RowIds {
  agents: string[];
  tickets: string[];
  messages: string[];
  /** "ticket time destination". */
  statusChanges: string[];
  ratings: string[];
}

export function rowsInDataset(vendor: string, dataset: Dataset): RowIds {
  const rows = vendor === "gorgias" ? gorgiasIds(dataset) : zendeskIds(dataset);
  return {
    agents: rows.agents.sort(),
    tickets: rows.tickets.sort(),
    messages: rows.messages.sort(),
    statusChanges: [...new Set(rows.statusChanges)].sort(),
    ratings: rows.ratings.sort(),
  };
}

const GORGIAS_MOVES: Record<string, string> = {
  "ticket-closed": "closed",
  "ticket-reopened": "open",
  "ticket-self-unsnoozed": "open",
  "ticket-merged": "merged",
  "ticket-deleted": "deleted",
};

function gorgiasIds({ gorgias }: Dataset): RowIds {
  if (!gorgias) throw new Error("The data set has no Gorgias account");
  return {
    agents: gorgias.users.map(idOf),
    tickets: gorgias.tickets.map(idOf),
    messages: gorgias.messages.map(idOf),
    statusChanges: gorgias.events.flatMap((event) => {
      const to = GORGIAS_MOVES[String(event.type)];
      return to ? `${String(event.object_id)} ${instant(event.created_datetime)} ${to}` : [];
    }),
    ratings: gorgias.satisfactionSurveys.filter((survey) => survey.score !== null).map(idOf),
  };
}

const CLOSED = ["solved", "closed"];

function zendeskIds({ zendesk }: Dataset): RowIds {
  if (!zendesk) throw new Error("The data set has no Zendesk account");
  return {
    agents: zendesk.users.filter((user) => user.role !== "end-user").map(idOf),
    tickets: zendesk.tickets.map(idOf),
    messages: zendesk.comments.map(idOf),
    statusChanges: zendesk.audits.flatMap(zendeskMoves),
    ratings: zendesk.satisfactionRatings.filter(({ score }) => score === "good" || score === "bad").map(idOf),
  };
}

function zendeskMoves(audit: JsonObject): string[] {
  const isMerge = JSON.stringify(audit.via).includes('"rel":"merge"');
  return objectsOf(audit.events)
    .filter((event) => event.field_name === "status")
    .flatMap((event) => {
      const isClosed = CLOSED.includes(String(event.value));
      if (isClosed === CLOSED.includes(String(event.previous_value))) return [];
      const to = isClosed ? (isMerge ? "merged" : "closed") : "open";
      return `${String(audit.ticket_id)} ${instant(audit.created_at)} ${to}`;
    });
}

function idOf(row: JsonObject): string {
  return String(row.id);
}

function instant(text: unknown): string {
  return new Date(String(text)).toISOString();
}
