import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

/** The package exports no part of itself, so its files are found where npm puts them. */
const SCHEMAS = new URL("../../../node_modules/@shopify/dev-mcp/dist/data/", import.meta.url);

const loaded = new Map<string, GraphQLSchema | null>();

/**
 * Shopify's published Admin schema of an API version such as `2026-10`, or null when there is no such version. Read
 * once a process: it is 11 MB of introspection.
 */
export function adminSchema(version: string): GraphQLSchema | null {
  const known = loaded.get(version);
  if (known !== undefined) return known;
  const schema = readSchema(version);
  loaded.set(version, schema);
  return schema;
}

function readSchema(version: string): GraphQLSchema | null {
  if (!/^(\d{4}-\d{2}|unstable)$/.test(version)) return null;
  const file = new URL(`admin_${version}.json.gz`, SCHEMAS);
  if (!existsSync(file)) return null;
  // The package publishes the answer to the introspection query, with or without its envelope.
  const answer = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as
    | IntrospectionQuery
    | { data: IntrospectionQuery };
  return buildClientSchema("data" in answer ? answer.data : answer);
}
