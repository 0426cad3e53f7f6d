import { getOperationAST, parse } from "graphql";
import { expect, test } from "vitest";
import type { JsonObject } from "../simulator.ts";
import { adminSchema } from "./admin-schema.ts";
import { queryCost } from "./query-cost.ts";

test.each([
  ["scalars of one object", "{ shop { name email } }", 1],
  ["an object inside an object", "{ shop { plan { shopifyPlus } } }", 2],
  [
    "a connection: 2 and each node it asks for",
    "{ orders(first: 10) { edges { cursor node { id } } pageInfo { hasNextPage } } }",
    12,
  ],
  ["objects inside every node", "{ orders(first: 10) { nodes { totalPriceSet { shopMoney { amount } } } } }", 32],
  [
    "a connection inside a connection",
    "{ orders(first: 5) { nodes { lineItems(first: 3) { nodes { id } } } } }",
    2 + 5 * (1 + 2 + 3),
  ],
  [
    "fragments like what they stand for",
    "{ orders(last: 4) { ...P } } fragment P on OrderConnection { nodes { id } }",
    6,
  ],
  [
    "the dearest choice of an interface",
    `{ node(id: "x") { ... on Order { customer { id } } ... on Shop { plan { shopifyPlus } billingAddress { id } } } }`,
    3,
  ],
  ["a mutation, whatever it returns", `mutation { bulkOperationRunQuery(query: "{}") { bulkOperation { id } } }`, 10],
])("the requested cost counts %s", (_, query, cost) => {
  expect(costOf(query)).toBe(cost);
});

test("the page size counts the same as a variable", () => {
  expect(costOf("query ($n: Int) { orders(first: $n) { nodes { id } } }", { n: 7 })).toBe(9);
});

test("nodes by id cost as much as the objects they name", () => {
  const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { customer { id } } } }";
  expect(costOf(query, { ids: ["a", "b", "c"] })).toBe(6);
  expect(costOf(`{ nodes(ids: ["a", "b"]) { id } }`)).toBe(2);
  expect(costOf(query, { ids: ["a", "b"] }, { nodes: [{ customer: null }, null] })).toBe(1);
});

test("the actual cost counts what came: fewer nodes, and no points for null", () => {
  const query = "{ orders(first: 10) { nodes { customer { id } } } }";
  expect(costOf(query)).toBe(22);
  expect(costOf(query, {}, { orders: { nodes: [{ customer: { id: "1" } }, { customer: null }] } })).toBe(5);
});

function costOf(query: string, variables: JsonObject = {}, data?: unknown): number {
  const schema = adminSchema("2026-10");
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!schema || !operation) throw new Error("no schema or no operation");
  return queryCost(schema, { document, operation, variables }, data);
}
