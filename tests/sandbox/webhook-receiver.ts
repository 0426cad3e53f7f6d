import { isObject, textAt } from "./shopify/values.ts";
import type { JsonObject, SandboxClock, Simulator } from "./simulator.ts";

/** Host of the messaging service's incoming webhooks, which the receiver plays. */
export const WEBHOOK_HOST = "hooks.slack.com";
/** A path as that service gives out; any other is unknown to it. */
export const WEBHOOK_PATH = "/services/T0SANDBOX/B0SANDBOX/deskworthsandbox";
const MOST_KEPT = 500;

export interface WebhookPost {
  url: string;
  /** ISO 8601. */
  receivedAt: string;
  body: JsonObject;
}

export interface WebhookReceiver extends Simulator {
  readonly posts: readonly WebhookPost[];
  /** The next posts (one, unless `times` says more) are answered with this status and not kept. */
  failNext(status: number, times?: number): void;
}

/**
 * Plays the incoming webhooks of a messaging service (api.slack.com, "Sending messages using incoming webhooks"): JSON with
 * a text by POST is answered "ok", and the refusals bear the service's names.
 */
export function makeWebhookReceiver(clock: SandboxClock): WebhookReceiver {
  const posts: WebhookPost[] = [];
  const failures: number[] = [];
  const handle = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const failure = failures.shift();
    if (failure !== undefined) return text("server_error", failure);
    if (request.method !== "POST") return text("invalid_method", 405);
    if (url.pathname !== WEBHOOK_PATH) return text("no_service", 404);
    const body: unknown = await request.json().catch(() => null);
    if (!isObject(body)) return text("invalid_payload", 400);
    if (textAt(body, "text") === null && !Array.isArray(body.blocks)) return text("no_text", 400);
    posts.push({ url: request.url, receivedAt: clock().toISOString(), body });
    if (posts.length > MOST_KEPT) posts.shift();
    return text("ok", 200);
  };
  return {
    name: "webhook receiver",
    owns: (host) => host === WEBHOOK_HOST,
    handle,
    posts,
    failNext: (status, times = 1) => {
      for (let left = times; left > 0; left -= 1) failures.push(status);
    },
  };
}

function text(body: string, status: number): Response {
  return new Response(body, { status, headers: { "content-type": "text/plain" } });
}
