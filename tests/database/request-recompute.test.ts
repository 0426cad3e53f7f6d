import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { enqueueRecompute } from "../../app/sync/enqueue-jobs.server.ts";
import { requestRecompute } from "../../app/sync/request-recompute.server.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("a job that was waiting before it was asked for stands in for nothing that comes once it has begun", async () => {
  const shopId = randomUUID();
  await enqueueRecompute(shopId);
  await requestRecompute(shopId);
  expect(await jobsOf(shopId)).toEqual(["created"]);
  await begin(shopId);
  await requestRecompute(shopId);
  expect(await jobsOf(shopId)).toEqual(["active", "created"]);
});

test("of requests that come at once while a job is about to begin, all are covered", async () => {
  const shopId = randomUUID();
  await enqueueRecompute(shopId);
  const early = [requestRecompute(shopId), requestRecompute(shopId)];
  await begin(shopId);
  await Promise.all([...early, requestRecompute(shopId), requestRecompute(shopId)]);
  expect(await jobsOf(shopId)).toEqual(["active", "created"]);
});

test("of a thousand requests at once one goes to the queue", async () => {
  const shopId = randomUUID();
  await Promise.all(Array.from({ length: 1_000 }, () => requestRecompute(shopId)));
  expect(await jobsOf(shopId)).toEqual(["created"]);
});

async function jobsOf(shopId: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ state: string }[]>`
    select state::text as state from pgboss.job
    where name = 'recompute' and data ->> 'shopId' = ${shopId} order by state::text`;
  return rows.map(({ state }) => state);
}

/** What a worker does with a job first of all. */
async function begin(shopId: string): Promise<void> {
  await db().$executeRaw`
    update pgboss.job set state = 'active', started_on = created_on
    where name = 'recompute' and data ->> 'shopId' = ${shopId}`;
}
