import type { JsonObject } from "../../simulator.ts";
import { unixSecondsOf } from "../row-fields.ts";
import type { ZendeskCall } from "./zendesk-call.ts";
import { zendeskError } from "./zendesk-paging.ts";

const TERM = /^created(>=|<=|>|<)(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)$/;

/** How many tickets a search would find. Of the query language only spans of creation are played. */
export function countFound({ url, store }: ZendeskCall): JsonObject {
  const [kind, ...terms] = (url.searchParams.get("query") ?? "").split(" ");
  const spans = terms.map((term) => TERM.exec(term)).filter((span) => span !== null);
  if (kind !== "type:ticket" || spans.length < terms.length)
    throw zendeskError(422, "InvalidQuery", "The sandbox does not understand this search");
  const isWithin = (ticket: JsonObject) =>
    spans.every(([, relation = "", text]) => compares(unixSecondsOf(ticket.created_at), relation, unixSecondsOf(text)));
  const found = [...store.tickets.values()].filter((ticket) => ticket.status !== "deleted" && isWithin(ticket));
  return { count: found.length };
}

function compares(one: number, relation: string, other: number): boolean {
  if (relation === ">=") return one >= other;
  if (relation === "<=") return one <= other;
  return relation === ">" ? one > other : one < other;
}
