import { createHmac } from "node:crypto";
import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import { isJsonObject } from "../row-fields.ts";
import { badParameter, helpscoutError } from "./helpscout-paging.ts";

interface Subscription {
  id: number;
  url: string;
  events: string[];
  secret: string;
  label: string | null;
}

export interface HelpscoutWebhooks {
  list(): JsonObject[];
  /** The id of the new subscription. */
  create(body: unknown): number;
  /** False when there is none. */
  remove(id: string): boolean;
  /** Sends the body to everybody who has subscribed to the event. */
  tell(event: string, body: JsonObject): void;
}

const KNOWN_EVENTS = [
  ...["convo.assigned", "convo.created", "convo.deleted", "convo.merged", "convo.moved", "convo.status", "convo.tags"],
  ...["convo.custom-fields", "convo.customer.reply.created", "convo.agent.reply.created", "convo.note.created"],
  ...["customer.created", "customer.updated", "customer.deleted", "satisfaction.ratings"],
  ...["beacon.chat.created", "beacon.chat.customer.replied", "tag.created", "tag.updated", "tag.deleted"],
];
const LONGEST_SECRET = 40;

/** Keeps who has subscribed to what. Deliveries are signed with HMAC-SHA1 and sent once; `send` says where they go. */
export function createWebhooks(send: ((request: Request) => Promise<Response>) | undefined): HelpscoutWebhooks {
  const subscriptions = new Map<number, Subscription>();
  let nextId = 5_001;
  return {
    list: () => [...subscriptions.values()].map(({ secret: _secret, ...told }) => ({ ...told, state: "enabled" })),
    create(body) {
      const id = nextId;
      nextId += 1;
      subscriptions.set(id, { id, ...subscriptionIn(body) });
      return id;
    },
    remove: (id) => subscriptions.delete(Number(id)),
    tell(event, body) {
      const text = JSON.stringify(body);
      for (const subscription of subscriptions.values())
        if (subscription.events.includes(event)) send?.(deliveryOf(subscription, event, text)).catch(giveUp);
    },
  };
}

/** Nobody in the sandbox waits for a delivery that did not arrive; the vendor's own retries are not simulated. */
function giveUp(): void {
  return;
}

function deliveryOf({ url, secret }: Subscription, event: string, text: string): Request {
  const headers = {
    "content-type": "application/json",
    "x-helpscout-event": event,
    "x-helpscout-signature": createHmac("sha1", secret).update(text).digest("base64"),
  };
  return new Request(url, { method: "POST", headers, body: text });
}

function subscriptionIn(body: unknown): Omit<Subscription, "id"> {
  const fields = isJsonObject(body) ? body : {};
  const { url, events, secret, label } = fields;
  if (typeof url !== "string" || !URL.canParse(url)) throw badParameter("url", String(url));
  if (typeof secret !== "string" || secret === "" || secret.length > LONGEST_SECRET)
    throw new Refusal(
      400,
      helpscoutError("Bad request", [{ path: "secret", message: "is not valid", source: "JSON" }]),
    );
  const wanted = Array.isArray(events) ? events.map(String) : [];
  const strange = wanted.find((event) => !KNOWN_EVENTS.includes(event));
  if (wanted.length === 0 || strange !== undefined) throw badParameter("events", strange ?? "");
  return { url, events: wanted, secret, label: typeof label === "string" ? label : null };
}
