import { createHmac } from "node:crypto";
import type { JsonObject, SandboxClock } from "../../simulator.ts";
import { isJsonObject } from "../row-fields.ts";
import { shown } from "./chatwoot-lists.ts";
import { ACCOUNT_ID } from "./chatwoot-shapes.ts";
import type { ChatwootStore } from "./chatwoot-store.ts";

export interface Deliveries {
  conversation(event: string, conversation: JsonObject): void;
  message(event: string, message: JsonObject, conversation: JsonObject): void;
}

interface DeliveryOptions {
  store: ChatwootStore;
  clock: SandboxClock;
  accountName: string;
  send: ((request: Request) => Promise<Response>) | undefined;
}

const TYPES = ["incoming", "outgoing", "activity", "template"];

/** Posts events to whoever has subscribed to them: once, signed where the webhook has a secret. */
export function createDeliveries({ store, clock, accountName, send }: DeliveryOptions): Deliveries {
  const account = { id: ACCOUNT_ID, name: accountName };
  let count = 0;

  function deliver(event: string, payload: JsonObject): void {
    if (!send) return;
    for (const webhook of store.webhooks.values()) {
      const { url, secret, subscriptions } = webhook;
      if (!Array.isArray(subscriptions) || !subscriptions.includes(event)) continue;
      const body = JSON.stringify({ ...payload, account, event });
      count += 1;
      const headers = { "content-type": "application/json", ...signature(body, secret, count) };
      send(new Request(String(url), { method: "POST", headers, body })).then(forget, forget);
    }
  }
  function signature(body: string, secret: unknown, delivery: number): Record<string, string> {
    if (typeof secret !== "string") return {};
    const timestamp = String(Math.floor(clock().getTime() / 1000));
    const digest = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
    return {
      "x-chatwoot-signature": `sha256=${digest}`,
      "x-chatwoot-timestamp": timestamp,
      "x-chatwoot-delivery": `delivery-${delivery}`,
    };
  }
  return {
    conversation: (event, conversation) => deliver(event, shown(conversation, store)),
    message: (event, message, conversation) =>
      deliver(event, {
        ...message,
        created_at: new Date(Number(message.created_at) * 1000).toISOString(),
        message_type: TYPES[Number(message.message_type)],
        conversation: shown(conversation, store),
        inbox: { id: conversation.inbox_id, name: inboxNameOf(conversation) },
      }),
  };
}

function inboxNameOf({ meta }: JsonObject): string {
  return isJsonObject(meta) ? String(meta.channel ?? "") : "";
}

/** What is not delivered at once is lost: the vendor never tries again. */
function forget(): void {
  return;
}
