import { HelpdeskError } from "../helpdesks/helpdesk-error.ts";
import { createPublicFetch } from "../helpdesks/public-fetch.server.ts";
import type { AlertMessage } from "./alert.ts";

/** - `forbidden`: leads into a private network. `refused`: the same again would be refused again. `unavailable`: passes. */
export type WebhookErrorKind = "forbidden" | "refused" | "unavailable";

/** Nothing could be posted. The message holds no address: whoever knows it can post there. */
export class WebhookError extends Error {
  readonly kind: WebhookErrorKind;

  constructor(kind: WebhookErrorKind, why: string) {
    super(`The webhook took nothing: ${why}`);
    this.name = "WebhookError";
    this.kind = kind;
  }
}

const TIMEOUT_MS = 15_000;
const publicFetch = createPublicFetch();

/** Posts a message to an address on the public internet; redirects are not followed. @throws WebhookError */
export async function sendWebhook(
  url: string,
  { webhook }: AlertMessage,
  send: typeof fetch = publicFetch,
): Promise<void> {
  const answer = await post(url, JSON.stringify(webhook), send);
  await answer.body?.cancel();
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  throw new WebhookError(status >= 500 || status === 429 || status === 408 ? "unavailable" : "refused", `${status}`);
}

async function post(url: string, body: string, send: typeof fetch): Promise<Response> {
  try {
    const headers = { "Content-Type": "application/json" };
    return await send(url, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw isForbidden(error)
      ? new WebhookError("forbidden", "private network")
      : new WebhookError("unavailable", "no answer");
  }
}

function isForbidden(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error instanceof HelpdeskError && error.kind === "forbidden-address") || isForbidden(error.cause);
}
