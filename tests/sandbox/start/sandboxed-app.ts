import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Dataset } from "../dataset/dataset.ts";
import type { PlayedAccount } from "../helpdesks/played-helpdesk.ts";
import { PLAYED_HELPDESKS } from "../helpdesks/played-helpdesks.ts";
import { rowsOfHelpdesk } from "../helpdesks/rows-of-helpdesk.ts";
import { type Sandbox, startSandbox } from "../server.ts";
import { makeClock } from "../shopify/clock.ts";
import type { Simulator } from "../simulator.ts";
import { type MailServer, startMailServer } from "../smtp/mail-server.ts";
import { makeWebhookReceiver, type WebhookReceiver } from "../webhook-receiver.ts";
import { type AppProcess, SANDBOX_APP, startApp } from "./app-process.ts";
import { findFreePort } from "./free-port.ts";

export interface SandboxedAppSettings {
  dataset: Dataset;
  /** Database, state and log go here; a second start with the same folder goes on where the first one ended. */
  directory: string;
  /** First of six ports in a row to try, stepping over busy ones; 0: any free ones. */
  firstPort: number;
  /** Real instant, in epoch milliseconds, at which the data set's `now` was; its time has gone on since. */
  startedAt: number;
  databaseUrl?: string;
  /** How long every answer of a third party takes at least. */
  latencyMs?: number;
  /** Widget of the store's chat. */
  chatWidget?: string;
}

export interface SandboxedHelpdesk {
  vendor: string;
  displayName: string;
  account: PlayedAccount;
}

/** The app with its whole world: production build, simulated Shopify and simulated helpdesks. */
export interface SandboxedApp {
  dataset: Dataset;
  sandbox: Sandbox;
  /** The accounts of the data set, in the order in which the app offers their vendors. */
  helpdesks: SandboxedHelpdesk[];
  app: AppProcess;
  mail: MailServer;
  webhookReceiver: WebhookReceiver;
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
  const helpdesks = playHelpdesks(dataset, clock);
  const mail = await startMailServer(clock, ports.mail);
  const webhookReceiver = makeWebhookReceiver(clock);
  const simulators = [...helpdesks.map(({ account }) => account), webhookReceiver];
  const sandbox = await startSandbox({
    dataset,
    simulators: simulators.map((simulator) => delayed(simulator, settings.latencyMs ?? 0)),
    helpdesks: new Map(helpdesks.map(({ vendor, account }) => [vendor, account])),
    mails: mail.mails,
    webhookPosts: webhookReceiver.posts,
    clock,
    ports,
    app: { origin: `http://127.0.0.1:${ports.web}`, apiKey: SANDBOX_APP.apiKey, apiSecret: SANDBOX_APP.apiSecret },
    options: {
      stateFile: join(directory, "shopify-state.json"),
      themeFile: join(directory, "theme-state.json"),
      ...(settings.chatWidget !== undefined && { chatWidget: settings.chatWidget }),
    },
  }).catch(async (error: unknown) => {
    await mail.close();
    throw error;
  });
  const stopWorld = () => Promise.all([sandbox.close(), mail.close()]);
  try {
    const app = await startApp({
      port: ports.web,
      publicOrigin: sandbox.proxyOrigin,
      upstreamOrigin: sandbox.upstreamOrigin,
      dataDirectory: directory,
      databaseUrl: settings.databaseUrl,
      smtpUrl: mail.url,
      time: now === undefined ? null : { now, startedAt },
      logFile: join(directory, "app.log"),
    });
    const stop = async () => {
      await app.stop();
      await stopWorld();
    };
    return { dataset, sandbox, helpdesks, app, mail, webhookReceiver, clock, stop };
  } catch (error) {
    await stopWorld();
    throw error;
  }
}

/** Every account that the data set has. A limit wide enough makes a first load take seconds instead of hours. */
function playHelpdesks(dataset: Dataset, clock: () => Date): SandboxedHelpdesk[] {
  return PLAYED_HELPDESKS.flatMap(({ vendor, displayName, play }) => {
    const rows = rowsOfHelpdesk(dataset, vendor);
    const oauthApp = SANDBOX_APP.helpdeskApps[vendor];
    const options = { clock, limits: "roomy" as const, send: (request: Request) => fetch(request) };
    return rows
      ? [{ vendor, displayName, account: play(rows, dataset.shop, { ...options, ...(oauthApp && { oauthApp }) }) }]
      : [];
  });
}

/** @throws RangeError when the data set has no account there */
export function accountAt({ helpdesks }: Pick<SandboxedApp, "helpdesks">, vendor: string): PlayedAccount {
  const found = helpdesks.find((helpdesk) => helpdesk.vendor === vendor);
  if (!found) throw new RangeError(`The data set has no account at ${vendor}`);
  return found.account;
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
  const firstFour = { admin: await take(), proxy: await take(), upstream: await take(), web: await take() };
  return { ...firstFour, storefront: await take(), mail: await take() };
}
