import { createHash, createHmac } from "node:crypto";
import type { JsonObject, SandboxClock } from "../../simulator.ts";
import { idOf, isJsonObject, textOf } from "../row-fields.ts";
import type { ZendeskActions } from "./zendesk-actions.ts";
import type { ZendeskCall } from "./zendesk-call.ts";
import { recordNotFound, zendeskError } from "./zendesk-paging.ts";
import type { ZendeskStore } from "./zendesk-store.ts";

/** Adds a webhook. To be told events it has to take JSON by POST. */
export function createWebhook({ body, store, now }: ZendeskCall): JsonObject {
  const given = isJsonObject(body) && isJsonObject(body.webhook) ? body.webhook : null;
  const subscriptions = Array.isArray(given?.subscriptions) ? given.subscriptions.map(String) : [];
  const isWhole =
    given && ["name", "endpoint", "http_method", "request_format", "status"].every((name) => textOf(given, name));
  if (!isWhole || !isAddress(textOf(given, "endpoint") ?? ""))
    throw zendeskError(400, "InvalidWebhook", "A mandatory property is missing or malformed");
  const takesEvents = given.http_method === "POST" && given.request_format === "json";
  if (!takesEvents || subscriptions.some((type) => !type.startsWith("zen:event-type:")))
    throw zendeskError(400, "InvalidWebhook", "Event subscriptions need POST, json and known event types");
  const at = now.toISOString().replace(/\.\d+/, "");
  const id = ulidOf(store.nextId());
  const webhook: JsonObject = { id, ...given, subscriptions, created_at: at, updated_at: at, created_by: "-1" };
  store.webhooks.push({ ...webhook, secret: createHash("sha256").update(`${id} ${at}`).digest("base64") });
  return { webhook };
}

export function showWebhook(call: ZendeskCall): JsonObject {
  const { secret: _secret, ...webhook } = webhookIn(call);
  return { webhook };
}

export function deleteWebhook(call: ZendeskCall): JsonObject {
  call.store.webhooks.splice(call.store.webhooks.indexOf(webhookIn(call)), 1);
  return {};
}

export function showSigningSecret(call: ZendeskCall): JsonObject {
  return { signing_secret: { algorithm: "SHA256", secret: webhookIn(call).secret } };
}

function webhookIn({ id, store }: ZendeskCall): JsonObject {
  const webhook = store.webhooks.find((candidate) => candidate.id === id);
  if (!webhook) throw recordNotFound();
  return webhook;
}

/** The vendor wants https; the sandbox's own app has only a loopback address. */
function isAddress(url: string): boolean {
  return /^https:\/\//.test(url) || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);
}

function ulidOf(number: number): string {
  return `01${number
    .toString(32)
    .toUpperCase()
    .replaceAll(/[ILOU]/g, "Z")
    .padStart(24, "0")}`;
}

interface Desk {
  store: ZendeskStore;
  clock: SandboxClock;
  send: ((request: Request) => Promise<Response>) | undefined;
}

/** The actions, each of which also tells the webhooks. The vendor has no event for a rating. */
export function tellWebhooks(actions: ZendeskActions, desk: Desk): ZendeskActions {
  const tell = (event: string, ticketId: number | string) => {
    for (const webhook of desk.store.webhooks)
      post(desk, webhook, { type: `zen:event-type:ticket.${event}`, ticketId });
  };
  const setStatus: ZendeskActions["setStatus"] = (ticketId, status, actor) => {
    actions.setStatus(ticketId, status, actor);
    tell("status_changed", ticketId);
  };
  return {
    ...actions,
    setStatus,
    addTicket: (ticket) => {
      const added = actions.addTicket(ticket);
      tell("created", idOf(added));
      return added;
    },
    addMessage: (ticketId, message) => {
      const added = actions.addMessage(ticketId, message);
      tell("comment_added", ticketId);
      return added;
    },
    closeTicket: (ticketId, actor) => setStatus(ticketId, "solved", actor),
    reopenTicket: (ticketId, actor) => setStatus(ticketId, "open", actor),
    deleteTicket: (ticketId) => {
      actions.deleteTicket(ticketId);
      tell("soft_deleted", ticketId);
    },
    mergeTicket: (ticketId, intoTicketId, agentId) => {
      actions.mergeTicket(ticketId, intoTicketId, agentId);
      tell("merged", ticketId);
    },
  };
}

/** Signed over the time as it stands in its header, followed by the body. */
function post(desk: Desk, webhook: JsonObject, told: { type: string; ticketId: number | string }): void {
  const { subscriptions } = webhook;
  const isWanted = Array.isArray(subscriptions) && subscriptions.includes(told.type);
  if (!desk.send || !isWanted || webhook.status !== "active") return;
  const time = desk.clock().toISOString().replace(/\.\d+/, "");
  const ticket = desk.store.tickets.get(String(told.ticketId)) ?? {};
  const { id, status, created_at, updated_at, via } = ticket;
  const body = JSON.stringify({
    ...{ account_id: 1_234_567, id: `event-${desk.store.nextId()}`, subject: `zen:ticket:${told.ticketId}`, time },
    ...{ type: told.type, event: {}, zendesk_event_version: "2022-11-06" },
    detail: { id: String(id), status: String(status).toUpperCase(), created_at, updated_at, via },
  });
  const signature = createHmac("sha256", String(webhook.secret)).update(time).update(body).digest("base64");
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "x-zendesk-account-id": "1234567",
    "x-zendesk-webhook-id": String(webhook.id),
    "x-zendesk-webhook-signature": signature,
    "x-zendesk-webhook-signature-timestamp": time,
  };
  const request = new Request(textOf(webhook, "endpoint") ?? "", { method: "POST", headers, body });
  // Whoever does not answer is told again with the next change.
  desk.send(request).catch(() => undefined);
}
