import { GraphQLError, type GraphQLSchema } from "graphql";
import type { JsonObject, SandboxClock } from "../simulator.ts";
import type { AppConfig } from "./app-config.ts";
import type { BulkOperations } from "./bulk-operations.ts";
import type { FlowTriggers } from "./flow-triggers.ts";
import { inOwnOrder, type Keyed, type PageArguments, pageOf } from "./paging.ts";
import { parseSearch, type Search } from "./search-query.ts";
import { CUSTOMER_SEARCH, ORDER_SEARCH, type RowKind, type ShopData, sortRows } from "./shop-data.ts";
import { shopNode } from "./shop-node.ts";
import { idOf, isObject, legacyId, objectsAt, textAt, typeOfGid } from "./values.ts";

/** What answering one Admin query needs to know of the shop, the app and what it may see. */
export interface AdminContext {
  /** Of the API version that was asked. */
  schema: GraphQLSchema;
  data: ShopData;
  clock: SandboxClock;
  app: { apiKey: string; config: AppConfig };
  scopes: ReadonlySet<string>;
  bulk: BulkOperations;
  flow: FlowTriggers;
  /** Search terms that were left out of a search; reported with the answer. */
  searches: { path: string; query: string; warnings: Search["warnings"] }[];
}

export interface RowArguments extends PageArguments {
  query?: string | null;
  sortKey?: string | null;
  reverse?: boolean | null;
}

const ORDER_WINDOW_DAYS = 60;

/**
 * Rows that a connection at the top, or `Customer.orders`, is about, ascending by the sort key: searched, and without
 * the orders that an app may not see (those older than 60 days, unless it was granted `read_all_orders`).
 */
export function selectRows(kind: RowKind, args: RowArguments, context: AdminContext, of?: JsonObject): Keyed[] {
  requireScope(context, kind === "orders" ? "read_orders" : "read_customers", kind);
  const sortKey = args.sortKey ?? (kind === "orders" && !of ? "PROCESSED_AT" : "ID");
  const sorted = of ? sortRows(context.data.ordersOf(idOf(of)), sortKey) : context.data.sorted(kind, sortKey);
  const search = parseSearch(args.query, kind === "orders" ? ORDER_SEARCH : CUSTOMER_SEARCH);
  if (search.warnings.length > 0) {
    context.searches.push({ path: kind, query: args.query ?? "", warnings: search.warnings });
  }
  const isVisible = kind === "orders" ? orderVisibility(context) : () => true;
  return sorted.filter(({ row }) => isVisible(row) && search.matches(row));
}

function orderVisibility(context: AdminContext): (order: JsonObject) => boolean {
  if (context.scopes.has("read_all_orders")) return () => true;
  const oldest = context.clock().getTime() - ORDER_WINDOW_DAYS * 24 * 3600 * 1000;
  return (order) => Date.parse(textAt(order, "createdAt") ?? textAt(order, "processedAt") ?? "") >= oldest;
}

/**
 * Value of a field of a row. What the row does not have is `undefined`, which GraphQL turns into null or, where the
 * schema promises a value, into an error; only what follows from the id alone is derived.
 */
export function fieldValue(row: JsonObject, field: { parent: string; name: string }, context: AdminContext): unknown {
  if (field.parent === "Order" && field.name === "customer") {
    requireScope(context, "read_customers", "customer");
    return context.data.customerOf(row);
  }
  const value = row[field.name];
  if (value !== undefined) return value;
  if (field.name === "legacyResourceId") return legacyId(idOf(row));
  if (field.name === "name" && field.parent === "Order") return `#${legacyId(idOf(row))}`;
  return undefined;
}

/** The rows of a connection inside another row, ascending; null when the data set does not hold it. */
export function childRows(
  row: JsonObject,
  field: { parent: string; name: string },
  args: RowArguments,
  context: AdminContext,
): Keyed[] | null {
  if (field.parent === "Customer" && field.name === "orders") return selectRows("orders", args, context, row);
  return row[field.name] === undefined || row[field.name] === null ? null : inOwnOrder(objectsAt(row, field.name));
}

/** The fields of QueryRoot and Mutation that the simulator answers; every other one fails with a clear message. */
export function rootValue(name: string, args: JsonObject, context: AdminContext): unknown {
  const answer = ROOT_FIELDS[name];
  if (!answer) throw new GraphQLError(`the simulated Admin API does not answer "${name}"`);
  return answer(args, context);
}

