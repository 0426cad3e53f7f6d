import { afterAll, beforeAll } from "vitest";
import { queue, stopQueue } from "../../app/platform/queue.server.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

/** Gives the tests of a file a database of their own, and takes it away after them together with the job queue. */
export function provideDatabase({ startsQueue = false } = {}): void {
  setTestEnvironment();
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
    if (startsQueue) await queue();
  });
  afterAll(async () => {
    await stopQueue();
    await opened.close();
  });
}
