import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";
import type { JsonObject } from "../simulator.ts";
import { type AdminContext, childRows, fieldValue, type RowArguments, typeNameOf } from "./admin-fields.ts";
import { isObject } from "./values.ts";

/** A query that Shopify would run in bulk, or the reason why it would not. */
export type BulkPlan = { ok: true; root: BulkRoot } | { ok: false; message: string };

export interface BulkRoot {
  schema: GraphQLSchema;
  name: string;
  args: RowArguments;
  type: GraphQLObjectType;
  selection: SelectionSetNode;
  fragments: Map<string, FragmentDefinitionNode>;
}

const MOST_CONNECTIONS = 5;
const DEEPEST_NESTING = 2;

/** Checks a bulk query by Shopify's rules: one top-level connection, at most 5 of them, nested at most 2 deep. */
export function planBulkQuery(schema: GraphQLSchema, query: string): BulkPlan {
  const document = parsed(query);
  if (typeof document === "string") return refuse(document);
  const [invalid] = validate(schema, document);
  if (invalid) return refuse(invalid.message);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const operation = operations[0];
  if (operations.length !== 1 || operation?.operation !== "query") return refuse("Bulk queries must be one query.");
  const fragments = fragmentsOf(document);
  const [top, ...others] = fieldsIn(operation.selectionSet, "QueryRoot", fragments);
  if (!top || others.length > 0) return refuse("Bulk queries must have exactly one top-level field.");
  const definition = schema.getQueryType()?.getFields()[top.name.value];
  if (!definition || !isConnection(definition.type)) return refuse("The top-level field must be a connection.");
  const found = connectionsBelow(fragments, { node: top, type: getNamedType(definition.type) }, 0);
  if (typeof found === "string") return refuse(found);
  if (found.count > MOST_CONNECTIONS)
    return refuse(`Bulk queries cannot have more than ${MOST_CONNECTIONS} connections.`);
  if (found.depth > DEEPEST_NESTING)
    return refuse(`Connections cannot be nested deeper than ${DEEPEST_NESTING} levels.`);
  const nodes = nodesOf(fragments, top, getNamedType(definition.type));
  if (!nodes) return refuse("The top-level connection must select its nodes.");
  const args: RowArguments = getArgumentValues(definition, top);
  return { ok: true, root: { schema, name: top.name.value, args, fragments, ...nodes } };
}

/** One line of a result and how many connections deep it stands. */
export interface BulkLine {
  depth: number;
  line: JsonObject;
}

/** The lines of one node: itself first, then what its connections hold, each with the id of its parent. */
export function* linesOf(
  root: Pick<BulkRoot, "schema" | "type" | "selection" | "fragments">,
  row: JsonObject,
  context: AdminContext,
  parent: { id: unknown; depth: number } | null = null,
): Generator<BulkLine> {
  const depth = parent ? parent.depth + 1 : 0;
  const children: { node: FieldNode; rows: readonly JsonObject[]; type: GraphQLObjectType }[] = [];
  const projector = { root, context, children };
  const line = project(projector, row, root.type, root.selection);
  yield { depth, line: parent ? { ...line, __parentId: parent.id } : line };
  for (const child of children) {
    const nodes = nodesOf(root.fragments, child.node, child.type);
    if (!nodes) continue;
    for (const childRow of child.rows) {
      yield* linesOf({ ...root, ...nodes }, childRow, context, { id: row.id, depth });
    }
  }
}

interface Projector {
  root: Pick<BulkRoot, "schema" | "fragments">;
  context: AdminContext;
  children: { node: FieldNode; rows: readonly JsonObject[]; type: GraphQLObjectType }[];
}

function project(projector: Projector, row: JsonObject, type: GraphQLObjectType, set: SelectionSetNode): JsonObject {
  const line: JsonObject = {};
  for (const node of fieldsIn(set, typeNameOf(row) ?? type.name, projector.root.fragments)) {
    const name = node.name.value;
    const key = node.alias?.value ?? name;
    const definition = type.getFields()[name];
    if (name === "__typename") line[key] = type.name;
    if (!definition) continue;
    const field = { parent: type.name, name };
    const connection = getNamedType(definition.type);
    if (isConnection(definition.type) && isObjectType(connection)) {
      const args: RowArguments = getArgumentValues(definition, node);
      const rows = childRows(row, field, args, projector.context);
      if (rows === null) throw new BulkDataError(type.name, name);
      const ordered = args.reverse === true ? rows.toReversed() : rows;
      projector.children.push({ node, rows: ordered.map((keyed) => keyed.row), type: connection });
      continue;
    }
    const value = complete(projector, fieldValue(row, field, projector.context), definition.type, node);
    if (value === null && isNonNullType(definition.type)) throw new BulkDataError(type.name, name);
    line[key] = value;
  }
  return line;
}

