import { createHash, randomUUID } from "node:crypto";
import { now as clock } from "../platform/clock.ts";
import { type Db, db, inTransaction } from "../platform/database.server.ts";
import type { Limiter, LimiterOptions } from "./limiter.ts";
import { type Gate, gateSchema, learnOutcome, newGate, takePlace } from "./limiter-state.ts";

/** Names an account at a vendor without telling which one it is. */
export function accountKeyOf(vendor: string, account: string): string {
  return createHash("sha256")
    .update(JSON.stringify([vendor, account]))
    .digest("hex");
}

/** So many times somebody else may have been faster; then the row is locked. */
const MOST_TRIES = 5;

type Work<Result> = (gate: Gate, at: Date) => Result;

/**
 * A limiter that all workers share through the database, as the vendor counts by account, whoever asks. A step is one
 * statement that puts the gate's next state in place of the one it was made from, and is done again from the present one
 * when another worker was faster. Nothing is held while a request is under way or anybody waits.
 */
export function createSharedLimiter(
  accountKey: string,
  { assumedBudgets = [], now = clock }: LimiterOptions = {},
): Limiter {
  let known: string | null = null;
  let lastStep: Promise<unknown> = Promise.resolve();
  const fresh = () => newGate(assumedBudgets, now().getTime());

  async function step<Result>(work: Work<Result>): Promise<Result> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const before = known ?? (await findOrMakeGate(db(), accountKey, { at: now(), gate: fresh() }));
      // Read after the state that it follows, so that instants come in the order in which the gate sees them.
      const at = now();
      const gate = readGate(before) ?? fresh();
      const result = work(gate, at);
      const state = JSON.stringify(gate);
      known = (await replaceGate(accountKey, { before, state, at })) ? state : null;
      if (known !== null) return result;
    }
    return inTransaction(async (tx) => {
      const gate = readGate(await lockGate(tx, accountKey)) ?? fresh();
      const at = now();
      const result = work(gate, at);
      await saveGate(tx, { accountKey, state: JSON.stringify(gate), at });
      return result;
    });
  }
  /** The steps of one process go one after the other: it would only be in its own way. */
  const inTurn = <Result>(work: Work<Result>): Promise<Result> => {
    const next = lastStep.then(
      () => step(work),
      () => step(work),
    );
    lastStep = next;
    return next;
  };
  return {
    take: (endpoint, priority) =>
      inTurn((gate, at) => takePlace(gate, { id: randomUUID(), endpoint, priority, at: at.getTime() })),
    learn: (id, outcome) =>
      inTurn((gate, at) => learnOutcome(gate, id, { ...outcome, at: at.getTime(), chance: Math.random() })),
  };
}

async function findOrMakeGate(
  database: Db,
  accountKey: string,
  { at, gate }: { at: Date; gate: Gate },
): Promise<string> {
  const find = () => database.$queryRaw<{ state: string }[]>`
    select state::text as state from request_gate where account_key = ${accountKey}`;
  const [found] = await find();
  if (found) return found.state;
  const state = JSON.stringify(gate);
  await database.$executeRaw`
    insert into request_gate (account_key, state, updated_at) values (${accountKey}, ${state}::json, ${at})
    on conflict (account_key) do nothing`;
  const [made] = await find();
  return made?.state ?? state;
}

/** @returns false when the state is not the one before any more */
async function replaceGate(
  accountKey: string,
  { before, state, at }: { before: string; state: string; at: Date },
): Promise<boolean> {
  const replaced = await db().$executeRaw`
    update request_gate set state = ${state}::json, updated_at = ${at}
    where account_key = ${accountKey} and state::text = ${before}`;
  return replaced === 1;
}

async function lockGate(tx: Db, accountKey: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ state: string }[]>`
    select state::text as state from request_gate where account_key = ${accountKey} for update`;
  return row?.state ?? "{}";
}

/** Null for what an older or newer version of this program wrote: the gate then learns afresh. */
function readGate(state: string): Gate | null {
  const parsed = gateSchema.safeParse(JSON.parse(state));
  return parsed.success ? parsed.data : null;
}

async function saveGate(
  tx: Db,
  { accountKey, state, at }: { accountKey: string; state: string; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    update request_gate set state = ${state}::json, updated_at = ${at} where account_key = ${accountKey}`;
}