type RootField = (args: JsonObject, context: AdminContext) => unknown;

const ROOT_FIELDS: Record<string, RootField> = {
  shop: (_, { data }) => shopNode(data.dataset.shop),
  orders: (args, context) => page(selectRows("orders", args, context), args),
  customers: (args, context) => page(selectRows("customers", args, context), args),
  order: (args, context) => findNode(String(args.id), "Order", context),
  customer: (args, context) => findNode(String(args.id), "Customer", context),
  ordersCount: (args, context) => count(selectRows("orders", args, context).length, args.limit),
  customersCount: (args, context) => count(selectRows("customers", args, context).length, args.limit),
  node: (args, context) => findNode(String(args.id), null, context),
  nodes: (args, context) => {
    const ids = Array.isArray(args.ids) ? args.ids : [];
    return ids.map((id) => findNode(String(id), null, context));
  },
  app: (_, context) => appNode(context),
  currentAppInstallation: (_, context) => installationNode(context),
  bulkOperation: (args, { bulk }) => bulk.find(String(args.id)),
  bulkOperations: (args, { bulk }) => page(bulk.list(args), args),
  currentBulkOperation: (_, { bulk }) => bulk.latest(),
  bulkOperationRunQuery: (args, context) => context.bulk.run(args, context),
  bulkOperationCancel: (args, { bulk }) => bulk.cancel(String(args.id)),
  flowTriggerReceive: (args, { flow }) => flow.receive(args),
};

/** Answers a connection; `reverse` and the page size come with its arguments. */
export function page(rows: readonly Keyed[], args: RowArguments): unknown {
  return pageOf(rows, args, args.reverse === true);
}

function findNode(id: string, expected: string | null, context: AdminContext): JsonObject | null {
  const type = typeOfGid(id);
  if (type === null || (expected !== null && type !== expected)) {
    throw new GraphQLError(`Invalid global id '${id}'`, { extensions: { code: "INVALID_VARIABLE" } });
  }
  if (type === "BulkOperation") return context.bulk.find(id);
  if (type === "Shop") return shopNode(context.data.dataset.shop);
  const row = context.data.find(id);
  if (type === "Customer") requireScope(context, "read_customers", "customer");
  if (type !== "Order") return row;
  requireScope(context, "read_orders", "order");
  return row && orderVisibility(context)(row) ? row : null;
}

function requireScope(context: AdminContext, scope: string, field: string): void {
  const isGranted = context.scopes.has(scope) || context.scopes.has(scope.replace(/^read_/, "write_"));
  if (isGranted) return;
  throw new GraphQLError(`Access denied for ${field} field. Required access: \`${scope}\` access scope.`, {
    extensions: { code: "ACCESS_DENIED", requiredAccess: `\`${scope}\` access scope.` },
  });
}

function count(exact: number, limit: unknown): JsonObject {
  const most = typeof limit === "number" ? limit : Number.POSITIVE_INFINITY;
  return { count: Math.min(exact, most), precision: exact > most ? "AT_LEAST" : "EXACT" };
}

function appNode(context: AdminContext): JsonObject {
  const { apiKey, config } = context.app;
  return {
    id: "gid://shopify/App/4100",
    apiKey,
    title: config.name,
    handle: config.handle,
    embedded: true,
    webhookApiVersion: config.webhookApiVersion,
    requestedAccessScopes: scopeNodes(config.scopes),
    optionalAccessScopes: scopeNodes(config.optionalScopes),
    installation: installationNode(context),
  };
}

function installationNode(context: AdminContext): JsonObject {
  return {
    __typename: "AppInstallation",
    id: "gid://shopify/AppInstallation/4101",
    accessScopes: scopeNodes([...context.scopes]),
    activeSubscriptions: [],
    launchUrl: `https://${context.data.dataset.shop.domain}/admin/apps/${context.app.config.handle}`,
  };
}

function scopeNodes(scopes: readonly string[]): JsonObject[] {
  return scopes.map((handle) => ({ handle, description: handle.replaceAll("_", " ") }));
}

/** The GraphQL type of a row that stands where an interface or union is expected. */
export function typeNameOf(row: unknown): string | undefined {
  if (!isObject(row)) return undefined;
  return textAt(row, "__typename") ?? typeOfGid(textAt(row, "id") ?? "") ?? undefined;
}
