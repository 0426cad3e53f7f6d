import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { installApp, waitUntil } from "../sandbox/start/admin-browser.ts";
import { connectAll } from "../sandbox/start/check-demo.ts";
import { differences, expectedOverview, readFigures, waitForFirstLoad } from "../sandbox/start/shown-figures.ts";
import { type BusinessRows, readBusinessRows } from "./business-rows.ts";
import { openWorld, type World } from "./world.ts";

const KILLS = 5;
/** Few tickets at a slow pace: the first load takes long enough to be disturbed, the test does not take long. */
const WORLD = { tickets: 220, latencyMs: 40 };
const LOAD_TIMEOUT_MS = 240_000;
const SETTLE_TIMEOUT_MS = 120_000;
/** Two loads, each with all its waits. */
const TEST_TIMEOUT_MS = 900_000;

test(
  "a worker that is killed at five random moments of the first load leaves the figures of an undisturbed run",
  async () => {
    const undisturbed = await runFirstLoad(async () => 0);
    const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
    const moments = randomMoments(seed, undisturbed.loadMs);
    console.log(
      `KILL_SEED=${seed}: the worker is killed ${moments.map((ms) => `${Math.round(ms)} ms`).join(", ")} after connecting`,
    );
    const disturbed = await runFirstLoad((world) => killWorkerAt(world, moments));
    expect(disturbed.kills).toBe(KILLS);
    expect(undisturbed.rows.credit?.length).toBeGreaterThan(0);
    for (const [table, rows] of Object.entries(undisturbed.rows)) {
      expect(disturbed.rows[table], table).toEqual(rows);
    }
    expect(disturbed.rows.touched_key).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

interface FirstLoad {
  rows: BusinessRows;
  loadMs: number;
  kills: number;
}

async function runFirstLoad(disturb: (world: World) => Promise<number>): Promise<FirstLoad> {
  const world = await openWorld(WORLD);
  const { admin, running, everything, directory } = world;
  try {
    await installApp(admin, running.sandbox.appUrl);
    const helpdesks = await connectAll(admin, running);
    const startedAt = performance.now();
    const [kills] = await Promise.all([disturb(world), waitForFirstLoad(admin, helpdesks, LOAD_TIMEOUT_MS)]);
    const loadMs = performance.now() - startedAt;
    await waitUntil(
      "the final figures",
      async () => {
        const shown = await readFigures(admin, "/app", everything);
        return differences(expectedOverview(everything), shown).length === 0;
      },
      SETTLE_TIMEOUT_MS,
    );
    await admin.close();
    await running.app.stop();
    return { rows: await readBusinessRows(directory), loadMs, kills };
  } finally {
    await admin.close();
    await running.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Within the first nine tenths of an undisturbed load, so that each one meets a load that is not done. */
function randomMoments(seed: number, loadMs: number): number[] {
  let state = seed;
  // mulberry32
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: KILLS }, () => random() * loadMs * 0.9).sort((a, b) => a - b);
}

async function killWorkerAt({ running }: World, moments: readonly number[]): Promise<number> {
  const startedAt = performance.now();
  let kills = 0;
  for (const moment of moments) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - (performance.now() - startedAt))));
    process.kill(await runningWorker(running.app.readLog, kills), "SIGKILL");
    kills += 1;
  }
  return kills;
}

/** The supervisor says the process of every worker that it starts; the one after `kills` killed ones is running. */
async function runningWorker(readLog: () => Promise<string>, kills: number): Promise<number> {
  let pids: number[] = [];
  await waitUntil(
    "another worker",
    async () => {
      pids = [...(await readLog()).matchAll(/^worker runs as process (\d+)$/gm)].map(([, pid]) => Number(pid));
      return pids.length > kills;
    },
    60_000,
  );
  const pid = pids[kills];
  if (pid === undefined) throw new Error("no worker runs");
  return pid;
}
