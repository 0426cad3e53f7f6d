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
  const server = new PGLiteSocketServer({
    db: keepingStatementsWhole(database),
    host: "127.0.0.1",
    port: listenPort,
    maxConnections: MAX_CONNECTIONS,
  });
  await server.start();
  return {
    url: `postgresql://postgres@127.0.0.1:${listenPort}/postgres?sslmode=disable`,
    close: async () => {
      await server.stop();
      await database.close();
    },
  };
}

/** Messages of the extended query protocol that leave a statement unfinished until a Sync follows. */
const UNFINISHED = new Set(["P", "B", "D", "E", "C", "H"].map((letter) => letter.charCodeAt(0)));

/**
 * The socket server hands over single protocol messages of whichever connection is next, and holds others back only
 * while a transaction is open. Between the parts of a statement another connection's would replace the unnamed portal,
 * so an unfinished statement has to look like an open transaction.
 */
function keepingStatementsWhole(database: PGlite): PGlite {
  let isUnfinished = false;
  return new Proxy(database, {
    get(target, name) {
      if (name === "isInTransaction") return () => isUnfinished || target.isInTransaction();
      if (name === "execProtocolRawStream") {
        return (...args: Parameters<PGlite["execProtocolRawStream"]>) => {
          isUnfinished = UNFINISHED.has(args[0][0] ?? 0);
          return target.execProtocolRawStream(...args);
        };
      }
      if (name === "exec") {
        // The server rolls back for a connection that was lost: whatever it had begun is over.
        return (...args: Parameters<PGlite["exec"]>) => {
          isUnfinished = false;
          return target.exec(...args);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
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
