import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AdminApiError, adminQuery } from "../platform/admin-graphql.server.ts";
import { now } from "../platform/clock.ts";
import { releaseLease, takeLease } from "../platform/lease.server.ts";
import { log } from "../platform/log.server.ts";
import { findInstalledShop } from "../platform/shop-store.server.ts";
import { FLOW_TRIGGER } from "./flow.graphql.ts";
import {
  deleteOldEvents,
  dropOldEvents,
  listWaitingEvents,
  markSent,
  markUnsent,
  type WaitingEvent,
} from "./flow-event-store.server.ts";

const HOUR_MS = 3_600_000;
/** A workflow that answers to something of yesterday does more harm than none. */
const LATEST_HOURS = 24;
const KEPT_DAYS = 30;
/** Sent by one job; the next sweep takes what is left. */
const EVENTS_A_JOB = 500;
/** Longer than one event may take with all its attempts. */
const LEASE_SECONDS = 180;
const ATTEMPTS = 3;

const answerSchema = z.object({
  flowTriggerReceive: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
});

/**
 * Job `flow-send`: tells Shopify Flow what waits of a shop, in the order in which it happened. What Shopify refuses is not
 * tried again; what happened more than 24 hours ago is not sent at all. While the app is signed out events wait. A process
 * that dies between sending and noting it sends once more: Flow has no way to be told that something is a repetition.
 * @throws AdminApiError when trying again may help
 */
export async function sendFlowEvents(shopId: string, signal?: AbortSignal): Promise<void> {
  const shop = await findInstalledShop(shopId);
  if (!shop) return;
  await dropOldEvents(new Date(now().getTime() - LATEST_HOURS * HOUR_MS), shopId);
  const claim = { shopId, name: "flow-send", owner: randomUUID() };
  if (!(await takeLease(claim, now(), LEASE_SECONDS))) return;
  try {
    for (const event of await listWaitingEvents(shopId, EVENTS_A_JOB)) {
      if (signal?.aborted || !(await takeLease(claim, now(), LEASE_SECONDS))) return;
      if ((await send(shop, event)) === "signed-out") return;
    }
  } finally {
    await releaseLease(claim);
  }
}

/** Job `flow-clean`, every night: gives up on what waits for too long in any shop, and deletes what is 30 days old. */
export async function cleanFlowEvents(): Promise<void> {
  await dropOldEvents(new Date(now().getTime() - LATEST_HOURS * HOUR_MS), null);
  await deleteOldEvents(new Date(now().getTime() - KEPT_DAYS * 24 * HOUR_MS));
}

async function send(
  { shopId, domain }: { shopId: string; domain: string },
  { eventKey, readable }: WaitingEvent,
): Promise<"done" | "signed-out"> {
  if (!readable) return settled(markUnsent(shopId, eventKey, "unreadable"));
  try {
    const { handle, payload } = readable;
    const query = { document: FLOW_TRIGGER, variables: { handle, payload }, schema: answerSchema, attempts: ATTEMPTS };
    const { flowTriggerReceive } = await adminQuery(domain, query);
    const errors = flowTriggerReceive?.userErrors ?? [];
    if (errors.length === 0) return settled(markSent(shopId, eventKey, now()));
    log().warn({ shopId, eventKey, errors: errors.map(({ message }) => message) }, "Flow refused an event");
    return settled(markUnsent(shopId, eventKey, "refused"));
  } catch (error) {
    if (!(error instanceof AdminApiError)) throw error;
    if (error.kind === "signed-out") return "signed-out";
    if (error.kind !== "unexpected" && error.kind !== "access-denied") throw error;
    log().warn({ err: error, shopId, eventKey }, "an event could not be sent to Flow");
    return settled(markUnsent(shopId, eventKey, error.kind));
  }
}

async function settled(write: Promise<void>): Promise<"done"> {
  await write;
  return "done";
}
