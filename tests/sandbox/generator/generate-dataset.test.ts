import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadDataset } from "../dataset/load-dataset.ts";
import { writeDataset } from "../dataset/write-dataset.ts";
import { PLAYED_HELPDESKS } from "../helpdesks/played-helpdesks.ts";
import { rowsOfHelpdesk } from "../helpdesks/rows-of-helpdesk.ts";
import type { JsonObject } from "../simulator.ts";
import { DEFAULT_NOW, generateDataset } from "./generate-dataset.ts";

const full = generateDataset();

test("the default data set has the sizes it promises", () => {
  const ids = PLAYED_HELPDESKS.map((played) => played.idsIn(rowsOfHelpdesk(full, played.vendor) ?? {}));
  const sum = (of: "tickets" | "messages") => ids.reduce((total, rows) => total + rows[of].length, 0);
  // Deleted tickets have left most helpdesks without a trace.
  expect(6_000 - sum("tickets")).toBeLessThan(120);
  expect(Math.abs(sum("messages") - 25_000)).toBeLessThan(1_500);
  for (const { tickets, messages, agents } of ids) {
    expect(tickets.length).toBeGreaterThan(150);
    expect(messages.length).toBeGreaterThan(500);
    expect(agents.length).toBeGreaterThan(0);
  }
  expect(full.orders).toHaveLength(9_000);
  expect(full.customers).toHaveLength(3_000);
  const bots = rowsOf("gorgias", "users").filter(({ role }) => nested(role, "name") === "bot");
  expect(rowsOf("gorgias", "users").length - bots.length).toBe(8);
  expect(rowsOf("zendesk", "users").filter(({ role }) => role !== "end-user")).toHaveLength(6);
});

test("equal options give equal data sets and another seed gives another", () => {
  const once = JSON.stringify(generateDataset({ seed: 5, tickets: 300 }));
  expect(JSON.stringify(generateDataset({ seed: 5, tickets: 300 }))).toBe(once);
  expect(JSON.stringify(generateDataset({ seed: 6, tickets: 300 }))).not.toBe(once);
});

test("a generated data set passes the loader and comes back unchanged from the disk", async () => {
  const directory = await mkdtemp(join(tmpdir(), "generated-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const dataset = generateDataset({ tickets: 300 });
  await writeDataset(directory, dataset);
  expect(await loadDataset(directory)).toEqual(dataset);
});

test("ids are unique within each file", () => {
  for (const rows of allFiles()) {
    // One vendor's rows have no ids.
    const ids = rows.flatMap(({ id, slug }) => id ?? slug ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test("nothing has happened after now, so that no row lies in the future of the sandbox", () => {
  const told = JSON.stringify([full.orders, full.gorgias?.messages, full.gorgias?.events, full.zendesk?.audits]);
  const instants = told.match(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d/g) ?? [];
  expect(instants.length).toBeGreaterThan(50_000);
  const latest = instants.toSorted().at(-1) ?? "";
  expect(latest < DEFAULT_NOW.toISOString()).toBe(true);
});

test("more tickets changed within one second than a page holds, at both helpdesks", () => {
  expect(largestGroup(rowsOf("zendesk", "tickets"), "generated_timestamp")).toBe(1_200);
  expect(largestGroup(rowsOf("gorgias", "tickets"), "updated_datetime")).toBeGreaterThan(200);
});

test("some tickets have more messages than any page", () => {
  expect(
    largestGroup([...rowsOf("gorgias", "messages"), ...rowsOf("zendesk", "comments")], "ticket_id"),
  ).toBeGreaterThan(100);
});

test("every kind of irregular order is there", () => {
  const orders = full.orders;
  const count = (is: (order: JsonObject) => boolean) => orders.filter(is).length;
  expect(count(({ test: isTest }) => isTest === true)).toBeGreaterThan(10);
  expect(count(({ cancelledAt }) => cancelledAt !== null)).toBeGreaterThan(100);
  expect(count(({ customer }) => customer === null)).toBeGreaterThan(300);
  expect(count(({ sourceName }) => sourceName === "subscription_contract")).toBeGreaterThan(100);
  expect(count(({ sourceName }) => sourceName === "pos")).toBeGreaterThan(100);
  expect(count(({ email }) => typeof email === "string" && email !== email.trim())).toBeGreaterThan(10);
  expect(count(({ email, phone }) => email === null && phone !== null)).toBeGreaterThan(300);
  expect(count(({ displayFinancialStatus }) => displayFinancialStatus === "PARTIALLY_REFUNDED")).toBeGreaterThan(100);
});

test("numbers that cannot hold the special cases are refused", () => {
  expect(() => generateDataset({ tickets: 150 })).toThrow(RangeError);
  expect(() => generateDataset({ tickets: 300, customers: 20 })).toThrow(RangeError);
});

function rowsOf(helpdesk: "gorgias" | "zendesk", file: string): JsonObject[] {
  const rows = Object.entries(full[helpdesk] ?? {}).find(([name]) => name === file)?.[1];
  if (!Array.isArray(rows)) throw new Error(`no file ${file} at ${helpdesk}`);
  return rows;
}

function allFiles(): JsonObject[][] {
  const files = PLAYED_HELPDESKS.flatMap(({ vendor }) => Object.values(rowsOfHelpdesk(full, vendor) ?? {}));
  return [full.orders, full.customers, ...files];
}

function largestGroup(rows: readonly JsonObject[], field: string): number {
  return Math.max(...[...Map.groupBy(rows, (row) => row[field]).values()].map((group) => group.length));
}

function nested(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null && field in value
    ? Object.entries(value).find(([name]) => name === field)?.[1]
    : undefined;
}
