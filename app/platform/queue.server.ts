import { PgBoss } from "pg-boss";
import { type Db, openedDatabase } from "./database.server.ts";
import { log } from "./log.server.ts";

/** Attempts after the first one, with exponential backoff from `RETRY_SECONDS`. */
const RETRIES = 8;
const RETRY_SECONDS = 5;
const NO_JOB = "00000000-0000-0000-0000-000000000000";
/** A worker that stops to beat for this long has died; its job goes to another. */
const HEARTBEAT_SECONDS = 10;

/** Every queue, with the seconds after which a run counts as lost and its job goes to another worker. */
export const QUEUES = {
  sync: 900,
  "sync-due": 60,
  recompute: 900,
  "check-due": 300,
  import: 14_400,
  "imports-sweep": 60,
  "orders-load": 3600,
  "orders-reconcile": 3600,
  "orders-reconcile-all": 60,
  webhooks: 900,
  "webhooks-sweep": 60,
  rebuild: 3600,
  "rebuild-due": 60,
  "shop-refresh": 300,
  "surveys-attach": 900,
  "surveys-forget": 3600,
  "flow-send": 900,
  "flow-sweep": 60,
  "flow-clean": 300,
  "alerts-due": 60,
  alerts: 900,
  "alert-deliver": 300,
} as const;
export type QueueName = keyof typeof QUEUES;

export interface QueueOptions {
  /** The worker maintains queues and fires schedules; the web process only sends. */
  role: "sender" | "worker";
}

let started: Promise<PgBoss> | undefined;

/** The process's job queue, in the same database as everything else; started on first use. */
export function queue(options: QueueOptions = { role: "sender" }): Promise<PgBoss> {
  started ??= startQueue(options).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

/** Ends the process's queue, letting running jobs finish for up to ten seconds. */
export async function stopQueue(): Promise<void> {
  const boss = await started;
  started = undefined;
  await boss?.stop({ graceful: true, timeout: 10_000 });
}

async function startQueue({ role }: QueueOptions): Promise<PgBoss> {
  const { pool } = openedDatabase();
  const works = role === "worker";
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => pool.query(text, values) },
    supervise: works,
    schedule: works,
  });
  boss.on("error", (error) => log().error({ err: error }, "the job queue met an error"));
  await boss.start();
  // Whoever comes first creates the queues, so that the web process can send before any worker has run.
  for (const [name, expireInSeconds] of Object.entries(QUEUES)) {
    await createQueue(boss, name, expireInSeconds);
    // Looking for a job makes the library read the queue's settings now. It would otherwise do so over the pool during
    // the first send, which may be inside a transaction that the embedded database's only backend is busy with.
    await boss.getJobById(name, NO_JOB);
  }
  return boss;
}

export interface EnqueueOptions {
  /** At most one waiting job of this queue carries the key; it must name the shop. */
  singletonKey?: string;
  startAfterSeconds?: number;
  /** Puts the job into the caller's transaction: it exists if and only if that commits. */
  tx?: Db;
}

/**
 * Puts a job into a queue. The payload holds ids only: it is stored in clear.
 * @returns false where a job with the same singleton key was waiting already
 */
export async function enqueue(name: QueueName, payload: object, options: EnqueueOptions = {}): Promise<boolean> {
  const boss = await queue();
  const { tx, singletonKey, startAfterSeconds } = options;
  const jobId = await boss.send(name, payload, {
    ...(singletonKey ? { singletonKey } : {}),
    ...(startAfterSeconds ? { startAfter: startAfterSeconds } : {}),
    ...(tx ? { db: { executeSql: (text, values) => runInTransaction(tx, text, values) } } : {}),
  });
  return jobId !== null;
}

async function runInTransaction(tx: Db, text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
  return { rows: await tx.$queryRawUnsafe<unknown[]>(text, ...values) };
}

/** `short`: at most one job a singleton key waits, while another may run. */
async function createQueue(boss: PgBoss, name: string, expireInSeconds: number): Promise<void> {
  await boss.createQueue(name, {
    policy: "short",
    retryLimit: RETRIES,
    retryDelay: RETRY_SECONDS,
    retryBackoff: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds,
  });
}
