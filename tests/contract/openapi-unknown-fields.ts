import { isJsonObject } from "../sandbox/helpdesks/row-fields.ts";
import { nodeAt } from "./openapi-document.ts";

/**
 * Fields of a value that its schema does not name, such as "/payload/*\/origin". Vendors' schemas seldom require
 * anything, so that an answer of quite another shape would fit them all.
 */
export function unknownFields(document: unknown, schema: unknown, value: unknown, at = ""): string[] {
  return [...new Set(beyond({ document, schemas: flat(document, schema), value, at }))];
}

interface Look {
  document: unknown;
  /** Everything that may say something about the value. */
  schemas: readonly Record<string, unknown>[];
  value: unknown;
  at: string;
}

function beyond({ document, schemas, value, at }: Look): string[] {
  if (Array.isArray(value)) {
    const items = schemas.flatMap((schema) => flat(document, schema.items));
    return value.flatMap((row) => beyond({ document, schemas: items, value: row, at: `${at}/*` }));
  }
  const named = schemas.flatMap(({ properties }) => (isJsonObject(properties) ? [properties] : []));
  if (!isJsonObject(value) || named.length === 0 || schemas.some(isOpenEnded)) return [];
  return Object.entries(value).flatMap(([field, inside]) => {
    const place = `${at}/${field}`;
    const told = named.flatMap((properties) => (field in properties ? [properties[field]] : []));
    if (told.length === 0) return [place];
    return beyond({ document, schemas: told.flatMap((each) => flat(document, each)), value: inside, at: place });
  });
}

function isOpenEnded({ additionalProperties }: Record<string, unknown>): boolean {
  return additionalProperties === true || isJsonObject(additionalProperties);
}

/** The schema with all that it refers to and is put together from. */
function flat(document: unknown, schema: unknown): Record<string, unknown>[] {
  if (!isJsonObject(schema)) return [];
  const { $ref, allOf, anyOf, oneOf } = schema;
  const referred = typeof $ref === "string" ? [nodeAt(document, $ref.split("/").slice(1))] : [];
  const parts = [...referred, ...[allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []))];
  return [schema, ...parts.flatMap((part) => flat(document, part))];
}
