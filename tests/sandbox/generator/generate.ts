import { parseArgs } from "node:util";
import { z } from "zod";
import { writeDataset } from "../dataset/write-dataset.ts";
import { type GenerateOptions, generateDataset } from "./generate-dataset.ts";

const USAGE =
  "Usage: generate.ts --out DIR [--seed N] [--tickets N] [--orders N] [--customers N] [--now ISO] [--order-window-days N] [--bad-week]";

const count = z.coerce.number().int().nonnegative().optional();
const flags = z.object({
  out: z.string({ error: "--out is required" }),
  seed: count,
  tickets: count,
  orders: count,
  customers: count,
  now: z.coerce.date().optional(),
  "order-window-days": count,
  "bad-week": z.boolean().optional(),
});

await main(process.argv.slice(2));

async function main(args: string[]): Promise<void> {
  const read = readFlags(args);
  if ("reason" in read) return refuse([read.reason]);
  const parsed = flags.safeParse(read.values);
  if (!parsed.success) return refuse(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  const { out, "order-window-days": orderWindowDays, "bad-week": badWeek = false, ...rest } = parsed.data;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  // The schema has just checked each of these; only the absent ones were taken out.
  const options: GenerateOptions = { ...(given as GenerateOptions), orderWindowDays: orderWindowDays ?? null, badWeek };
  try {
    const dataset = generateDataset(options);
    await writeDataset(out, dataset);
    const accounts =
      Object.keys(dataset.helpdesks).length + Number(dataset.gorgias !== null) + Number(dataset.zendesk !== null);
    console.log(
      `${out}: ${options.tickets ?? "6,000"} tickets at ${accounts} helpdesks, ${dataset.orders.length} orders`,
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse([error.message]);
  }
}

function readFlags(args: string[]): { values: Record<string, unknown> } | { reason: string } {
  const text = { type: "string" } as const;
  const names = ["out", "seed", "tickets", "orders", "customers", "now", "order-window-days"];
  const options = {
    ...Object.fromEntries(names.map((name) => [name, text])),
    "bad-week": { type: "boolean" } as const,
  };
  try {
    return { values: parseArgs({ args, options, strict: true }).values };
  } catch (error) {
    const misread = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    if (misread) return { reason: error.message };
    throw error;
  }
}

function refuse(reasons: string[]): void {
  console.error([...reasons, USAGE].join("\n"));
  process.exitCode = 1;
}
