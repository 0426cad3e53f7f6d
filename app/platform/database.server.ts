import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "@prisma/client";
import { Pool } from "pg";
import { env } from "./env.server.ts";

/** What stores need of Prisma: a client, or the transaction that a caller opened. */
export type Db = Prisma.TransactionClient;

export interface Database {
  prisma: PrismaClient;
  pool: Pool;
  close(): Promise<void>;
}

/** Longest a page transaction may take; the embedded database serves one at a time, so waiting may be as long. */
const TRANSACTION_TIMEOUT_MS = 60_000;

/** Opens a database by address. `connections` is the pool's size: web, worker and queue pools add up. */
export function openDatabase(url: string, connections = 5): Database {
  const pool = new Pool({ connectionString: url, max: connections });
  pool.on("error", ignoreIdleLoss);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: TRANSACTION_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
  });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/** The server went away while a connection idled: the pool has dropped it, and the next query opens another. */
function ignoreIdleLoss(): undefined {
  return undefined;
}

let database: Database | undefined;

/** Makes `opened` the process's database in place of the one that DATABASE_URL names. */
export function adoptDatabase(opened: Database | undefined): void {
  database = opened;
}

/** The process's database, opened on first use. @throws when DATABASE_URL is not set */
export function db(): PrismaClient {
  return openedDatabase().prisma;
}

/** The process's database with its pool, for what needs a connection of its own: cursors and the queue. */
export function openedDatabase(): Database {
  if (database) return database;
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start the app through npm start, which provides one");
  database = openDatabase(url);
  return database;
}

/** Runs `work` in one transaction. Nothing in it may await the network: the embedded database has a single backend. */
export function inTransaction<Result>(work: (tx: Db) => Promise<Result>): Promise<Result> {
  return db().$transaction(work);
}

export { Prisma };
