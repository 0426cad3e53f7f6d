import { readJson } from "./answer-body.server.ts";
import { HelpdeskError } from "./helpdesk-error.ts";
import type { Json } from "./json.ts";
import type { Outcome } from "./limiter-state.ts";
import type { RateBudget } from "./rate-budget.ts";

/** One request to be answered, as often as it has to be tried. */
export interface Question {
  method: "GET" | "POST" | "DELETE";
  url: URL;
  body: Json | undefined;
}

export interface HelpdeskAnswer {
  json: unknown;
  headers: Headers;
  status: number;
}

/** How a request is sent, and for how long its answer is waited for. */
export interface Sending {
  /** Sent with each request; never part of any message. */
  headers: Record<string, string>;
  rateBudgets(path: string, headers: Headers, now: Date): RateBudget[];
  fetch: typeof fetch;
  now: () => Date;
  signal: AbortSignal | undefined;
  /** Milliseconds until the headers, and until the end of the body. */
  timeouts: { headers: number; body: number };
}

/**
 * Sends one request once and reads its answer. `tell` hears what the answer's headers say as soon as they are there, or
 * that there was none, whatever becomes of the rest.
 * @throws HelpdeskError, or the reason of the caller's signal
 */
export async function attempt(
  sending: Sending,
  question: Question,
  tell: (outcome: Outcome) => Promise<void>,
): Promise<HelpdeskAnswer> {
  const asked = `${question.method} ${question.url.pathname}`;
  const path = question.url.pathname;
  const timeout = new AbortController();
  const expire = () => timeout.abort(new HelpdeskError("timeout", `No answer in time to ${asked}`, { path }));
  const timers = [setTimeout(expire, sending.timeouts.body), setTimeout(expire, sending.timeouts.headers)];
  const signal = sending.signal ? AbortSignal.any([timeout.signal, sending.signal]) : timeout.signal;
  try {
    const response = await responseTo(sending, question, { signal, tell });
    clearTimeout(timers[1]);
    const { status, headers } = response;
    refuse(response, asked, { path, now: sending.now() });
    return { json: await unlessAborted(readJson(response, path), signal), headers, status };
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

async function responseTo(
  sending: Sending,
  question: Question,
  { signal, tell }: { signal: AbortSignal; tell: (outcome: Outcome) => Promise<void> },
): Promise<Response> {
  const response = await unlessAborted(send(sending, question, signal), signal).catch(async (error: unknown) => {
    await tell({ budgets: [], status: null, retryAfterSeconds: null, failed: isHelpdesksFault(error) });
    throw error;
  });
  const { status, headers } = response;
  const now = sending.now();
  const budgets = sending.rateBudgets(question.url.pathname, headers, now);
  await tell({ budgets, status, retryAfterSeconds: retryAfterSecondsOf(headers, now), failed: status >= 500 });
  return response;
}

function isHelpdesksFault(error: unknown): boolean {
  return error instanceof HelpdeskError && (error.kind === "unavailable" || error.kind === "timeout");
}

async function send(sending: Sending, { method, url, body }: Question, signal: AbortSignal): Promise<Response> {
  const content = body === undefined ? {} : { "content-type": "application/json" };
  const headers = { accept: "application/json", ...content, ...sending.headers };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    return await sending.fetch(url, { method, headers, redirect: "manual", signal, ...text });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw unreached(cause, `${method} ${url.pathname}`, url.pathname);
  }
}

function unreached(error: unknown, asked: string, path: string): HelpdeskError {
  const causes = causesOf(error);
  const refusal = causes.find((cause) => cause instanceof HelpdeskError);
  if (refusal) return refusal;
  const kind = causes.some(isUnknownHost) ? "wrong-account" : "unavailable";
  return new HelpdeskError(kind, `Could not reach the helpdesk for ${asked}`, { path, cause: error });
}

/** An error and what led to it; fetch wraps what the socket says. */
function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (
    let cause = error;
    cause !== undefined && causes.length < 5;
    cause = cause instanceof Error ? cause.cause : undefined
  )
    causes.push(cause);
  return causes;
}

/** The resolver says for certain that there is no such host; a resolver that is down says something else. */
function isUnknownHost(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOTFOUND";
}

/** Turns every answer that is not a success into an error that says what the caller can do about it. */
function refuse(response: Response, asked: string, { path, now }: { path: string; now: Date }): void {
  const { status } = response;
  if (status >= 200 && status < 300) return;
  response.body?.cancel().catch(leaveBroken);
  const message = `The helpdesk answered ${status} to ${asked}`;
  const details = { status, path, retryAfterSeconds: retryAfterSecondsOf(response.headers, now) };
  if (status < 400) throw new HelpdeskError("redirected", message, details);
  if (status === 401) throw new HelpdeskError("unauthorised", message, details);
  if (status === 403) throw new HelpdeskError("forbidden", message, details);
  if (status === 404 || status === 410) throw new HelpdeskError("not-found", message, details);
  if (status === 429) throw new HelpdeskError("rate-limited", message, details);
  if (status === 408 || status === 425 || status >= 500) throw new HelpdeskError("unavailable", message, details);
  throw new HelpdeskError("bad-response", message, details);
}

/** The answer has been refused already; that its body breaks while it is dropped changes nothing. */
function leaveBroken(): void {
  return;
}

function retryAfterSecondsOf(headers: Headers, now: Date): number | null {
  const text = (headers.get("retry-after") ?? headers.get("x-ratelimit-retry-after"))?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** A reader that does not listen to the signal must not keep us waiting. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}
