import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject, objectsOf } from "../row-fields.ts";
import { listOf, type ZendeskCall } from "./zendesk-call.ts";
import { generatedAtOf } from "./zendesk-store.ts";

/** A ticket as the API tells it; with `include=metric_sets` its metrics lie inside the row. */
export function ticketRow(ticket: JsonObject, call: ZendeskCall): JsonObject {
  const withMetrics = listOf(call.url, "include").includes("metric_sets");
  return {
    url: `https://${call.subdomain}.zendesk.com/api/v2/tickets/${idOf(ticket)}.json`,
    ...ticket,
    generated_timestamp: generatedAtOf(ticket),
    ...(withMetrics ? { metric_set: call.store.metricByTicket.get(idOf(ticket)) ?? null } : {}),
  };
}

const PEOPLE = ["requester_id", "submitter_id", "assignee_id", "author_id"];

/** Adds the rows that `include` asks for. Sideloads that are not known are ignored, as the vendor ignores them. */
export function withSideloads(answer: JsonObject, call: ZendeskCall): JsonObject {
  const wanted = listOf(call.url, "include");
  const rows = Object.values(answer).flatMap((value) => (isJsonObject(value) ? [value] : objectsOf(value)));
  const users = namedIn(rows, PEOPLE).map((id) => call.store.users.get(id));
  const groups = new Set(namedIn(rows, ["group_id"]));
  return {
    ...answer,
    ...(wanted.includes("users") ? { users: users.filter((user) => user !== undefined) } : {}),
    ...(wanted.includes("groups") ? { groups: allGroups(call).filter((group) => groups.has(idOf(group))) } : {}),
  };
}

function allGroups({ store }: ZendeskCall): JsonObject[] {
  return Array.from({ length: store.groups.length }, (_, index) => store.groups.at(index)?.row ?? {});
}

/** The distinct ids that the rows hold in any of the fields. */
function namedIn(rows: readonly JsonObject[], fields: readonly string[]): string[] {
  return [...new Set(rows.flatMap((row) => fields.map((field) => idOf(row, field))))].filter((id) => id !== "");
}
