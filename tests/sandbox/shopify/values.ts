import type { JsonObject } from "../simulator.ts";

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The string at `key`, or null when the row has none there. */
export function textAt(row: JsonObject, key: string): string | null {
  const value = row[key];
  return typeof value === "string" ? value : null;
}

/** The object at `key`, or null. */
export function objectAt(row: JsonObject, key: string): JsonObject | null {
  const value = row[key];
  return isObject(value) ? value : null;
}

/** The objects of a list that a row holds inline, whether as an array or as a connection (`nodes` or `edges`). */
export function objectsAt(row: JsonObject, key: string): JsonObject[] {
  return listOf(row[key]);
}

function listOf(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject);
  if (!isObject(value)) return [];
  if (Array.isArray(value.nodes)) return value.nodes.filter(isObject);
  if (!Array.isArray(value.edges)) return [];
  return value.edges.filter(isObject).flatMap((edge) => (isObject(edge.node) ? [edge.node] : []));
}

/** `gid://shopify/Order/12?x=y` → `12`. */
export function legacyId(gid: string): string {
  return (gid.split("/").at(-1) ?? "").replace(/\?.*$/, "");
}

/** `gid://shopify/Order/12` → `Order`. */
export function typeOfGid(gid: string): string | null {
  return /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(gid)?.[1] ?? null;
}

/** The order's or customer's own id; every row of a data set has one. */
export function idOf(row: JsonObject): string {
  const id = textAt(row, "id");
  if (id === null) throw new Error(`a row of the data set has no id: ${JSON.stringify(row).slice(0, 120)}`);
  return id;
}
