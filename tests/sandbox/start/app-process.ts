import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PLAYED_HELPDESKS } from "../helpdesks/played-helpdesks.ts";
import { WEBHOOK_HOST } from "../webhook-receiver.ts";

const ROOT = new URL("../../../", import.meta.url);
const PRELOAD = new URL("../preload/preload.mjs", import.meta.url).href;
const END_WITH_PARENT = new URL("app/platform/end-with-parent.server.ts", ROOT).href;
/** Everything that the app calls by name; the sandbox plays all of it. */
const SIMULATED_HOSTS = [
  ...["myshopify.com", "shopify.com", "storage.googleapis.com", WEBHOOK_HOST],
  ...PLAYED_HELPDESKS.flatMap(({ hosts }) => hosts),
];
const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 20_000;

/** Keys of the app on the simulated platform: they open nothing anywhere else. */
export const SANDBOX_APP: {
  apiKey: string;
  apiSecret: string;
  encryptionKeys: string;
  /** The app as it is registered with the vendors that one signs in with. */
  helpdeskApps: Record<string, { clientId: string; clientSecret: string }>;
} = {
  apiKey: "deskworth-sandbox-key",
  apiSecret: "deskworth-sandbox-secret",
  helpdeskApps: Object.fromEntries(
    ["gorgias", "zendesk", "intercom", "helpscout"].map((vendor) => [
      vendor,
      { clientId: `deskworth-at-${vendor}`, clientSecret: `deskworth-secret-at-${vendor}` },
    ]),
  ),
  encryptionKeys: `sandbox:${createHash("sha256").update("deskworth sandbox").digest("base64")}`,
};

export interface AppSettings {
  port: number;
  /** The app as browsers see it. */
  publicOrigin: string;
  /** Where the preload sends outgoing requests. */
  upstreamOrigin: string;
  dataDirectory: string;
  /** Absent: the embedded database in the data directory. */
  databaseUrl?: string | undefined;
  /** Server that takes the app's e-mails; absent: the app sends none. */
  smtpUrl?: string;
  /** Instant the app lives in, and the real epoch milliseconds that belong to it; null: the present. */
  time: { now: string; startedAt: number } | null;
  logFile: string;
}

export interface AppProcess {
  /** Resolves when the app ends by itself, or has been stopped. */
  ended: Promise<void>;
  /** What web server, worker and supervisor have printed so far. */
  readLog(): Promise<string>;
  stop(): Promise<void>;
}

/** The app could not be brought up; the message ends with what it printed last. */
export class AppStartError extends Error {}

/**
 * Starts the production build as `npm start` does, unmodified: only a preload, loaded before it, leads its outgoing
 * requests to the sandbox. Resolves once it answers.
 */
export async function startApp(settings: AppSettings): Promise<AppProcess> {
  const args = ["--disable-warning=ExperimentalWarning", "--import", END_WITH_PARENT];
  const child = spawn(process.execPath, [...args, fileURLToPath(new URL("app/start.server.ts", ROOT))], {
    cwd: fileURLToPath(ROOT),
    env: environmentOf(settings),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A Ctrl-C in the terminal reaches every process of the group; this one is to be stopped by us, in order.
    detached: true,
  });
  const logStream = createWriteStream(settings.logFile, { flags: "a" });
  child.stdout?.pipe(logStream, { end: false });
  child.stderr?.pipe(logStream, { end: false });
  const ended = once(child, "exit")
    .then(() => logStream.end())
    .then(() => undefined);
  const readLog = () => readFile(settings.logFile, "utf8");
  const stop = () => stopChild(child);
  try {
    await waitUntilAnswers(`http://127.0.0.1:${settings.port}/healthz`, child);
  } catch (cause) {
    await stop();
    const lines = (await readLog()).trimEnd().split("\n").slice(-15).join("\n");
    throw new AppStartError(`The app does not start. It printed last (${settings.logFile}):\n${lines}`, { cause });
  }
  return { ended, readLog, stop };
}

function environmentOf(settings: AppSettings): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, TRUST_PROXY: _proxy, ...inherited } = process.env;
  const { time } = settings;
  return {
    ...inherited,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(settings.port),
    SHOPIFY_API_KEY: SANDBOX_APP.apiKey,
    SHOPIFY_API_SECRET: SANDBOX_APP.apiSecret,
    SHOPIFY_APP_URL: settings.publicOrigin,
    ENCRYPTION_KEYS: SANDBOX_APP.encryptionKeys,
    HELPDESK_OAUTH_APPS: JSON.stringify(SANDBOX_APP.helpdeskApps),
    DATA_DIRECTORY: settings.dataDirectory,
    ALLOW_EMBEDDED_DATABASE: "yes",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
    NODE_OPTIONS: `${inherited.NODE_OPTIONS ?? ""} --disable-warning=ExperimentalWarning --import ${PRELOAD}`.trim(),
    SANDBOX_UPSTREAM: settings.upstreamOrigin,
    SANDBOX_HOSTS: SIMULATED_HOSTS.join(","),
    ...(settings.smtpUrl ? { SMTP_URL: settings.smtpUrl, MAIL_FROM: "Deskworth <alerts@deskworth.example>" } : {}),
    ...(settings.databaseUrl ? { DATABASE_URL: settings.databaseUrl } : {}),
    ...(time ? { SANDBOX_NOW: time.now, SANDBOX_STARTED_AT: String(time.startedAt) } : {}),
  };
}

async function waitUntilAnswers(address: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("it ended by itself");
    const answers = await fetch(address).then(
      (response) => response.ok,
      () => false,
    );
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${address} does not answer within ${START_TIMEOUT_MS / 1000} s`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const deadline = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(deadline);
}
