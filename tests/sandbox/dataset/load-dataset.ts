import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { PLAYED_HELPDESKS } from "../helpdesks/played-helpdesks.ts";
import type { JsonObject } from "../simulator.ts";
import type { Dataset, GorgiasRows, HelpdeskRows, ShopFile, ZendeskRows } from "./dataset.ts";
import { readLines } from "./lines.ts";
import { ROW_FILES, type RowFile, shopSchema } from "./row-schemas.ts";

/** One line of a data set that does not fit. `line` counts from 1; 0 means the file as a whole. */
export interface DatasetProblem {
  file: string;
  line: number;
  reason: string;
}

const LISTED_PROBLEMS = 20;

/** Everything that is wrong with a folder, in one error, so that whoever made it can mend it in one go. */
export class DatasetError extends Error {
  readonly kind = "dataset";
  readonly problems: readonly DatasetProblem[];

  constructor(directory: string, problems: readonly DatasetProblem[]) {
    const listed = problems.slice(0, LISTED_PROBLEMS).map(({ file, line, reason }) => `  ${file}:${line}: ${reason}`);
    const more = problems.length - listed.length;
    super(
      [
        `The data set in ${directory} has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}:`,
        ...listed,
        ...(more > 0 ? [`  and ${more} more`] : []),
      ].join("\n"),
    );
    this.name = "DatasetError";
    this.problems = problems;
  }
}

/**
 * Reads a folder in the format of tests/sandbox/README.md. Files may be absent (no rows) and so may a helpdesk's folder
 * (null); only `shop.json` must be there. Rows come back exactly as they stood in their files.
 * Throws `DatasetError` with every problem found; throws what the file system throws when a file cannot be read.
 */
export async function loadDataset(directory: string): Promise<Dataset> {
  const problems: DatasetProblem[] = [];
  const shop = await readShop(directory, problems);
  const truth = await readObject(directory, "truth.json", problems);
  const rows = (file: RowFile) => readRows(directory, file, problems);
  const orders = await rows(ROW_FILES.orders);
  const customers = await rows(ROW_FILES.customers);
  const gorgias = await readGorgias(directory, rows);
  const zendesk = await readZendesk(directory, rows);
  const helpdesks = await readHelpdesks(directory, rows);
  if (problems.length > 0 || shop === null) throw new DatasetError(directory, problems);
  return { shop, orders, customers, gorgias, zendesk, helpdesks, truth };
}

type RowReader = (file: RowFile) => Promise<JsonObject[]>;

async function readGorgias(directory: string, rows: RowReader): Promise<GorgiasRows | null> {
  if (!(await exists(join(directory, "gorgias")))) return null;
  const files = ROW_FILES.gorgias;
  return {
    tickets: await rows(files.tickets),
    messages: await rows(files.messages),
    users: await rows(files.users),
    satisfactionSurveys: await rows(files.satisfactionSurveys),
    events: await rows(files.events),
  };
}

async function readZendesk(directory: string, rows: RowReader): Promise<ZendeskRows | null> {
  if (!(await exists(join(directory, "zendesk")))) return null;
  const files = ROW_FILES.zendesk;
  return {
    tickets: await rows(files.tickets),
    ticketMetrics: await rows(files.ticketMetrics),
    comments: await rows(files.comments),
    audits: await rows(files.audits),
    users: await rows(files.users),
    satisfactionRatings: await rows(files.satisfactionRatings),
  };
}

async function readHelpdesks(directory: string, rows: RowReader): Promise<Record<string, HelpdeskRows>> {
  const helpdesks: Record<string, HelpdeskRows> = {};
  for (const { vendor, files } of PLAYED_HELPDESKS.filter(isKeptByName)) {
    if (!(await exists(join(directory, vendor)))) continue;
    const read: HelpdeskRows = {};
    for (const [name, schema] of Object.entries(files)) {
      read[name] = await rows({ path: `${vendor}/${name}.jsonl`, schema });
    }
    helpdesks[vendor] = read;
  }
  return helpdesks;
}

/** The first two helpdesks have fields of their own in a data set. */
function isKeptByName({ vendor }: { vendor: string }): boolean {
  return vendor !== "gorgias" && vendor !== "zendesk";
}

async function readRows(directory: string, file: RowFile, problems: DatasetProblem[]): Promise<JsonObject[]> {
  const path = join(directory, file.path);
  const rows: JsonObject[] = [];
  if (!(await exists(path))) return rows;
  for await (const { number, text } of readLines(path)) {
    const parsed = parseObject(text);
    const reason = "reason" in parsed ? parsed.reason : misfit(file.schema, parsed.value);
    if (reason !== null) problems.push({ file: file.path, line: number, reason });
    else if ("value" in parsed) rows.push(parsed.value);
  }
  return rows;
}

async function readShop(directory: string, problems: DatasetProblem[]): Promise<ShopFile | null> {
  const file = "shop.json";
  if (!(await exists(join(directory, file)))) {
    problems.push({ file, line: 0, reason: "the file is missing; it must name at least the shop's domain" });
    return null;
  }
  const value = await readObject(directory, file, problems);
  if (value === null) return null;
  const parsed = shopSchema.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push({ file, line: 0, reason: describe(issue) });
    return null;
  }
  return withDefaults(parsed.data);
}

/** The defaults are part of the format (README): an unnamed shop is a plain American one that counts its days in UTC. */
function withDefaults(shop: z.infer<typeof shopSchema>): ShopFile {
  return {
    ...shop,
    name: shop.name ?? shop.domain.replace(".myshopify.com", ""),
    ianaTimezone: shop.ianaTimezone ?? "UTC",
    currencyCode: shop.currencyCode ?? "USD",
    email: shop.email ?? "owner@example.com",
    countryCode: shop.countryCode ?? "US",
  };
}

async function readObject(directory: string, file: string, problems: DatasetProblem[]): Promise<JsonObject | null> {
  const path = join(directory, file);
  if (!(await exists(path))) return null;
  const parsed = parseObject((await readFile(path, "utf8")).replace(/^\uFEFF/, ""));
  if ("value" in parsed) return parsed.value;
  problems.push({ file, line: 0, reason: parsed.reason });
  return null;
}

function parseObject(text: string): { value: JsonObject } | { reason: string } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value } : { reason: "is JSON, but not an object" };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: "is not JSON" };
    throw error;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function misfit(schema: z.ZodType, value: JsonObject): string | null {
  const parsed = schema.safeParse(value);
  const [issue] = parsed.success ? [] : parsed.error.issues;
  return issue === undefined ? null : describe(issue);
}

function describe(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join(".");
  return field === "" ? issue.message : `${field}: ${issue.message}`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
