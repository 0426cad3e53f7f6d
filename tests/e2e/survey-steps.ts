import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import axe from "axe-core";
import { parse } from "csv-parse/sync";
import pg from "pg";
import { PgBoss } from "pg-boss";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { z } from "zod";
import { readEmbeddedAddress } from "../../app/platform/embedded-address.server.ts";
import type { QueueName } from "../../app/platform/queue.server.ts";
import { idOf, legacyId } from "../sandbox/shopify/values.ts";
import { waitUntil } from "../sandbox/start/admin-browser.ts";
import { emailOf } from "../sandbox/storefront/store-objects.ts";
import { flat } from "../setup/locale-texts.ts";
import { textOf } from "./settings-steps.ts";
import type { World } from "./world.ts";

const WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
/** What Chrome calls itself on a telephone. */
const PHONE_USER_AGENT =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
export const PHONE = {
  viewport: { width: 375, height: 667 },
  hasTouch: true,
  isMobile: true,
  userAgent: PHONE_USER_AGENT,
  locale: "nl-NL",
} satisfies BrowserContextOptions;
const JOB_TIMEOUT_MS = 60_000;
const PAGE_TIMEOUT_MS = 30_000;

const DUTCH = flat(
  JSON.parse(readFileSync(new URL("../../extensions/satisfaction-survey/locales/nl.json", import.meta.url), "utf8")),
);

/** What the survey in the shop says in Dutch. @throws for a key that there is not */
export function inDutch(key: string): string {
  const text = DUTCH.get(`survey.${key}`);
  if (text === undefined) throw new Error(`The survey has no text ${key}.`);
  return text;
}

/** A shopper's browser, with what its console and its network complained of. */
export interface Shopper {
  page: Page;
  complaints: string[];
  leave(): Promise<void>;
}

/** Somebody who visits the shop with a browser of their own, on a telephone unless told otherwise. */
export async function sendShopper({ admin }: World, options: BrowserContextOptions = {}): Promise<Shopper> {
  const context = await admin.context.browser()?.newContext({ ...PHONE, ...options });
  if (!context) throw new Error("The browser has gone.");
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return { page, complaints, leave: () => context.close() };
}

/** Holds a conversation in the shop's chat and ends it. */
export async function holdChat(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Chat", exact: true }).tap();
  const chat = page.getByRole("region", { name: "Chat with us" });
  await chat.getByRole("textbox", { name: "Message" }).fill(text);
  await chat.getByRole("button", { name: "Send" }).tap();
  // The agent's words follow the shopper's own.
  await chat.getByRole("listitem").nth(1).waitFor();
  await chat.getByRole("button", { name: "End chat" }).tap();
}

/** The survey on a page of the shop. */
export function surveyOn(page: Page) {
  const survey = page.locator("deskworth-survey").locator(".p");
  return {
    survey,
    /** What a finger meets: the radio button itself is smaller. */
    score: (label: string): Locator => survey.locator("label").filter({ hasText: new RegExp(`^\\s*${label}\\s*$`) }),
    comment: survey.getByRole("textbox"),
    send: survey.getByRole("button", { name: inDutch("send") }),
    status: survey.getByRole("status"),
  };
}

/** Where a page of the shop breaks WCAG 2.1 AA, one line a rule; what others put there is left out. */
export async function storeProblemsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run({ exclude: ["#sandbox-chat-window"] }, { runOnly: { type: "tag", values: ${JSON.stringify(WCAG_21_AA)} } })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join()))`,
  );
  return z.array(z.string()).parse(found);
}

/** Answers that the Satisfaction page lists with these words. */
export function answersWith({ admin }: World, words: string): Locator {
  return admin.app.locator("[data-answer]").filter({ hasText: words });
}

/** Id of one of those whom the shop knows by their address. */
export function someCustomer({ running }: World): string {
  const row = running.dataset.customers.find((customer) => emailOf(customer) !== null);
  if (!row) throw new Error("The shop knows nobody.");
  return legacyId(idOf(row));
}

/** The Dutch link for "bad" as the app writes it for macros of the first helpdesk, which fills in the ticket and its customer. */
export async function linkForBad(world: World, ticketId: string): Promise<string> {
  const { admin, running } = world;
  await admin.open("/app/satisfaction/survey?as=text&language=nl");
  const message = await admin.app.getByLabel(textOf("survey.links.form.text.label")).inputValue();
  const link = /https:\S+score=2\S*/.exec(message)?.[0];
  if (!link?.includes("{{ticket.id}}")) throw new Error(`There is no link with a ticket in: ${message}`);
  const customerId = await firstValue(world, "select customer_id from ticket where ticket_id = $1", [ticketId]);
  const filled = new URL(link.replace("{{ticket.id}}", ticketId).replace("{{ticket.customer.id}}", String(customerId)));
  return `${running.sandbox.storefrontOrigin}${filled.pathname}${filled.search}`;
}

/** Number of surveys that the Satisfaction page shows under a name. */
export async function countedSurveys({ admin }: World, name: "shown" | "answered"): Promise<number> {
  return Number(await admin.app.locator(`[data-surveys="${name}"]`).getAttribute("data-value"));
}

/** The rows of the file of answers that the Satisfaction page offers, by the English names of its columns. */
export async function exportedAnswers({ admin }: World): Promise<Record<string, string>[]> {
  await admin.app
    .locator("#answers")
    .getByRole("button", { name: textOf("export.open"), exact: true })
    .click();
  const [download] = await Promise.all([
    admin.page.waitForEvent("download"),
    admin.app.getByText(textOf("export.format.csv"), { exact: true }).click(),
  ]);
  const file = await readFile(await download.path(), "utf8");
  return z.array(z.record(z.string(), z.string())).parse(parse(file, { bom: true, columns: true }));
}

/** Does some work in the database of the running app. */
async function inDatabase<T>({ directory }: World, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const address = await readEmbeddedAddress(directory);
  if (address === null) throw new Error("The app does not say where its database is.");
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** How many rows there are of a table, with a condition on one value where wanted. */
export async function countRows(world: World, from: string, ...values: string[]): Promise<number> {
  return Number(await firstValue(world, `select count(*) from ${from}`, values));
}

function firstValue(world: World, query: string, values: string[]): Promise<unknown> {
  return inDatabase(world, async (client) => {
    const { rows } = await client.query({ text: query, values, rowMode: "array" });
    return rows[0]?.[0];
  });
}

/** Has the worker do a job of this shop now, which it else does at its own hours, and waits until it is done. */
export async function runJob(world: World, name: QueueName): Promise<void> {
  await inDatabase(world, async (client) => {
    const boss = new PgBoss({
      db: { executeSql: (text, values) => client.query(text, values) },
      ...{ supervise: false, schedule: false },
    });
    await boss.start();
    try {
      const { rows } = await client.query("select shop_id from shop");
      const id = await boss.send(name, { shopId: rows[0]?.shop_id });
      if (id === null) throw new Error(`The queue takes no job ${name}.`);
      const isDone = async () => (await boss.getJobById(name, id))?.state === "completed";
      await waitUntil(`the job ${name} done`, isDone, JOB_TIMEOUT_MS);
    } finally {
      await boss.stop({ graceful: false });
    }
  });
}
