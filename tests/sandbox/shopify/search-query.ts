import type { JsonObject } from "../simulator.ts";

/** How a searchable field of a row is read and compared. */
export interface SearchField {
  kind: "time" | "number" | "text";
  read(row: JsonObject): string | number | null | readonly string[];
}

export type SearchFields = Record<string, SearchField>;

export interface Search {
  matches(row: JsonObject): boolean;
  /** What Shopify would warn of and then ignore: unknown fields and values that do not parse. */
  warnings: { field: string; message: string }[];
}

type Predicate = (row: JsonObject) => boolean;

/**
 * Shopify's search syntax: terms `field:value` with `:>=`, `:>`, `:<=`, `:<`, quotes, implicit AND, `AND`, `OR`, `NOT` or
 * `-`, and parentheses. As there, a term that is not understood is left out of the search and reported as a warning.
 */
export function parseSearch(query: string | null | undefined, fields: SearchFields): Search {
  const warnings: Search["warnings"] = [];
  const tokens = tokenise(query ?? "");
  let at = 0;

  const either = (): Predicate => {
    const parts = [all()];
    while (tokens[at] === "OR") {
      at += 1;
      parts.push(all());
    }
    return parts.length === 1 ? (parts[0] ?? everything) : (row) => parts.some((part) => part(row));
  };
  const all = (): Predicate => {
    const parts: Predicate[] = [];
    while (at < tokens.length && tokens[at] !== "OR" && tokens[at] !== ")") {
      if (tokens[at] === "AND") at += 1;
      else parts.push(one());
    }
    return (row) => parts.every((part) => part(row));
  };
  const one = (): Predicate => {
    const token = tokens[at] ?? "";
    at += 1;
    if (token === "NOT" || token === "-") {
      const inner = one();
      return (row) => !inner(row);
    }
    if (token !== "(") return term(token, fields, warnings);
    const inner = either();
    if (tokens[at] === ")") at += 1;
    return inner;
  };

  const predicate = either();
  return { matches: predicate, warnings };
}

const everything: Predicate = () => true;
const TOKEN = /\(|\)|-(?=[\w(])|[\w.]+:(?:>=|<=|>|<)?(?:'[^']*'|"[^"]*"|[^\s()]+)|'[^']*'|"[^"]*"|[^\s()]+/g;

function tokenise(query: string): string[] {
  return query.match(TOKEN) ?? [];
}

function term(token: string, fields: SearchFields, warnings: Search["warnings"]): Predicate {
  const parts = /^([\w.]+):(>=|<=|>|<)?(.*)$/s.exec(token);
  const name = parts?.[1] ?? "default";
  const field = fields[name];
  if (!parts || !field) {
    warnings.push({ field: name, message: "Invalid search field for this query." });
    return everything;
  }
  const wanted = comparable(field, unquoted(parts[3] ?? ""));
  if (wanted === null) {
    warnings.push({ field: name, message: "Invalid value for this field." });
    return everything;
  }
  return (row) => {
    const found = field.read(row);
    if (found === null) return false;
    const all = Array.isArray(found) ? found : [found];
    return all.some((one) => holds(comparable(field, String(one)), parts[2], wanted));
  };
}

function unquoted(value: string): string {
  return /^(['"]).*\1$/s.test(value) ? value.slice(1, -1) : value;
}

function comparable(field: SearchField, written: string): string | number | null {
  if (field.kind === "text") return written.toLowerCase();
  const value = field.kind === "time" ? Date.parse(written) : Number(written.replace(/^gid:.*\//, ""));
  return Number.isNaN(value) ? null : value;
}

function holds(found: string | number | null, comparator: string | undefined, wanted: string | number): boolean {
  if (found === null) return false;
  if (comparator === ">") return found > wanted;
  if (comparator === ">=") return found >= wanted;
  if (comparator === "<") return found < wanted;
  if (comparator === "<=") return found <= wanted;
  // A trailing star asks for a prefix.
  if (typeof wanted === "string" && wanted.endsWith("*")) return String(found).startsWith(wanted.slice(0, -1));
  return found === wanted;
}
