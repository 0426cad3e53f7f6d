import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Dataset } from "../dataset/dataset.ts";
import { DatasetError, loadDataset } from "../dataset/load-dataset.ts";
import { writeDataset } from "../dataset/write-dataset.ts";
import { generateDataset } from "../generator/generate-dataset.ts";
import { WEBHOOK_HOST, WEBHOOK_PATH } from "../webhook-receiver.ts";
import { AppStartError } from "./app-process.ts";
import { checkSandboxedApp } from "./check-demo.ts";
import { knownFiguresOf, TruthError } from "./known-figures.ts";
import { type SandboxedApp, startSandboxedApp } from "./sandboxed-app.ts";

const DATA = fileURLToPath(new URL("../../../.data/", import.meta.url));
const FIRST_PORT = 4500;
const USAGE = "Usage: npm run demo -- [--check] [--reset] [--dataset DIR]";

interface DemoOptions {
  check: boolean;
  reset: boolean;
  /** Folder that somebody else made; null: the generated data set. */
  dataset: string | null;
}

/** Runs the demo until it is told to stop, or the check until it knows. @returns exit code */
export async function runDemo(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    console.error(USAGE);
    return 1;
  }
  try {
    return options.check ? await runCheck(options) : await runUntilStopped(options);
  } catch (error) {
    if (!(error instanceof DatasetError || error instanceof TruthError || error instanceof AppStartError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function readOptions(args: readonly string[]): DemoOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { check: { type: "boolean" }, reset: { type: "boolean" }, dataset: { type: "string" } },
    });
    const dataset = values.dataset === undefined ? null : resolve(process.env.INIT_CWD ?? ".", values.dataset);
    return { check: values.check ?? false, reset: values.reset ?? false, dataset };
  } catch (error) {
    if (error instanceof TypeError) return null; // what parseArgs throws for an option that it does not know
    throw error;
  }
}

async function runUntilStopped(options: DemoOptions): Promise<number> {
  const directory = directoryOf(options.dataset);
  if (options.reset) await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const dataset = options.dataset
    ? await loadDataset(options.dataset)
    : await provideDataset(join(directory, "dataset"));
  const startedAt = await firstStartOf(directory);
  const stopRequest = stopSignal();
  const running = await startSandboxedApp({
    ...{ dataset, directory, firstPort: FIRST_PORT, startedAt },
    chatWidget: chatOf(dataset),
  });
  console.log(describe(running, directory));
  const reason = await Promise.race([stopRequest, running.app.ended.then(() => "ended" as const)]);
  if (reason === "ended") console.error(`The app ended by itself; see ${join(directory, "app.log")}`);
  else console.log("Stopping …");
  await running.stop();
  return reason === "ended" ? 1 : 0;
}

async function runCheck(options: DemoOptions): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "deskworth-check-"));
  const stopRequest = stopSignal();
  let running: SandboxedApp | null = null;
  try {
    const dataset = options.dataset ? await loadDataset(options.dataset) : generateDataset();
    knownFiguresOf(dataset.truth); // A truth that cannot be read is said before minutes are spent.
    running = await startSandboxedApp({ dataset, directory, firstPort: 0, startedAt: Date.now() });
    const { line, problems } = await Promise.race([checkSandboxedApp(running), stopRequest.then(() => INTERRUPTED)]);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) console.error((await running.app.readLog()).split("\n").slice(-30).join("\n"));
    console.log(line);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await running?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const INTERRUPTED = { line: "demo check: interrupted", problems: ["The check was interrupted."] };

/** Every data set has a database of its own. */
function directoryOf(dataset: string | null): string {
  if (dataset === null) return join(DATA, "demo");
  return join(DATA, `demo-${createHash("sha256").update(dataset).digest("hex").slice(0, 8)}`);
}

async function provideDataset(directory: string): Promise<Dataset> {
  if (!existsSync(join(directory, "shop.json"))) {
    console.log("Generating a shop with its customers, orders and tickets …");
    await rm(directory, { recursive: true, force: true });
    await writeDataset(directory, generateDataset());
  }
  return loadDataset(directory);
}

/** The data set's `now` belongs to the first start: time has gone on since, also while the demo was not running. */
async function firstStartOf(directory: string): Promise<number> {
  const file = join(directory, "first-start");
  if (existsSync(file)) return Number(await readFile(file, "utf8"));
  const startedAt = Date.now();
  await writeFile(file, String(startedAt));
  return startedAt;
}

/** Ctrl-C, an order to end, a closed terminal, or a parent that died. */
function stopSignal(): Promise<"stopped"> {
  return new Promise((resolve) => {
    const stop = () => resolve("stopped");
    process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop).on("disconnect", stop);
  });
}

/** The chat of a helpdesk that the shop has, so that what is said in the store arrives there. */
function chatOf({ gorgias, zendesk }: Dataset): string {
  return gorgias || !zendesk ? "gorgias-chat" : "zendesk-messaging";
}

function describe({ sandbox, helpdesks }: SandboxedApp, directory: string): string {
  const widest = Math.max(...helpdesks.map(({ displayName }) => displayName.length));
  const accounts = helpdesks.map(({ displayName, account }) => {
    const fields = Object.entries(account.credentials).map(([field, value]) => `${field} ${value}`);
    return `  ${displayName.padEnd(widest)}  ${fields.join(", ")}`;
  });
  return [
    "",
    `  Open the simulated Shopify admin:  ${sandbox.appUrl}`,
    `  The shop's online store:           ${sandbox.storefrontOrigin}`,
    `  E-mails that the app sends:        ${sandbox.adminOrigin}/_sandbox/mailbox`,
    `  A webhook address to try:          https://${WEBHOOK_HOST}${WEBHOOK_PATH}`,
    "",
    "  Accounts to connect, field by field:",
    ...accounts,
    "",
    `  Ctrl-C stops everything; the next start goes on with the same data, "npm run demo -- --reset" starts afresh.`,
    `  The app's log: ${relative(process.cwd(), join(directory, "app.log"))}`,
    "",
  ].join("\n");
}
