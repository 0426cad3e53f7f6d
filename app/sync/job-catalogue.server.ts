import { z } from "zod";
import { enqueue, type QueueName } from "../platform/queue.server.ts";
import { startDueChecks } from "./check-runner.server.ts";
import { listActiveConnections } from "./connection-store.server.ts";
import { alertDelivery, deliverAlert } from "./deliver-alert.server.ts";
import { enqueueRebuild, enqueueSync } from "./enqueue-jobs.server.ts";
import { evaluateAlerts, startDueAlerts } from "./evaluate-alerts.server.ts";
import { listWaitingShops } from "./flow-event-store.server.ts";
import { cleanFlowEvents, sendFlowEvents } from "./flow-send.server.ts";
import { sweepImports } from "./import-progress.server.ts";
import { runImport } from "./import-runner.server.ts";
import { loadOrders } from "./order-load.server.ts";
import { reconcileAllOrders, reconcileOrders } from "./order-reconcile.server.ts";
import { listRebuilds, rebuild } from "./rebuild.server.ts";
import { recompute } from "./recompute.server.ts";
import { refreshShop } from "./refresh-shop.server.ts";
import { attachLateSurveys, forgetSurveyComments } from "./survey-jobs.server.ts";
import { runSync } from "./sync-runner.server.ts";
import { processWebhooks, sweepWebhooks } from "./webhook-processor.server.ts";

/** One kind of background work. A job may run twice, or again after a crash: doing it twice must change nothing. */
interface JobDefinition<Payload> {
  name: QueueName;
  payload: z.ZodType<Payload>;
  /** How many may run at once in one worker. */
  concurrency: number;
  /** Also runs on this schedule, with an empty payload. */
  cron?: string;
  run(payload: Payload, signal: AbortSignal): Promise<void>;
}

/** A definition whose payload has been checked against its schema before it runs. */
export interface Job {
  name: QueueName;
  concurrency: number;
  cron?: string;
  run(payload: unknown, signal: AbortSignal): Promise<void>;
}

const SYNC_BUDGET_SECONDS = 45;
const BUSY_RETRY_SECONDS = 5;
const PROBLEM_RETRY_SECONDS = 60;
const EVERY_MINUTE = "* * * * *";
const EVERY_FIVE_MINUTES = "*/5 * * * *";
const EVERY_HOUR = "17 * * * *";
/** Night in Europe and early evening in America; what counts is that it is once a day. */
const EVERY_NIGHT = "43 1 * * *";

const ofShop = z.object({ shopId: z.uuid() });
const ofConnection = ofShop.extend({ connectionId: z.uuid() });
const nothing = z.object({});

/** Everything that runs in the background. Payloads hold ids only. */
export const JOBS: readonly Job[] = [
  define({
    name: "sync",
    payload: ofConnection,
    concurrency: 4,
    run: async (scope, signal) => {
      const outcome = await runSync(scope, { budgetSeconds: SYNC_BUDGET_SECONDS, signal });
      if (outcome.state === "unfinished") await enqueueSync(scope);
      if (outcome.state === "busy") await enqueueSync(scope, BUSY_RETRY_SECONDS);
      if (outcome.state === "problem" && !outcome.problem.needsMerchant) {
        await enqueueSync(scope, outcome.problem.retryAfterSeconds ?? PROBLEM_RETRY_SECONDS);
      }
    },
  }),
  define({
    name: "sync-due",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_MINUTE,
    run: async () => {
      for (const scope of await listActiveConnections()) await enqueueSync(scope);
    },
  }),
  define({
    name: "check-due",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_NIGHT,
    run: () => startDueChecks(),
  }),
  define({
    name: "recompute",
    payload: ofShop,
    concurrency: 1,
    run: ({ shopId }) => recompute(shopId),
  }),
  define({
    name: "import",
    payload: ofShop.extend({ importId: z.uuid() }),
    concurrency: 1,
    run: (payload, signal) => runImport(payload, signal),
  }),
  define({
    name: "imports-sweep",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_HOUR,
    run: () => sweepImports(),
  }),
  define({
    name: "rebuild",
    payload: ofShop,
    concurrency: 1,
    run: ({ shopId }, signal) => rebuild(shopId, signal),
  }),
  define({
    name: "rebuild-due",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_MINUTE,
    run: async () => {
      for (const shopId of await listRebuilds()) await enqueueRebuild(shopId);
    },
  }),
  define({ name: "shop-refresh", payload: ofShop, concurrency: 2, run: ({ shopId }) => refreshShop(shopId) }),
  define({
    name: "surveys-attach",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_FIVE_MINUTES,
    run: (_payload, signal) => attachLateSurveys(signal),
  }),
  define({
    name: "surveys-forget",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_NIGHT,
    run: (_payload, signal) => forgetSurveyComments(signal),
  }),
  define({
    name: "alerts-due",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_HOUR,
    run: () => startDueAlerts(),
  }),
  define({ name: "alerts", payload: ofShop, concurrency: 1, run: ({ shopId }) => evaluateAlerts(shopId) }),
  define({ name: "alert-deliver", payload: alertDelivery, concurrency: 4, run: (delivery) => deliverAlert(delivery) }),
  define({
    name: "flow-send",
    payload: ofShop,
    concurrency: 2,
    run: ({ shopId }, signal) => sendFlowEvents(shopId, signal),
  }),
  define({
    name: "flow-sweep",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_MINUTE,
    run: async () => {
      for (const shopId of await listWaitingShops()) await enqueue("flow-send", { shopId }, { singletonKey: shopId });
    },
  }),
  define({ name: "flow-clean", payload: nothing, concurrency: 1, cron: EVERY_NIGHT, run: () => cleanFlowEvents() }),
  define({ name: "orders-load", payload: ofShop, concurrency: 2, run: ({ shopId }) => loadOrders({ shopId }) }),
  define({
    name: "orders-reconcile",
    payload: ofShop,
    concurrency: 2,
    run: ({ shopId }) => reconcileOrders({ shopId }),
  }),
  define({
    name: "orders-reconcile-all",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_HOUR,
    run: () => reconcileAllOrders(),
  }),
  define({
    name: "webhooks",
    payload: z.object({ shopDomain: z.string() }),
    concurrency: 4,
    run: (payload) => processWebhooks(payload),
  }),
  define({
    name: "webhooks-sweep",
    payload: nothing,
    concurrency: 1,
    cron: EVERY_MINUTE,
    run: () => sweepWebhooks(),
  }),
];

function define<Payload>({ payload, run, ...definition }: JobDefinition<Payload>): Job {
  return { ...definition, run: (given, signal) => run(payload.parse(given ?? {}), signal) };
}
