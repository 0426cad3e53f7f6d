import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const END_WITH_PARENT = new URL("./end-with-parent.server.ts", import.meta.url).href;
const APP_FOLDER = new URL("../", import.meta.url);

/** A child that ends by itself this soon after the start of everything cannot start at all. */
const START_MS = 5_000;
/** A child that has run this long is healthy: the next crash is treated as its first. */
const HEALTHY_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** What the web server and the worker need to finish what they are at, and a little more. */
const FAREWELL_MS = 14_000;

export interface ProgramPlan {
  /** Said in messages, for example "worker". */
  name: string;
  /** File in app/. */
  file: string;
  environment: NodeJS.ProcessEnv;
  /** Node's own options, such as limits of memory. */
  nodeOptions?: readonly string[];
  /** Told when the program ends in its first seconds with an error: starting it again would not help. */
  onUnableToStart: (name: string) => void;
}

export interface KeptProgram {
  stop(): Promise<void>;
}

/** Starts a file of app/ as a process of its own that ends with this one. */
export function startProgram(
  file: string,
  environment: NodeJS.ProcessEnv,
  nodeOptions: readonly string[] = [],
): ChildProcess {
  const program = fileURLToPath(new URL(file, APP_FOLDER));
  return spawn(process.execPath, [...nodeOptions, "--import", END_WITH_PARENT, program], {
    env: environment,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Asks a process to end, and ends it when it has not done so in time. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const deadline = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MS);
  await ended;
  clearTimeout(deadline);
}

/** Keeps a program running: one that crashes is started again, after a pause that doubles while it keeps crashing. */
export function keepRunning(plan: ProgramPlan): KeptProgram {
  let stopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let restart: NodeJS.Timeout | undefined;
  let child = start(true);

  function start(isFirst: boolean): ChildProcess {
    const startedAt = performance.now();
    const started = startProgram(plan.file, plan.environment, plan.nodeOptions);
    console.log(`${plan.name} runs as process ${started.pid}`);
    started.once("exit", (code, signal) => {
      if (stopping) return;
      const livedMs = performance.now() - startedAt;
      if (isFirst && signal === null && livedMs < START_MS) plan.onUnableToStart(plan.name);
      else startAgain(livedMs, signal ?? `code ${code}`);
    });
    return started;
  }

  function startAgain(livedMs: number, reason: string): void {
    if (livedMs >= HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
    console.error(`${plan.name} ended (${reason}) and is started again in ${pauseMs / 1000} s`);
    restart = setTimeout(() => {
      child = start(false);
    }, pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  return {
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      await endProcess(child);
    },
  };
}
