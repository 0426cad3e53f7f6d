import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export interface EmbeddedDatabase {
  url: string;
  close(): Promise<void>;
}

/** Connections that web, worker, queue and tools may hold together; all of them share one backend. */
const MAX_CONNECTIONS = 50;

/**
 * Serves an embedded PostgreSQL on loopback. It is one backend behind many connections: an open transaction holds up
 * everyone else. For trying out, development and tests.
 * @param directory where its files are kept, or null to keep everything in memory
 * @param port 0 picks a free one
 */
export async function startEmbeddedDatabase(directory: string | null, port = 0): Promise<EmbeddedDatabase> {
  if (directory) await mkdir(directory, { recursive: true });
  const database = directory ? await PGlite.create(directory) : await PGlite.create();
  const listenPort = port === 0 ? await findFreePort() : port;
  const server = new PGLiteSocketServer({ db: database, host: "127.0.0.1", port: listenPort, maxConnections: MAX_CONNECTIONS });
  await server.start();
  return {
    url: `postgresql://postgres@127.0.0.1:${listenPort}/postgres?sslmode=disable`,
    close: async () => {
      await server.stop();
      await database.close();
    },
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo; // a TCP server that listens has an address object
      probe.close(() => resolve(port));
    });
  });
}
