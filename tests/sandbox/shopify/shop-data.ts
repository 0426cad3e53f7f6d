import type { Dataset } from "../dataset/dataset.ts";
import type { JsonObject } from "../simulator.ts";
import { compareKeyed, type Keyed } from "./paging.ts";
import type { SearchFields } from "./search-query.ts";
import { idOf, legacyId, objectAt, textAt } from "./values.ts";

export type RowKind = "orders" | "customers";

/** The rows of a data set with what answering for them needs: look-up by id, orders of a customer, sorted views. */
export class ShopData {
  readonly dataset: Dataset;
  #byId = new Map<string, JsonObject>();
  #ordersOfCustomer = new Map<string, JsonObject[]>();
  #sorted = new Map<string, Keyed[]>();

  constructor(dataset: Dataset) {
    this.dataset = dataset;
    for (const row of dataset.customers) this.#byId.set(idOf(row), row);
    for (const row of dataset.orders) this.#index(row);
  }

  addOrder(row: JsonObject): void {
    this.dataset.orders.push(row);
    this.#index(row);
    this.#sorted.clear();
  }

  /** Changes fields of a row, but not who it belongs to. */
  change(row: JsonObject, patch: JsonObject): void {
    Object.assign(row, patch);
    this.#sorted.clear();
  }

  #index(order: JsonObject): void {
    this.#byId.set(idOf(order), order);
    const customer = customerIdOf(order);
    if (customer === null) return;
    const known = this.#ordersOfCustomer.get(customer);
    if (known) known.push(order);
    else this.#ordersOfCustomer.set(customer, [order]);
  }

  find(id: string): JsonObject | null {
    return this.#byId.get(id.replace(/\?.*$/, "")) ?? null;
  }

  ordersOf(customerId: string): readonly JsonObject[] {
    return this.#ordersOfCustomer.get(customerId) ?? [];
  }

  /** What an order says of its customer, completed by the customer's own row; null for a guest. */
  customerOf(order: JsonObject): JsonObject | null {
    const inline = objectAt(order, "customer");
    const id = inline ? textAt(inline, "id") : null;
    const row = id === null ? null : this.find(id);
    return row ? { ...row, ...inline } : inline;
  }

  /** All rows of a kind in ascending order of a sort key of Shopify's, kept until the next change. */
  sorted(kind: RowKind, sortKey: string): readonly Keyed[] {
    const name = `${kind} ${sortKey}`;
    const known = this.#sorted.get(name);
    if (known) return known;
    const sorted = sortRows(this.dataset[kind], sortKey);
    this.#sorted.set(name, sorted);
    return sorted;
  }
}

/** Rows with their sort value, ascending. Sort keys without a field of their own sort by id, as RELEVANCE does. */
export function sortRows(rows: readonly JsonObject[], sortKey: string): Keyed[] {
  const field = SORT_FIELDS[sortKey];
  const keyed = rows.map((row) => {
    const id = legacyId(idOf(row));
    const instant = field === undefined ? null : textAt(row, field);
    return { value: instant === null ? 0 : Date.parse(instant), id, row };
  });
  return keyed.sort(compareKeyed);
}

const SORT_FIELDS: Record<string, string> = {
  CREATED_AT: "createdAt",
  UPDATED_AT: "updatedAt",
  PROCESSED_AT: "processedAt",
};

function customerIdOf(order: JsonObject): string | null {
  const customer = objectAt(order, "customer");
  return customer ? textAt(customer, "id") : null;
}

const time = (key: string) => ({ kind: "time" as const, read: (row: JsonObject) => textAt(row, key) });
const word = (key: string) => ({ kind: "text" as const, read: (row: JsonObject) => textAt(row, key) });
const id = { kind: "number" as const, read: (row: JsonObject) => Number(legacyId(idOf(row))) };
const tags = {
  kind: "text" as const,
  read: (row: JsonObject) => (Array.isArray(row.tags) ? row.tags.map((tag) => String(tag)) : null),
};

export const ORDER_SEARCH: SearchFields = {
  id,
  created_at: time("createdAt"),
  updated_at: time("updatedAt"),
  processed_at: time("processedAt"),
  name: word("name"),
  email: word("email"),
  source_name: word("sourceName"),
  financial_status: word("displayFinancialStatus"),
  fulfillment_status: word("displayFulfillmentStatus"),
  customer_id: {
    kind: "number",
    read: (row) => {
      const customer = customerIdOf(row);
      return customer === null ? null : Number(legacyId(customer));
    },
  },
  status: {
    kind: "text",
    read: (row) => (textAt(row, "cancelledAt") === null ? ["open", "any"] : ["cancelled", "any"]),
  },
  test: { kind: "text", read: (row) => String(row.test === true) },
  tag: tags,
};

export const CUSTOMER_SEARCH: SearchFields = {
  id,
  customer_date: time("createdAt"),
  updated_at: time("updatedAt"),
  email: {
    kind: "text",
    read: (row) => {
      const address = objectAt(row, "defaultEmailAddress");
      return (address && textAt(address, "emailAddress")) ?? textAt(row, "email");
    },
  },
  phone: {
    kind: "text",
    read: (row) => {
      const number = objectAt(row, "defaultPhoneNumber");
      return (number && textAt(number, "phoneNumber")) ?? textAt(row, "phone");
    },
  },
  tag: tags,
};