function complete(projector: Projector, value: unknown, type: GraphQLOutputType, node: FieldNode): unknown {
  if (value === undefined || value === null) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return Array.isArray(value) ? value.map((one) => complete(projector, one, nullable.ofType, node)) : null;
  }
  if (!node.selectionSet || !isObject(value)) return value;
  const named = getNamedType(type);
  const concrete = isObjectType(named) ? named : projector.root.schema.getType(typeNameOf(value) ?? "");
  return isObjectType(concrete) ? project(projector, value, concrete, node.selectionSet) : null;
}

/** A row lacks what the schema promises: the operation fails, as it would at Shopify for a broken record. */
export class BulkDataError extends Error {
  readonly kind = "missing-field";
  constructor(type: string, field: string) {
    super(`a row has no ${type}.${field}, which the schema never leaves null`);
  }
}

interface Found {
  count: number;
  depth: number;
}

function connectionsBelow(
  fragments: Map<string, FragmentDefinitionNode>,
  field: { node: FieldNode; type: GraphQLNamedType; inList?: boolean },
  depth: number,
): Found | string {
  const isOne = field.type.name.endsWith("Connection");
  if (isOne && field.inList) return "Queries that contain a connection field within a list field are not supported.";
  const own: Found = { count: isOne ? 1 : 0, depth };
  if (!isCompositeType(field.type) || !field.node.selectionSet) return own;
  for (const node of fieldsIn(field.node.selectionSet, null, fragments)) {
    const definition = definitionOf(field.type, node.name.value);
    if (!definition) continue;
    const type = getNamedType(definition.type);
    // The edges and nodes of a connection are lists too, but those every bulk query goes through.
    const inList =
      !isOne && !field.type.name.endsWith("Edge") && (field.inList || isListType(getNullableType(definition.type)));
    const below = connectionsBelow(fragments, { node, type, inList }, depth + (isConnection(type) ? 1 : 0));
    if (typeof below === "string") return below;
    own.count += below.count;
    own.depth = Math.max(own.depth, below.depth);
  }
  return own;
}

function definitionOf(type: GraphQLNamedType, name: string) {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  return type.getFields()[name];
}

function nodesOf(
  fragments: Map<string, FragmentDefinitionNode>,
  connection: FieldNode,
  type: GraphQLNamedType,
): { type: GraphQLObjectType; selection: SelectionSetNode } | null {
  const nodeType = isObjectType(type) ? getNamedType(type.getFields().nodes?.type) : null;
  if (!isObjectType(nodeType) || !connection.selectionSet) return null;
  for (const child of fieldsIn(connection.selectionSet, null, fragments)) {
    if (!child.selectionSet) continue;
    if (child.name.value === "nodes") return { type: nodeType, selection: child.selectionSet };
    if (child.name.value !== "edges") continue;
    const node = fieldsIn(child.selectionSet, null, fragments).find((inner) => inner.name.value === "node");
    if (node?.selectionSet) return { type: nodeType, selection: node.selectionSet };
  }
  return null;
}

/** The fields of a selection with its fragments opened; with a type name only the fragments that are about it. */
function fieldsIn(
  set: SelectionSetNode,
  typeName: string | null,
  fragments: Map<string, FragmentDefinitionNode>,
): FieldNode[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (!fragment) return [];
    const about = fragment.typeCondition?.name.value;
    const isOther = about !== undefined && typeName !== null && about !== typeName && !INTERFACES.has(about);
    return isOther ? [] : fieldsIn(fragment.selectionSet, typeName, fragments);
  });
}

const INTERFACES = new Set(["Node", "LegacyInteroperability", "HasEvents", "HasMetafields"]);

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

function parsed(query: string): DocumentNode | string {
  try {
    return parse(query);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isConnection(type: GraphQLOutputType): boolean {
  return getNamedType(type).name.endsWith("Connection");
}

function refuse(message: string): BulkPlan {
  return { ok: false, message };
}
