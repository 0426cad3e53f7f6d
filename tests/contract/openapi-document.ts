import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { partsOf } from "../sandbox/helpdesks/play-account.ts";
import { isJsonObject } from "../sandbox/helpdesks/row-fields.ts";
import type { JsonObject } from "../sandbox/simulator.ts";
import { RECORDINGS } from "./recordings.ts";

/** A description of an API in the form of OpenAPI 3.0, whether the vendor's own file or a short one of ours. */
export interface OpenApiDocument extends JsonObject {
  paths: JsonObject;
  components: JsonObject;
}

/** Where the vendors' own files lie below the recordings. */
export const VENDOR_FILES: Record<string, string> = {
  intercom: join("intercom", "openapi", "intercom-openapi-2.14.yaml"),
  chatwoot: join("chatwoot", "openapi", "application_swagger.json"),
};

/** The vendor's own file, null where it is not there. */
export function readVendorDocument(vendor: string): OpenApiDocument | null {
  const file = join(RECORDINGS, VENDOR_FILES[vendor] ?? vendor);
  if (!existsSync(file)) return null;
  const text = readFileSync(file, "utf8");
  return documentIn(
    file.endsWith(".json") ? JSON.parse(text) : parse(text, { prettyErrors: false, uniqueKeys: false }),
  );
}

/** @throws Error when it is no description of an API */
export function documentIn(content: unknown): OpenApiDocument {
  if (!isJsonObject(content)) throw new Error("No OpenAPI document");
  const { paths, components } = content;
  if (!isJsonObject(paths) || !isJsonObject(components)) throw new Error("An OpenAPI document without paths");
  return { ...content, paths, components };
}

/** Examples may hold anything, so a `nullable` in them says nothing. */
const NO_SCHEMAS = ["example", "examples", "default", "enum"];

/** OpenAPI 3.0 says `nullable: true`, also beside a `$ref`; JSON Schema says that null is one of the choices. */
export function withNulls(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNulls);
  if (!isJsonObject(node)) return node;
  const { nullable, ...rest } = node;
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, NO_SCHEMAS.includes(key) ? value : withNulls(value)]),
  );
  if (nullable === undefined || nullable === false) return converted;
  return nullable === true ? { anyOf: [{ type: "null" }, converted] } : { ...converted, nullable: withNulls(nullable) };
}

/** The path's template in the document, the one with the fewest variable parts first; null when there is none. */
export function templateFor({ paths }: OpenApiDocument, method: string, path: string): string | null {
  const fitting = Object.entries(paths).filter(
    ([template, operations]) =>
      isJsonObject(operations) && operations[method.toLowerCase()] !== undefined && partsOf(template, path) !== null,
  );
  const variables = (template: string) => template.split("{").length;
  return fitting.map(([template]) => template).sort((one, other) => variables(one) - variables(other))[0] ?? null;
}

/** What is at a place such as ["components", "schemas", "ticket"]; undefined when nothing is. */
export function nodeAt(document: unknown, place: readonly string[]): unknown {
  return place.reduce<unknown>((node, step) => {
    if (Array.isArray(node)) return node[Number(step)];
    return isJsonObject(node) ? node[step] : undefined;
  }, document);
}
