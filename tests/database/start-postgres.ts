import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "../../prisma/migrate.ts";
import { findFreePort } from "../sandbox/start/free-port.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";

const run = promisify(execFile);
/** A slow machine gets its time. */
const START_TIMEOUT_MS = 120_000;

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** Starts a PostgreSQL server of our own for this run, with the migrations in `template1`, and removes it afterwards. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer();
  await applyMigrations(`${server.url}/template1`);
  project.provide("postgresUrl", server.url);
  return server.stop;
}

export interface PostgresServer {
  /** Without a database name at the end. */
  url: string;
  stop(): Promise<void>;
}

/** A throw-away server on a free loopback port. PostgreSQL refuses to run as root, so there it runs as its own user. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries();
  const home = await mkdtemp(join(tmpdir(), "deskworth-postgres-"));
  const identity = process.getuid?.() === 0 ? await userNamed("postgres") : null;
  if (identity) await chown(home, identity.uid, identity.gid);
  const data = join(home, "data");
  await run(
    join(binaries, "initdb"),
    ["-D", data, "-U", "deskworth", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
    identity ?? {},
  );
  const port = await findFreePort(0);
  const settings = ["fsync=off", "max_connections=200", `unix_socket_directories=${home}`, "shared_buffers=256MB"];
  const server = spawn(
    join(binaries, "postgres"),
    ["-D", data, "-p", String(port), "-h", "127.0.0.1", ...settings.flatMap((setting) => ["-c", setting])],
    { ...(identity ?? {}), stdio: "ignore" },
  );
  const url = `postgresql://deskworth@127.0.0.1:${port}`;
  await waitUntilReady(`${url}/postgres`);
  return {
    url,
    stop: async () => {
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function userNamed(name: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, name])).stdout)),
  );
  if (uid === undefined || gid === undefined) throw new Error(`There is no user ${name}`);
  return { uid, gid };
}

async function waitUntilReady(url: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
