import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { JsonObject } from "../simulator.ts";
import { isObject } from "./values.ts";

/** The most points one query may ask for. */
export const MAX_QUERY_COST = 1000;

const MUTATION_COST = 10;
const CONNECTION_BASE_COST = 2;

/**
 * Points of a query by Shopify's published rules: scalars and enums 0, an object 1, an interface or union its dearest
 * choice, a mutation 10, a connection 2 and its nodes. Without `data` a connection counts as many nodes as it asks for
 * (the requested cost); with the answer's `data` as many as came (the actual cost).
 */
export function queryCost(
  schema: GraphQLSchema,
  query: { document: DocumentNode; operation: OperationDefinitionNode; variables: JsonObject },
  data?: unknown,
): number {
  const root = schema.getRootType(query.operation.operation);
  if (!root) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of query.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const walk = new CostWalk(schema, fragments, query.variables);
  if (query.operation.operation !== "mutation") return walk.selection(query.operation.selectionSet, root, data);
  return query.operation.selectionSet.selections.length * MUTATION_COST;
}

class CostWalk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Map<string, FragmentDefinitionNode>;
  readonly #variables: JsonObject;

  constructor(schema: GraphQLSchema, fragments: Map<string, FragmentDefinitionNode>, variables: JsonObject) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  /** Cost of the fields below an object; `value` undefined estimates, null costs nothing. */
  selection(set: SelectionSetNode, type: GraphQLCompositeType, value: unknown): number {
    let own = 0;
    let dearestChoice = 0;
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        own += this.#field(node, type, value);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
      if (!fragment) continue;
      const named = fragment.typeCondition ? this.#schema.getType(fragment.typeCondition.name.value) : type;
      if (!named || !isCompositeType(named)) continue;
      const cost = this.selection(fragment.selectionSet, named, value);
      if (isUnionType(type) || isInterfaceType(type)) dearestChoice = Math.max(dearestChoice, cost);
      else own += cost;
    }
    return own + dearestChoice;
  }

  #field(node: FieldNode, parent: GraphQLCompositeType, value: unknown): number {
    if (!node.selectionSet || isUnionType(parent)) return 0;
    const definition = parent.getFields()[node.name.value];
    const type = definition && getNamedType(definition.type);
    if (!definition || !type || !isCompositeType(type)) return 0;
    const answer = value === undefined ? undefined : isObject(value) ? value[responseKey(node)] : null;
    if (answer === null) return 0;
    if (isObjectType(type) && type.name.endsWith("Connection")) return this.#connection(node, type, answer);
    const isList = isListType(getNullableType(definition.type));
    const objects = isList && Array.isArray(answer) ? answer : this.#estimated(node, answer);
    const below = node.selectionSet;
    const costs = objects.map((one) => (one === null ? 0 : 1 + this.selection(below, type, one)));
    return costs.reduce((sum, cost) => sum + cost, 0);
  }

  /** `nodes` is as dear as the objects it names; every other list counts as one object until it is answered. */
  #estimated(node: FieldNode, answer: unknown): unknown[] {
    const ids = node.arguments?.find((argument) => argument.name.value === "ids")?.value;
    if (ids?.kind === Kind.LIST) return ids.values.map(() => answer);
    const given = ids?.kind === Kind.VARIABLE ? this.#variables[ids.name.value] : undefined;
    return Array.isArray(given) ? given.map(() => answer) : [answer];
  }

  #connection(node: FieldNode, type: GraphQLCompositeType, answer: unknown): number {
    const asked = this.#number(node, "first") ?? this.#number(node, "last") ?? 0;
    let cost = CONNECTION_BASE_COST;
    for (const { set, nodeType, answered } of this.#nodeSelections(node, type, answer)) {
      if (answered === undefined) cost += asked * (1 + this.selection(set, nodeType, undefined));
      else for (const one of answered) cost += 1 + this.selection(set, nodeType, one);
    }
    return cost;
  }

  #nodeSelections(node: FieldNode, type: GraphQLCompositeType, answer: unknown) {
    const nodeType = isObjectType(type) ? getNamedType(type.getFields().nodes?.type) : undefined;
    if (!nodeType || !isCompositeType(nodeType)) return [];
    return this.#fieldsOf(node.selectionSet).flatMap((child) => {
      if (!child.selectionSet) return [];
      const rows = isObject(answer) ? answer[responseKey(child)] : undefined;
      const list = Array.isArray(rows) ? rows : undefined;
      if (child.name.value === "nodes") return [{ set: child.selectionSet, nodeType, answered: list }];
      if (child.name.value !== "edges") return [];
      return this.#fieldsOf(child.selectionSet).flatMap((inner) => {
        if (inner.name.value !== "node" || !inner.selectionSet) return [];
        const answered = list?.map((edge) => (isObject(edge) ? edge[responseKey(inner)] : null));
        return [{ set: inner.selectionSet, nodeType, answered }];
      });
    });
  }

  #fieldsOf(set: SelectionSetNode | undefined): FieldNode[] {
    return (set?.selections ?? []).flatMap((node) => {
      if (node.kind === Kind.FIELD) return [node];
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
      return fragment ? this.#fieldsOf(fragment.selectionSet) : [];
    });
  }

  #number(node: FieldNode, name: string): number | null {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (given?.kind === Kind.INT) return Number(given.value);
    if (given?.kind !== Kind.VARIABLE) return null;
    const value = this.#variables[given.name.value];
    return typeof value === "number" ? value : null;
  }
}

function responseKey(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}
