import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const END_WITH_PARENT = new URL("app/platform/end-with-parent.server.ts", ROOT).href;
const START_TIMEOUT_MS = 60_000;

export const BENCH_SECRET = "deskworth-bench-secret";

/** The built app's web server, and nothing else, in a process of its own. */
export interface BenchServer {
  origin: string;
  /** As a machine that fails ends it. */
  kill(): Promise<void>;
}

/** Starts the web server behind what it takes for a proxy of its own. Resolves once it answers. */
export async function startWebServer(port: number, databaseUrl: string): Promise<BenchServer> {
  const args = ["--disable-warning=ExperimentalWarning", "--import", END_WITH_PARENT];
  const child = spawn(process.execPath, [...args, fileURLToPath(new URL("app/web.server.ts", ROOT))], {
    cwd: fileURLToPath(ROOT),
    env: {
      ...process.env,
      ...{ NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), TRUST_PROXY: "yes", LOG_LEVEL: "warn" },
      ...{ SHOPIFY_API_KEY: "deskworth-bench-key", SHOPIFY_API_SECRET: BENCH_SECRET },
      ...{ SHOPIFY_APP_URL: "https://app.deskworth.test", DATABASE_URL: databaseUrl },
      ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 3).toString("base64")}`,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilAnswers(`${origin}/healthz`, child);
  return { origin, kill: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function waitUntilAnswers(address: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error("The web server ended by itself: is the app built?");
    const answers = await fetch(address).then(
      (response) => response.ok,
      () => false,
    );
    if (answers) return;
    if (performance.now() > deadline) throw new Error(`${address} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
