import type { JsonObject } from "../../simulator.ts";
import { isJsonObject } from "../row-fields.ts";
import { badParameter, intercomError } from "./intercom-errors.ts";

export type FieldKind = "date" | "integer" | "string" | "boolean";
export type Fields = Readonly<Record<string, FieldKind>>;

export interface Condition {
  field: string;
  kind: FieldKind;
  operator: string;
  value: unknown;
}
export type Filter = Condition | { group: "AND" | "OR"; filters: Filter[] };

const OPERATORS: Record<FieldKind, readonly string[]> = {
  date: ["=", "!=", "IN", "NIN", ">", "<"],
  integer: ["=", "!=", "IN", "NIN", ">", "<"],
  string: ["=", "!=", "IN", "NIN", "~", "!~", "^", "$"],
  boolean: ["=", "!="],
};
const MOST_IN_A_GROUP = 15;
const DEEPEST_GROUP = 2;

/** What a search accepts: known fields, operators that fit their kind, values of the kind, and no deep nesting. */
export function parseFilter(
  json: unknown,
  fields: Fields,
  operators: Record<FieldKind, readonly string[]> = OPERATORS,
  depth = 0,
): Filter {
  if (!isJsonObject(json)) throw badParameter("query is missing or malformed");
  const { operator, value } = json;
  if (operator === "AND" || operator === "OR") {
    if (depth >= DEEPEST_GROUP) throw badParameter("Too many nested filters");
    if (!Array.isArray(value) || value.length === 0) throw badParameter("A group of filters needs a list as its value");
    if (value.length > MOST_IN_A_GROUP) throw badParameter("A group holds 15 filters at most");
    return { group: operator, filters: value.map((each) => parseFilter(each, fields, operators, depth + 1)) };
  }
  const field = String(json.field);
  const kind = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (kind === undefined) throw intercomError(400, "invalid_field", `${field} is not a valid search field`);
  if (typeof operator !== "string" || !operators[kind].includes(operator))
    throw intercomError(400, "invalid_operator", `${String(operator)} is not a valid operator for ${field}`);
  return { field, kind, operator, value: valueFor(value, { field, kind, operator }) };
}

function valueFor(value: unknown, { field, kind, operator }: Omit<Condition, "value">): unknown {
  if (operator !== "IN" && operator !== "NIN") return singleValue(value, field, kind);
  if (!Array.isArray(value)) throw badParameter(`${operator} needs a list for ${field}`);
  return value.map((each) => singleValue(each, field, kind));
}

function singleValue(value: unknown, field: string, kind: FieldKind): unknown {
  if (value === null) return null;
  if (kind === "boolean" && typeof value === "boolean") return value;
  if (kind === "string" && (typeof value === "string" || typeof value === "number")) return String(value);
  const isNumeric = typeof value === "number" || (typeof value === "string" && /^-?\d+$/.test(value));
  if ((kind === "date" || kind === "integer") && isNumeric) return Number(value);
  throw intercomError(400, "invalid_value", `The value for ${field} is of the wrong type`);
}

export interface Reading {
  /** Whether `>` and `<` hold for equal values too. */
  inclusive: boolean;
  read(row: JsonObject, field: string): unknown;
}

/** Whether the filter holds for the row; a field of several values holds when one of them does. */
export function matches(row: JsonObject, filter: Filter, reading: Reading): boolean {
  if ("group" in filter) {
    const holds = (each: Filter) => matches(row, each, reading);
    return filter.group === "AND" ? filter.filters.every(holds) : filter.filters.some(holds);
  }
  const actual = reading.read(row, filter.field);
  const values = Array.isArray(actual) ? actual : [actual];
  const isNegative = ["!=", "NIN", "!~"].includes(filter.operator);
  return isNegative
    ? values.every((value) => holdsFor(value, filter, reading))
    : values.some((value) => holdsFor(value, filter, reading));
}

function holdsFor(actual: unknown, { operator, value, kind }: Condition, { inclusive }: Reading): boolean {
  const own = kind === "string" && typeof actual === "number" ? String(actual) : (actual ?? null);
  const text = String(own ?? "");
  switch (operator) {
    case "=":
      return own === value;
    case "!=":
      return own !== value;
    case "IN":
      return Array.isArray(value) && value.includes(own);
    case "NIN":
      return Array.isArray(value) && !value.includes(own);
    case ">":
      return typeof own === "number" && (own > Number(value) || (inclusive && own === Number(value)));
    case "<":
      return typeof own === "number" && (own < Number(value) || (inclusive && own === Number(value)));
    case "~":
      return text.includes(String(value));
    case "!~":
      return !text.includes(String(value));
    case "^":
      return text.startsWith(String(value));
    default:
      return text.endsWith(String(value));
  }
}

/** Whole numbers from `low` up to and with `high`. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * The values of one field for which the filter holds, as intervals in ascending order; null when it asks about any other
 * field. With them a sorted index answers without looking at rows.
 */
export function intervalsOf(filter: Filter, field: string, inclusive: boolean): Interval[] | null {
  if (!("group" in filter)) return filter.field === field ? ofCondition(filter, inclusive) : null;
  const parts = filter.filters.map((each) => intervalsOf(each, field, inclusive));
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return filter.group === "AND" ? known.reduce(intersect, [{ low: -Infinity, high: Infinity }]) : unite(known.flat());
}

function ofCondition({ operator, value }: Condition, inclusive: boolean): Interval[] {
  const at = Number(value);
  const list = Array.isArray(value) ? value.map(Number) : [];
  const step = inclusive ? 0 : 1;
  if (operator === ">") return [{ low: at + step, high: Infinity }];
  if (operator === "<") return [{ low: -Infinity, high: at - step }];
  if (operator === "=") return [{ low: at, high: at }];
  if (operator === "IN") return unite(list.map((each) => ({ low: each, high: each })));
  const without = operator === "NIN" ? list : [at];
  return without
    .map((each) => [
      { low: -Infinity, high: each - 1 },
      { low: each + 1, high: Infinity },
    ])
    .reduce(intersect, [{ low: -Infinity, high: Infinity }]);
}

function intersect(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({ low: Math.max(one.low, other.low), high: Math.min(one.high, other.high) }))
      .filter(({ low, high }) => low <= high),
  );
}

function unite(intervals: readonly Interval[]): Interval[] {
  const united: Interval[] = [];
  for (const interval of [...intervals].sort((one, other) => one.low - other.low)) {
    const last = united.at(-1);
    if (last && interval.low <= last.high + 1) last.high = Math.max(last.high, interval.high);
    else united.push({ ...interval });
  }
  return united;
}
