import { openedDatabase } from "./platform/database.server.ts";
import { EnvironmentError } from "./platform/env.ts";
import { log } from "./platform/log.server.ts";
import { enqueue, queue, stopQueue } from "./platform/queue.server.ts";
import { adoptAlertWriter } from "./sync/deliver-alert.server.ts";
import { JOBS, type Job } from "./sync/job-catalogue.server.ts";
import { writeAlert } from "./ui/alert-writer.ts";

/** Jobs start within this long of being put into their queue. */
const POLLING_SECONDS = 0.5;

/** The background process: works through the job catalogue until it is told to stop. */
async function work(): Promise<void> {
  const boss = await queue({ role: "worker" });
  for (const job of JOBS) {
    if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: "UTC" });
  }
  for (const job of JOBS) {
    const options = { pollingIntervalSeconds: POLLING_SECONDS, localConcurrency: job.concurrency };
    await boss.work(job.name, options, async (jobs) => {
      for (const { data, signal } of jobs) await runJob(job, data, signal);
    });
  }
  // Whatever a worker that died left behind is picked up now rather than with the next schedule.
  for (const job of JOBS.filter(({ cron }) => cron)) await enqueue(job.name, {}, { singletonKey: "start" });
  log().info({ jobs: JOBS.length }, "the worker is ready");
}

async function runJob(job: Job, payload: unknown, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  try {
    await job.run(payload, signal);
    log().debug({ job: job.name, milliseconds: Math.round(performance.now() - startedAt) }, "job done");
  } catch (error) {
    log().error({ err: error, job: job.name }, "job failed; it will be tried again");
    throw error;
  }
}

let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await stopQueue();
  await openedDatabase().close();
  process.exit(0);
}

process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());

try {
  adoptAlertWriter(writeAlert);
  await work();
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error;
  console.error(error.message);
  process.exit(1);
}
