import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Dataset } from "../dataset/dataset.ts";
import { createGorgiasSimulator, type GorgiasSimulator } from "../helpdesks/gorgias/gorgias-simulator.ts";
import { createZendeskSimulator, type ZendeskSimulator } from "../helpdesks/zendesk/zendesk-simulator.ts";
import { type Sandbox, startSandbox } from "../server.ts";
import { makeClock } from "../shopify/clock.ts";
import type { Simulator } from "../simulator.ts";
import { type AppProcess, SANDBOX_APP, startApp } from "./app-process.ts";
import { findFreePort } from "./free-port.ts";

/** The demo's account gets so many requests that a first load takes seconds instead of the vendors' minutes. */
const ROOMY_GORGIAS = { requests: 2_000, windowSeconds: 20 };
const ROOMY_ZENDESK = 10_000;

export interface SandboxedAppSettings {
  dataset: Dataset;
  /** Database, state and log go here; a second start with the same folder goes on where the first one ended. */
  directory: string;
  /** First of four ports in a row to try, stepping over busy ones; 0: any free ones. */
  firstPort: number;
  /** Real instant, in epoch milliseconds, at which the data set's `now` was; its time has gone on since. */
  startedAt: number;
  databaseUrl?: string;
  /** How long every answer of a third party takes at least. */
  latencyMs?: number;
}

/** The app with its whole world: production build, simulated Shopify and simulated helpdesks. */
export interface SandboxedApp {
  dataset: Dataset;
  sandbox: Sandbox;
  gorgias: GorgiasSimulator | null;
  zendesk: ZendeskSimulator | null;
  app: AppProcess;
  clock: () => Date;
  stop(): Promise<void>;
}

/** @throws AppStartError, after everything that had been started is stopped again */
export async function startSandboxedApp(settings: SandboxedAppSettings): Promise<SandboxedApp> {
  const { dataset, directory, startedAt } = settings;
  await mkdir(directory, { recursive: true });
  const ports = await choosePorts(settings.firstPort);
  const { now } = dataset.shop;
  const clock = makeClock(now, startedAt);
  const gorgias = dataset.gorgias ? createGorgiasSimulator(dataset, { clock, limits: roomyGorgias() }) : null;
  const zendesk = dataset.zendesk ? createZendeskSimulator(dataset, { clock, limits: roomyZendesk() }) : null;
  const sandbox = await startSandbox({
    dataset,
    simulators: [gorgias, zendesk]
      .filter((simulator) => simulator !== null)
      .map((simulator) => delayed(simulator, settings.latencyMs ?? 0)),
    clock,
    ports,
    app: { origin: `http://127.0.0.1:${ports.web}`, apiKey: SANDBOX_APP.apiKey, apiSecret: SANDBOX_APP.apiSecret },
    options: { stateFile: join(directory, "shopify-state.json") },
  });
  try {
    const app = await startApp({
      port: ports.web,
      publicOrigin: sandbox.proxyOrigin,
      upstreamOrigin: sandbox.upstreamOrigin,
      dataDirectory: directory,
      databaseUrl: settings.databaseUrl,
      time: now === undefined ? null : { now, startedAt },
      logFile: join(directory, "app.log"),
    });
    const stop = async () => {
      await app.stop();
      await sandbox.close();
    };
    return { dataset, sandbox, gorgias, zendesk, app, clock, stop };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

function delayed(simulator: Simulator, latencyMs: number): Simulator {
  const { name, owns } = simulator;
  const handle = async (request: Request) => {
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    return simulator.handle(request);
  };
  return { name, owns, handle };
}

async function choosePorts(first: number) {
  const taken = new Set<number>();
  const take = async () => {
    const port = await findFreePort(first, taken);
    taken.add(port);
    return port;
  };
  return { admin: await take(), proxy: await take(), upstream: await take(), web: await take() };
}

function roomyGorgias() {
  return { apiKey: ROOMY_GORGIAS, oauth: ROOMY_GORGIAS };
}

function roomyZendesk() {
  return {
    account: ROOMY_ZENDESK,
    "incremental-exports": ROOMY_ZENDESK,
    "incremental-exports-cursor": ROOMY_ZENDESK,
    "deleted-tickets": ROOMY_ZENDESK,
    "tickets-index": ROOMY_ZENDESK,
  };
}
