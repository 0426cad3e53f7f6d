import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateDataset } from "../sandbox/generator/generate-dataset.ts";
import type { Helpdesk } from "../sandbox/generator/neutral-model.ts";
import { type AdminBrowser, installApp, openAdminBrowser } from "../sandbox/start/admin-browser.ts";
import { connectAll } from "../sandbox/start/check-demo.ts";
import { type KnownFigures, type KnownPeriod, knownFiguresOf } from "../sandbox/start/known-figures.ts";
import { type SandboxedApp, startSandboxedApp } from "../sandbox/start/sandboxed-app.ts";
import { waitForFirstLoad } from "../sandbox/start/shown-figures.ts";
import { provideBuild } from "../setup/build.mjs";

/** Many times what it takes: a slow machine is no failure. */
export const FIRST_LOAD_TIMEOUT_MS = 240_000;
/** Enough for every special case, few enough to load in seconds. */
const TICKETS = 800;
const FIRST_TWO: readonly Helpdesk[] = ["gorgias", "zendesk"];

/** A shop with its helpdesks, the app that it may install, and a browser on its admin. */
export interface World {
  running: SandboxedApp;
  admin: AdminBrowser;
  directory: string;
  known: KnownFigures;
  /** All of the data set's time. */
  everything: KnownPeriod;
  /** Stops app and sandbox and starts them on the same folder, as a demo that is started again; with a browser of its own. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** How long every answer of Shopify and the helpdesks takes at least. */
  latencyMs?: number;
  /** In all helpdesks together. */
  tickets?: number;
  /** Absent: the first two, which have the special cases. */
  helpdesks?: readonly Helpdesk[];
  /** Default no: the last complete week is rated badly, after sixteen steady ones. */
  badWeek?: boolean;
  /** Widget of the online store's chat; absent: the store has none. */
  chatWidget?: string;
}

/** A fresh world: nothing is installed yet. */
export async function openWorld({
  latencyMs = 0,
  tickets = TICKETS,
  helpdesks = FIRST_TWO,
  badWeek = false,
  chatWidget,
}: WorldOptions = {}): Promise<World> {
  await provideBuild();
  const directory = await mkdtemp(join(tmpdir(), "deskworth-e2e-"));
  const dataset = generateDataset({ tickets, helpdesks, badWeek });
  const known = knownFiguresOf(dataset.truth);
  const everything = known?.periods.find(({ name }) => name === "everything");
  if (!known || !everything) throw new Error("the generated data set has no truth");
  const startedAt = Date.now();
  const settings = { dataset, directory, firstPort: 0, startedAt, latencyMs };
  const start = () => startSandboxedApp({ ...settings, ...(chatWidget !== undefined && { chatWidget }) });
  const running = await start();
  const world: World = {
    ...{ running, directory, known, everything },
    admin: await openAdminBrowser({ appUrl: running.sandbox.appUrl }),
    restart: async () => {
      await world.admin.close();
      await world.running.stop();
      world.running = await start();
      world.admin = await openAdminBrowser({ appUrl: world.running.sandbox.appUrl });
    },
    close: async () => {
      await world.admin.close();
      await world.running.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return world;
}

/** A world whose shop has installed the app, connected its helpdesks and loaded everything. */
export async function openLoadedWorld(options?: WorldOptions): Promise<World> {
  const world = await openWorld(options);
  await installApp(world.admin, world.running.sandbox.appUrl);
  const helpdesks = await connectAll(world.admin, world.running);
  await waitForFirstLoad(world.admin, helpdesks, FIRST_LOAD_TIMEOUT_MS);
  return world;
}
