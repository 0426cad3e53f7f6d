import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { applyMigrations } from "../prisma/migrate.ts";
import { env } from "./platform/env.server.ts";
import { type Environment, EnvironmentError } from "./platform/env.ts";
import { endProcess, keepRunning, startProgram } from "./platform/supervisor.server.ts";
import { WORKER_MEMORY_OPTIONS } from "./platform/worker-memory.ts";

const EMBEDDED_REFUSED = [
  "DATABASE_URL is not set. In production the app wants a PostgreSQL server: the embedded database is for trying out, has one",
  "backend for everybody and can lose the last seconds in a power cut. ALLOW_EMBEDDED_DATABASE=yes starts it all the same.",
].join("\n");

/** What ends the start with words of its own instead of a stack trace. */
class StartError extends Error {}

/**
 * Everything the app needs, as `npm start` runs it: the embedded database unless DATABASE_URL names a server, pending
 * migrations, then the web server and the worker, each in a process of its own and started again when it crashes.
 */
async function start(): Promise<void> {
  const settings = env();
  const { databaseUrl, database } = await provideDatabase(settings);
  const programs = await startPrograms(settings, databaseUrl).catch(async (error: unknown) => {
    if (database) await endProcess(database);
    throw error;
  });
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await Promise.all(programs.list.map((program) => program.stop()));
    if (database) await endProcess(database);
    process.exit(code);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end(0));
  database?.once("exit", () => void end(1));
  programs.unableToStart.then((name) => {
    console.error(`The ${name} cannot start.`);
    return end(1);
  });
}

interface ProvidedDatabase {
  databaseUrl: string;
  /** Null for a server that is not ours. */
  database: ChildProcess | null;
}

async function provideDatabase(settings: Environment): Promise<ProvidedDatabase> {
  if (settings.DATABASE_URL) return { databaseUrl: settings.DATABASE_URL, database: null };
  if (settings.NODE_ENV === "production" && settings.ALLOW_EMBEDDED_DATABASE !== "yes")
    throw new StartError(EMBEDDED_REFUSED);
  const database = startProgram("platform/serve-embedded-database.server.ts", process.env);
  const answer: unknown[] = await Promise.race([once(database, "message"), once(database, "exit").then(() => [])]);
  const databaseUrl = databaseUrlIn(answer[0]);
  if (databaseUrl === null) throw new StartError("The embedded database cannot start.");
  return { databaseUrl, database };
}

function databaseUrlIn(message: unknown): string | null {
  if (typeof message !== "object" || message === null || !("databaseUrl" in message)) return null;
  return typeof message.databaseUrl === "string" ? message.databaseUrl : null;
}

async function startPrograms(settings: Environment, databaseUrl: string) {
  for (const name of await applyMigrations(databaseUrl)) console.log(`Applied migration ${name}`);
  const environment = { ...process.env, NODE_ENV: settings.NODE_ENV, DATABASE_URL: databaseUrl };
  const { promise: unableToStart, resolve: onUnableToStart } = Promise.withResolvers<string>();
  const list = [
    keepRunning({ name: "web server", file: "web.server.ts", environment, onUnableToStart }),
    keepRunning({
      ...{ name: "worker", file: "worker.server.ts", environment, onUnableToStart },
      nodeOptions: WORKER_MEMORY_OPTIONS,
    }),
  ];
  return { list, unableToStart };
}

try {
  await start();
} catch (error) {
  if (!(error instanceof EnvironmentError || error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
