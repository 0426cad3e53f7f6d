import { randomUUID } from "node:crypto";
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import type { JsonObject } from "../simulator.ts";
import { type AdminContext, childRows, fieldValue, page, rootValue, typeNameOf } from "./admin-fields.ts";
import { adminSchema } from "./admin-schema.ts";
import type { CostBucket } from "./cost-bucket.ts";
import { MAX_QUERY_COST, queryCost } from "./query-cost.ts";
import { isObject } from "./values.ts";

export interface AdminApi {
  bucket: CostBucket;
  accepts(accessToken: string): boolean;
  context(schema: GraphQLSchema): AdminContext;
}

const COSTS_GUIDE = "https://shopify.dev/api/usage/rate-limits";

/** `POST /admin/api/{version}/graphql.json` on Shopify's own schema, with its costs, throttling and error bodies. */
export async function answerAdminQuery(api: AdminApi, version: string, request: Request): Promise<Response> {
  const schema = adminSchema(version);
  if (!schema) return reply(version, { errors: "Not Found" }, 404);
  if (!api.accepts(request.headers.get("x-shopify-access-token") ?? "")) {
    return reply(
      version,
      { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
      401,
    );
  }
  const asked = await askedOf(request);
  if (!asked) return reply(version, { errors: { query: "Required parameter missing or invalid" } }, 400);
  return reply(version, await answerQuery(api, schema, asked), 200);
}

interface Asked {
  query: string;
  variables: JsonObject;
  operationName: string | null;
}

async function answerQuery(api: AdminApi, schema: GraphQLSchema, asked: Asked): Promise<JsonObject> {
  const checked = checkedDocument(schema, asked.query);
  if ("errors" in checked) return checked;
  const operation = getOperationAST(checked.document, asked.operationName);
  if (!operation) return { errors: [{ message: "No operation named so, or more than one without a name" }] };
  const query = { document: checked.document, operation, variables: asked.variables };
  const requested = queryCost(schema, query);
  if (requested > MAX_QUERY_COST) return tooDear(requested);
  if (!api.bucket.holds(requested)) return throttled(api.bucket, requested);

  const context = api.context(schema);
  const result = await execute({
    schema,
    document: checked.document,
    operationName: asked.operationName,
    variableValues: asked.variables,
    contextValue: context,
    fieldResolver: resolveField,
    typeResolver: (row) => typeNameOf(row),
  });
  const actual = result.data ? Math.min(requested, queryCost(schema, query, result.data)) : 0;
  api.bucket.spend(actual);
  const cost = { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: api.bucket.status() };
  const search = context.searches.map(({ path, query, warnings }) => ({ path: [path], query, warnings }));
  const extensions = search.length > 0 ? { cost, search } : { cost };
  return { ...result, extensions, ...(result.errors ? { errors: result.errors.map(shown) } : {}) };
}

const resolveField: GraphQLFieldResolver<unknown, AdminContext, JsonObject> = (source, args, context, info) => {
  const field = { parent: info.parentType.name, name: info.fieldName };
  if (field.parent === "QueryRoot" || field.parent === "Mutation") return rootValue(field.name, args, context);
  if (!isObject(source)) return undefined;
  // A connection that was already paged, and the parts of one, are plain properties.
  if (/(Connection|Edge)$|^PageInfo$/.test(field.parent)) return source[field.name];
  if (getNamedType(info.returnType).name.endsWith("Connection")) {
    const rows = childRows(source, field, args, context);
    return rows === null ? undefined : page(rows, args);
  }
  const value = fieldValue(source, field, context);
  return Array.isArray(value) && typeof args.first === "number" ? value.slice(0, args.first) : value;
};

const checkedDocuments = new WeakMap<GraphQLSchema, Map<string, { document: DocumentNode }>>();

/** Parses and validates a query once a schema; apps send the same few documents over and over. */
function checkedDocument(schema: GraphQLSchema, query: string): { document: DocumentNode } | { errors: JsonObject[] } {
  const known = checkedDocuments.get(schema) ?? new Map<string, { document: DocumentNode }>();
  checkedDocuments.set(schema, known);
  const earlier = known.get(query);
  if (earlier) return earlier;
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors: errors.map(shown) };
    known.set(query, { document });
    return { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [shown(error)] };
    throw error;
  }
}

/** Shopify's wording for the error that tests meet most, a field that does not exist; the rest as GraphQL puts it. */
function shown(error: GraphQLError): JsonObject {
  const json: JsonObject = { ...error.toJSON() };
  const unknown = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  if (!unknown) return json;
  const [, fieldName, typeName] = unknown;
  const message = `Field '${fieldName}' doesn't exist on type '${typeName}'`;
  return { ...json, message, extensions: { code: "undefinedField", typeName, fieldName } };
}

function tooDear(cost: number): JsonObject {
  const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`;
  const extensions = { code: "MAX_COST_EXCEEDED", cost, maxCost: MAX_QUERY_COST, documentation: COSTS_GUIDE };
  return { errors: [{ message, extensions }] };
}

function throttled(bucket: CostBucket, requested: number): JsonObject {
  return {
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: COSTS_GUIDE } }],
    extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket.status() } },
  };
}

async function askedOf(request: Request): Promise<Asked | null> {
  if (request.method !== "POST") return null;
  const text = await request.text();
  if (request.headers.get("content-type")?.startsWith("application/graphql")) {
    return { query: text, variables: {}, operationName: null };
  }
  try {
    const body: unknown = JSON.parse(text);
    if (!isObject(body) || typeof body.query !== "string" || body.query === "") return null;
    const variables = isObject(body.variables) ? body.variables : {};
    const operationName = typeof body.operationName === "string" ? body.operationName : null;
    return { query: body.query, variables, operationName };
  } catch {
    return null;
  }
}

function reply(version: string, body: JsonObject, status: number): Response {
  const headers = { "x-shopify-api-version": version, "x-request-id": randomUUID() };
  return Response.json(body, { status, headers });
}
