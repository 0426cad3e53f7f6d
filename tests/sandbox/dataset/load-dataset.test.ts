import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { Dataset } from "./dataset.ts";
import { DatasetError, type DatasetProblem, loadDataset } from "./load-dataset.ts";
import { writeDataset } from "./write-dataset.ts";

const SHOP = '{"domain":"mill-lane.myshopify.com"}';
const TICKET = '{"id":7,"status":"open","created_datetime":"2026-03-01T10:00:00.000000+00:00"}';

test("a folder with nothing but the shop's domain is a data set with documented defaults", async () => {
  const directory = await folder({ "shop.json": SHOP });
  expect(await loadDataset(directory)).toEqual({
    shop: {
      domain: "mill-lane.myshopify.com",
      name: "mill-lane",
      ianaTimezone: "UTC",
      currencyCode: "USD",
      email: "owner@example.com",
      countryCode: "US",
    },
    orders: [],
    customers: [],
    gorgias: null,
    zendesk: null,
    helpdesks: {},
    truth: null,
  });
});

test("a helpdesk's folder counts as the helpdesk even when files in it are missing", async () => {
  const directory = await folder({ "shop.json": SHOP, "gorgias/tickets.jsonl": TICKET });
  const { gorgias, zendesk } = await loadDataset(directory);
  expect(gorgias).toEqual({
    tickets: [JSON.parse(TICKET)],
    messages: [],
    users: [],
    satisfactionSurveys: [],
    events: [],
  });
  expect(zendesk).toBeNull();
});

test("a byte order mark, CRLF, blank lines, a missing last line feed and unknown fields are no problem", async () => {
  const rich = '{"id":"8","status":"closed","created_datetime":"2026-03-01 10:00:00+00:00","surprise":[1]}';
  const directory = await folder({
    "shop.json": `\uFEFF${SHOP}`,
    "gorgias/tickets.jsonl": `\uFEFF${TICKET}\r\n\r\n   \n${rich}`,
  });
  const { gorgias } = await loadDataset(directory);
  expect(gorgias?.tickets).toEqual([JSON.parse(TICKET), JSON.parse(rich)]);
});

test("a line separator inside a text does not end the line", async () => {
  const row = `{"id":9,"status":"open","created_datetime":"2026-03-01T10:00:00Z","subject":"a\u2028b\u2029c"}`;
  const directory = await folder({ "shop.json": SHOP, "gorgias/tickets.jsonl": row });
  expect((await loadDataset(directory)).gorgias?.tickets[0]?.subject).toBe("a\u2028b\u2029c");
});

test("every line that does not fit is reported with file, line and reason, blank lines counted", async () => {
  const directory = await folder({
    "shop.json": SHOP,
    "gorgias/tickets.jsonl": `${TICKET}\n\n{"id":1,\n[1]\n{"id":2,"status":"snoozed","created_datetime":"2026-03-01T10:00:00Z"}\n`,
    "zendesk/comments.jsonl": '{"id":1,"ticket_id":2,"created_at":"2026-03-01T10:00:00Z","author_id":"agent"}',
    "shopify/orders.jsonl": '{"id":"gid://shopify/Order/1","createdAt":"yesterday"}',
  });
  const problems = await problemsOf(directory);
  expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual([
    "shopify/orders.jsonl:1",
    "gorgias/tickets.jsonl:3",
    "gorgias/tickets.jsonl:4",
    "gorgias/tickets.jsonl:5",
    "zendesk/comments.jsonl:1",
  ]);
  expect(problems.map(({ reason }) => reason.split(":")[0])).toEqual([
    "createdAt",
    "is not JSON",
    "is JSON, but not an object",
    "status",
    "author_id",
  ]);
});

test("the error lists the first twenty problems and says how many more there are", async () => {
  const directory = await folder({ "shop.json": SHOP, "gorgias/users.jsonl": "nonsense\n".repeat(23) });
  const error = await failureOf(directory);
  expect(error.problems).toHaveLength(23);
  expect(error.message.split("\n")).toHaveLength(22);
  expect(error.message).toContain("gorgias/users.jsonl:20: is not JSON");
  expect(error.message).toContain("and 3 more");
});

test("a shop file that is missing, no JSON, or holds a wrong value is told as such", async () => {
  expect(await problemsOf(await folder({}))).toEqual([
    { file: "shop.json", line: 0, reason: expect.stringContaining("missing") },
  ]);
  expect(await problemsOf(await folder({ "shop.json": "{" }))).toEqual([
    { file: "shop.json", line: 0, reason: "is not JSON" },
  ]);
  const wrong = '{"domain":"mill-lane.example","ianaTimezone":"Mars/Base","now":"soon"}';
  const fields = (await problemsOf(await folder({ "shop.json": wrong }))).map(({ reason }) => reason.split(":")[0]);
  expect(fields).toEqual(["domain", "ianaTimezone", "now"]);
});

test("a truth file that is no JSON object is reported like any other", async () => {
  const directory = await folder({ "shop.json": SHOP, "truth.json": "[]" });
  expect(await problemsOf(directory)).toEqual([{ file: "truth.json", line: 0, reason: "is JSON, but not an object" }]);
});

test("what is written is read back the same, whatever the rows hold", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 }), async (extras) => {
      const tickets = extras.map((extra, id) => ({ ...extra, ...JSON.parse(TICKET), id }));
      const dataset: Dataset = {
        shop: { ...(await loadDataset(await folder({ "shop.json": SHOP }))).shop },
        orders: [],
        customers: [{ id: "gid://shopify/Customer/1" }],
        gorgias: { tickets, messages: [], users: [], satisfactionSurveys: [], events: [] },
        zendesk: null,
        helpdesks: {},
        truth: { periods: [] },
      };
      const plain: Dataset = JSON.parse(JSON.stringify(dataset));
      const directory = await folder({});
      await writeDataset(directory, plain);
      expect(await loadDataset(directory)).toEqual(plain);
    }),
    { numRuns: 25 },
  );
});

async function folder(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "dataset-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), text);
  }
  return directory;
}

async function failureOf(directory: string): Promise<DatasetError> {
  const outcome: unknown = await loadDataset(directory).catch((error: unknown) => error);
  if (outcome instanceof DatasetError) return outcome;
  throw new Error("the folder was accepted");
}

async function problemsOf(directory: string): Promise<readonly DatasetProblem[]> {
  return (await failureOf(directory)).problems;
}
