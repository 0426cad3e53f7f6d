import { randomUUID } from "node:crypto";
import { HELPDESKS, openHelpdesk, requireAdapter } from "../helpdesks/registry.server.ts";
import { now } from "../platform/clock.ts";
import { DecryptionError } from "../platform/crypto.server.ts";
import { releaseLease, takeLease } from "../platform/lease.server.ts";
import { log } from "../platform/log.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";

import { type Connection, findConnection } from "./connection-store.server.ts";
import { findWebhook, requireWebhook, updateWebhook } from "./helpdesk-webhook-store.server.ts";
import { openConnection } from "./token-renewal.server.ts";

const LEASE_SECONDS = 90;
/** Longest that a merchant who connects or disconnects waits for the vendor's answer. */
const PATIENCE_MS = 15_000;

/**
 * Sees to it that the vendor tells us of changes: makes the connection's address and subscribes it where the vendor has an
 * API for that. Does nothing where that is done already, where the vendor has no webhooks, or while a merchant has to
 * act first. Polling goes on whatever comes of it.
 * @throws HelpdeskError when the vendor refuses or cannot be asked
 */
export async function ensureWebhook(scope: ConnectionScope): Promise<void> {
  const claim = { shopId: scope.shopId, name: `webhook:${scope.connectionId}`, owner: randomUUID() };
  if (!(await takeLease(claim, now(), LEASE_SECONDS))) return;
  try {
    await subscribe(scope);
  } finally {
    await releaseLease(claim);
  }
}

/** As above; a failure is logged, and the nightly job tries again. */
export async function tryToEnsureWebhook(scope: ConnectionScope): Promise<void> {
  try {
    await ensureWebhook(scope);
  } catch (error) {
    log().warn({ err: error, ...scope }, "a helpdesk could not be asked to tell of changes");
  }
}

async function subscribe(scope: ConnectionScope): Promise<void> {
  const connection = await findConnection(scope);
  const webhooks = connection?.status === "active" ? findWebhooks(connection.vendor) : null;
  if (!webhooks) return;
  const { url, secret, subscriptionId } = await requireWebhook(scope, { secretIsOurs: webhooks.secretFrom === "ours" });
  if (!webhooks.subscribe || subscriptionId !== null) return;
  const opened = await openConnection(scope, { priority: "interactive", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!opened) return;
  const subscription = await webhooks.subscribe(opened.http, { url, secret: secret ?? "" });
  await updateWebhook(scope, {
    subscriptionId: subscription.subscriptionId,
    ...(subscription.secret === null ? {} : { secret: subscription.secret }),
  });
}

/** Vendors without webhooks, and connections that no adapter reads, have none. */
function findWebhooks(vendor: string) {
  return HELPDESKS.find((adapter) => adapter.vendor === vendor)?.webhooks ?? null;
}

/** What has to be ended at the vendor, read before the connection's credentials and address are forgotten. */
export interface EndedWebhook {
  connection: Connection;
  subscriptionId: string;
}

/** @returns null when the vendor holds no subscription of ours, or when what we hold of it cannot be read any more */
export async function findSubscription(scope: ConnectionScope): Promise<EndedWebhook | null> {
  try {
    const connection = await findConnection(scope);
    const webhook = await findWebhook(scope);
    if (!connection?.credentials || !webhook?.subscriptionId) return null;
    return { connection, subscriptionId: webhook.subscriptionId };
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    log().warn({ err: error, ...scope }, "a webhook cannot be ended without its credentials");
    return null;
  }
}

/** Ends the subscription. One that cannot be ended does no harm: its address is not known any more. */
export async function endSubscription({ connection, subscriptionId }: EndedWebhook): Promise<void> {
  const { vendor, account, credentials, shopId, connectionId } = connection;
  try {
    const adapter = requireAdapter(vendor);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const http = openHelpdesk(adapter, credentials, { account, signal, priority: "interactive" });
    await adapter.webhooks?.unsubscribe?.(http, subscriptionId);
  } catch (error) {
    log().info({ err: error, shopId, connectionId }, "a helpdesk's webhook could not be ended");
  }
}

/** How a connection's webhook is set up, as its page shows it. */
export interface WebhookSetup {
  /** By itself, or by hand in the vendor's settings. */
  by: "api" | "hand";
  /** Whether the vendor has been asked with success (api), or everything that we need to know is known (hand). */
  ready: boolean;
  url: string;
  /** Ours, to be copied; null where there is none to copy. */
  secret: string | null;
  /** The vendor's has to be pasted here. */
  wantsSecret: boolean;
  lastDeliveryAt: Date | null;
}

/** @returns null where the vendor has no webhooks or the connection has ended */
export async function readWebhookSetup(scope: ConnectionScope): Promise<WebhookSetup | null> {
  const connection = await findConnection(scope);
  const webhooks = connection && connection.status !== "disconnected" ? findWebhooks(connection.vendor) : null;
  if (!webhooks) return null;
  const isOurs = webhooks.secretFrom === "ours";
  const stored = await requireWebhook(scope, { secretIsOurs: isOurs });
  const byApi = webhooks.subscribe !== undefined;
  const wantsSecret = !byApi && webhooks.secretFrom === "vendor";
  return {
    by: byApi ? "api" : "hand",
    ready: byApi ? stored.subscriptionId !== null : !wantsSecret || webhooks.mayBeUnsigned || stored.secret !== null,
    url: stored.url,
    secret: !byApi && isOurs ? stored.secret : null,
    wantsSecret,
    lastDeliveryAt: stored.lastDeliveryAt,
  };
}

/** Keeps the secret that the merchant copied from the vendor's settings. */
export async function saveWebhookSecret(scope: ConnectionScope, secret: string): Promise<void> {
  const setup = await readWebhookSetup(scope);
  if (setup?.wantsSecret) await updateWebhook(scope, { secret });
}
