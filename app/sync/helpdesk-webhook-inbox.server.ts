import { HELPDESKS } from "../helpdesks/registry.server.ts";
import type { WebhookDelivery, Webhooks } from "../helpdesks/webhooks.ts";
import { now } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.server.ts";
import { queue } from "../platform/queue.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { listConnectionsOfAccount } from "./connection-store.server.ts";
import { enqueueSync } from "./enqueue-jobs.server.ts";
import { proofOf } from "./helpdesk-webhook-proof.ts";
import { findAddressedWebhook, noteDelivery } from "./helpdesk-webhook-store.server.ts";
import { saveHints } from "./hint-store.server.ts";
import { oauthAppOf } from "./sign-in-tokens.server.ts";
import { parseJson, readBody } from "./webhook-body.server.ts";

/** More tickets than a vendor puts into one delivery. */
const MOST_TICKETS = 1_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Takes in a helpdesk's webhook at a connection's own address. Whatever it says, it only names tickets to read again:
 * they are stored together with the job that reads them. The vendor is not asked anything here.
 * @returns 200 when stored (again); 405, 413; 404 for an address that is not, or no more, a connection's; 401 for a
 *   missing or wrong signature; 400 for what is no delivery of the vendor
 */
export async function receiveHelpdeskWebhook(
  request: Request,
  address: { shopId: string | undefined; connectionId: string | undefined; token: string | undefined },
): Promise<Response> {
  const delivery = await deliveryOf(request);
  if (delivery instanceof Response) return delivery;
  const { shopId = "", connectionId = "", token = "" } = address;
  if (!UUID.test(shopId) || !UUID.test(connectionId)) return refuse(404, "There is nothing at this address.");
  const scope = { shopId, connectionId };
  const webhook = await findAddressedWebhook(scope, token);
  const webhooks = webhook && webhooksOf(webhook.vendor);
  if (!webhook || !webhooks) return refuse(404, "There is nothing at this address.");
  const proof = proofOf(webhooks, delivery, webhook);
  if (proof === "wrong") return refuse(401, "The signature is missing or wrong.");
  const ticketIds = ticketIdsOf(webhooks, parseJson(delivery.body));
  if (!ticketIds) return refuse(400, "This is no webhook of the helpdesk.");
  await store([scope], ticketIds, proof === "signed");
  return new Response(null, { status: 200 });
}

/**
 * Takes in a webhook at the one address that all accounts of our registered app share. It is signed with the app's own
 * secret and reaches every connection of its account, in whichever shops.
 * @returns as above; 404 also where our app is not registered with the vendor
 */
export async function receiveAppWebhook(request: Request, vendor: string | undefined): Promise<Response> {
  const delivery = await deliveryOf(request);
  if (delivery instanceof Response) return delivery;
  const webhooks = webhooksOf(vendor ?? "");
  const app = oauthAppOf(vendor ?? "");
  if (!webhooks?.accountIn || !app) return refuse(404, "There is nothing at this address.");
  if (!webhooks.isSigned(delivery) || !webhooks.verify(delivery, app.clientSecret))
    return refuse(401, "The signature is missing or wrong.");
  const body = parseJson(delivery.body);
  const ticketIds = ticketIdsOf(webhooks, body);
  if (!ticketIds) return refuse(400, "This is no webhook of the helpdesk.");
  const account = webhooks.accountIn(body);
  if (account !== null) await store(await listConnectionsOfAccount(vendor ?? "", account), ticketIds, true);
  return new Response(null, { status: 200 });
}

async function deliveryOf(request: Request): Promise<WebhookDelivery | Response> {
  if (request.method !== "POST") return refuse(405, "Webhooks come by POST.");
  const body = await readBody(request);
  return body ? { headers: request.headers, body, receivedAt: now() } : refuse(413, "The body is too long.");
}

function webhooksOf(vendor: string): Webhooks | null {
  return HELPDESKS.find((adapter) => adapter.vendor === vendor)?.webhooks ?? null;
}

function ticketIdsOf(webhooks: Webhooks, body: unknown): string[] | null {
  const ids = body === undefined ? null : webhooks.ticketIdsIn(body);
  const areIds = ids?.every((id) => /^[\x21-\x7e]{1,200}$/.test(id)) ?? false;
  return ids && areIds && ids.length <= MOST_TICKETS ? ids : null;
}

async function store(scopes: readonly ConnectionScope[], ticketIds: readonly string[], signed: boolean): Promise<void> {
  await queue();
  for (const scope of scopes) {
    await inTransaction(async (tx) => {
      await noteDelivery(tx, scope, { signed });
      if (ticketIds.length === 0) return;
      await saveHints(tx, scope, { ticketIds, reason: "webhook", now: now() });
      await enqueueSync(scope, 0, tx);
    });
  }
}

function refuse(status: number, reason: string): Response {
  return new Response(`${reason}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
