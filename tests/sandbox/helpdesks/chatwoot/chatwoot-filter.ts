import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import { isJsonObject, objectsOf } from "../row-fields.ts";
import type { ChatwootCall } from "./chatwoot-endpoints.ts";
import { pageIn, pageOf, shown } from "./chatwoot-lists.ts";
import { activityKey, countsOf } from "./chatwoot-store.ts";

const OPERATORS: Record<string, readonly string[]> = {
  status: ["equal_to", "not_equal_to"],
  created_at: ["is_greater_than", "is_less_than", "days_before"],
  last_activity_at: ["is_greater_than", "is_less_than", "days_before"],
};

/** `POST /conversations/filter`: all statuses unless one is asked for; times are compared by whole days, in UTC. */
export function filterConversations({ url, body, store, now, sees }: ChatwootCall): JsonObject {
  const given = isJsonObject(body) ? body : {};
  const conditions = objectsOf(given.payload);
  if (conditions.length === 0) throw refused("Invalid filter");
  const checks = conditions.map((condition) => ({ matches: matcherOf(condition, now), joiner: joinerOf(condition) }));
  const found = [...store.conversations.values()]
    .filter((row) => sees(row) && isAccepted(row, checks))
    .sort((a, b) => activityKey(b) - activityKey(a));
  const page = pageOf(url.searchParams.get("page") ?? given.page);
  return { meta: countsOf(found), payload: pageIn(found, page).map((row) => shown(row, store)) };
}

interface Check {
  matches(row: JsonObject): boolean;
  /** How it is joined to the next one. */
  joiner: "AND" | "OR";
}

/** AND binds closer than OR. */
function isAccepted(row: JsonObject, checks: readonly Check[]): boolean {
  let isAny = false;
  let isAll = true;
  for (const { matches, joiner } of checks) {
    isAll &&= matches(row);
    if (joiner === "AND") continue;
    isAny ||= isAll;
    isAll = true;
  }
  return isAny || (checks.at(-1)?.joiner === "AND" && isAll);
}

function joinerOf({ query_operator }: JsonObject): "AND" | "OR" {
  if (query_operator === null || query_operator === undefined || query_operator === "") return "AND";
  const joiner = String(query_operator).toUpperCase();
  if (joiner === "AND" || joiner === "OR") return joiner;
  throw refused('Query operator must be either "AND" or "OR".');
}

function matcherOf(condition: JsonObject, now: Date): Check["matches"] {
  const key = String(condition.attribute_key);
  const operator = String(condition.filter_operator);
  const allowed = OPERATORS[key];
  if (!allowed) throw refused(`Invalid attribute key - [${key}].`);
  if (!allowed.includes(operator))
    throw refused(`Invalid operator. The allowed operators for ${key} are [${allowed.join(",")}].`);
  const values = Array.isArray(condition.values) ? condition.values.map(String) : [];
  if (values.length === 0) throw refused(`Invalid value. The values provided for ${key} are invalid`);
  if (key === "status") {
    const isAmong = (row: JsonObject) => values.includes("all") || values.includes(String(row.status));
    return (row) => isAmong(row) === (operator === "equal_to");
  }
  const day =
    operator === "days_before" ? dayOf(now.getTime() - Number(values[0]) * 86_400_000) : String(values[0]).slice(0, 10);
  const dayIn = (row: JsonObject) => dayOf(Number(row[key]) * 1000);
  return operator === "is_greater_than" ? (row) => dayIn(row) > day : (row) => dayIn(row) < day;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function refused(error: string): Refusal {
  return new Refusal(422, { error });
}
