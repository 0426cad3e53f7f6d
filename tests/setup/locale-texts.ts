import { readFileSync } from "node:fs";
import ts from "typescript";
import { nodesOf } from "./source-files.ts";

/** Flat texts of a JSON file by key; nested keys are joined with dots. */
export type Texts = ReadonlyMap<string, string>;

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** The key without the ending that chooses a plural form. */
export function stemOf(key: string): string {
  return key.replace(PLURAL, "");
}

/** The plural form that a key stands for, such as "one"; null for a text without a plural. */
export function pluralFormOf(key: string): string | null {
  return PLURAL.exec(key)?.[1] ?? null;
}

/** Our own texts of a language. */
export function readLocale(locale: string): Texts {
  return flat(JSON.parse(readFileSync(localePath(locale), "utf8")));
}

/** Keys of a language's file as they are written: JSON.parse would keep only the last of two equal ones. */
export function keysAsWritten(locale: string): string[] {
  const tree = ts.parseJsonText(localePath(locale), readFileSync(localePath(locale), "utf8"));
  return [...nodesOf(tree)].filter(ts.isPropertyAssignment).map(({ name }) => name.getText(tree).slice(1, -1));
}

/** Texts by dotted key of nested objects that end in strings. */
export function flat(nested: unknown, above = ""): Map<string, string> {
  if (typeof nested === "string") return new Map([[above.slice(0, -1), nested]]);
  if (typeof nested !== "object" || nested === null) throw new TypeError(`${above} is neither a text nor a group`);
  return new Map(Object.entries(nested).flatMap(([key, inner]) => [...flat(inner, `${above}${key}.`)]));
}

/** Names of the values that are put into a text, `{{n}}` of ours and `{count}` of Polaris alike, sorted, each once. */
export function valuesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{+(\w+)\}+/g)].map(([, name = ""]) => name))].sort();
}

/** What is read of a text as words in lower case, without values and numbers. */
export function wordsIn(text: string): string[] {
  return (
    text
      .replace(/\{+\w+\}+/g, " ")
      .toLowerCase()
      .match(/\p{L}[\p{L}'’-]*/gu) ?? []
  );
}

function localePath(locale: string): string {
  return `app/ui/locales/${locale}.json`;
}
