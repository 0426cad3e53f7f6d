import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { now } from "../platform/clock.ts";
import { readJson } from "./answer-body.server.ts";
import { HelpdeskError, type HelpdeskErrorKind } from "./helpdesk-error.ts";
import type { RateBudget } from "./rate-budget.ts";
import { createRequestPacer, type RequestPacer } from "./request-pacer.ts";

export type QueryValue = string | number | boolean | readonly string[] | null | undefined;

export interface HelpdeskAnswer {
  json: unknown;
  headers: Headers;
  status: number;
}

/** A helpdesk's API at one origin with one account's credentials. */
export interface HelpdeskHttp {
  readonly origin: string;
  /**
   * Reads JSON from `path` of the origin. Null and undefined parameters are left out; an array is sent as the same
   * parameter several times. Waits for the vendor's limits and tries again what passes by itself.
   * @throws HelpdeskError
   */
  get(path: string, params?: Record<string, QueryValue>): Promise<HelpdeskAnswer>;
}

export interface HelpdeskHttpOptions {
  origin: string;
  /** Sent with each request; never part of any message. */
  headers: Record<string, string>;
  rateBudgets(path: string, headers: Headers): RateBudget[];
  fetch?: typeof fetch;
  sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  now?: () => Date;
  /** Ends waiting and reading at once; what is thrown then is the signal's reason. */
  signal?: AbortSignal;
  /** Milliseconds; 30 s until the headers and 60 s until the end of the body unless given. */
  timeouts?: { headers: number; body: number };
}

const MOST_ATTEMPTS = 5;
const PASSING: readonly HelpdeskErrorKind[] = ["rate-limited", "unavailable", "timeout", "not-json"];
/** Longer than this a worker neither waits nor tries: the job goes back into the queue. */
const LONGEST_WAIT_SECONDS = 60;
const FIRST_BACKOFF_MILLISECONDS = 500;

interface Connection extends Required<Omit<HelpdeskHttpOptions, "signal">> {
  signal: AbortSignal | undefined;
  pacer: RequestPacer;
  /** By path: what was asked last, and a digest of what came. */
  lastAnswers: Map<string, { search: string; digest: string }>;
}

/** An HTTP client for one helpdesk account. It never follows a redirect and never leaves its origin. */
export function createHelpdeskHttp(options: HelpdeskHttpOptions): HelpdeskHttp {
  const connection: Connection = {
    fetch: globalThis.fetch,
    sleep,
    now,
    timeouts: { headers: 30_000, body: 60_000 },
    ...options,
    signal: options.signal,
    pacer: createRequestPacer(),
    lastAnswers: new Map(),
  };
  return {
    origin: options.origin,
    get: async (path, params = {}) => getAnswerOfItsOwn(connection, urlOf(options.origin, path, params)),
  };
}

function urlOf(origin: string, path: string, params: Record<string, QueryValue>): URL {
  const url = path.startsWith("/") ? URL.parse(path, origin) : null;
  if (url === null || url.origin !== origin || url.search !== "")
    throw new HelpdeskError("bad-response", "The path does not lie on the helpdesk's own origin");
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined) continue;
    for (const single of typeof value === "object" ? value : [String(value)]) url.searchParams.append(name, single);
  }
  return url;
}

/**
 * Another question that gets the very answer of the one before is asked once more: a page repeated by accident would
 * otherwise pass for the end of a list. An answer that stays the same is taken, as two questions may have one answer.
 */
async function getAnswerOfItsOwn(connection: Connection, url: URL): Promise<HelpdeskAnswer> {
  const { pathname, search } = url;
  const answer = await getPatiently(connection, url);
  if (search === "") return answer;
  const digest = digestOf(answer.json);
  const last = connection.lastAnswers.get(pathname);
  connection.lastAnswers.set(pathname, { search, digest });
  if (last?.digest !== digest || last.search === search) return answer;
  const again = await getPatiently(connection, url);
  connection.lastAnswers.set(pathname, { search, digest: digestOf(again.json) });
  return again;
}

function digestOf(json: unknown): string {
  return createHash("sha1").update(JSON.stringify(json)).digest("base64");
}

async function getPatiently(connection: Connection, url: URL): Promise<HelpdeskAnswer> {
  let startedAt: number | null = null;
  for (let attempt = 1; ; attempt += 1) {
    await takeTurn(connection, url.pathname);
    startedAt ??= connection.now().getTime();
    try {
      return await getOnce(connection, url);
    } catch (error) {
      if (!(error instanceof HelpdeskError) || attempt === MOST_ATTEMPTS || !PASSING.includes(error.kind)) throw error;
      const pause = pauseAfter(error, attempt);
      if (connection.now().getTime() - startedAt + pause > LONGEST_WAIT_SECONDS * 1000) throw error;
      await connection.sleep(pause, connection.signal);
    }
  }
}

async function takeTurn({ pacer, now: clock, sleep: rest, signal }: Connection, path: string): Promise<void> {
  for (;;) {
    const milliseconds = pacer.waitFor(path, clock().getTime());
    if (milliseconds === 0) break;
    const retryAfterSeconds = Math.ceil(milliseconds / 1000);
    if (retryAfterSeconds > LONGEST_WAIT_SECONDS)
      throw new HelpdeskError("rate-limited", "The helpdesk's limit is used up", { path, retryAfterSeconds });
    await rest(milliseconds, signal);
  }
  pacer.reserve(path, clock().getTime());
}

/** Milliseconds; exponential with jitter, so that workers that failed together do not come back together. */
function pauseAfter(error: HelpdeskError, attempt: number): number {
  const backoff = FIRST_BACKOFF_MILLISECONDS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  return Math.ceil(Math.max(backoff, (error.retryAfterSeconds ?? 0) * 1000));
}

async function getOnce(connection: Connection, url: URL): Promise<HelpdeskAnswer> {
  const path = url.pathname;
  const timeout = new AbortController();
  const expire = () => timeout.abort(new HelpdeskError("timeout", `No answer in time to GET ${path}`, { path }));
  const bodyTimer = setTimeout(expire, connection.timeouts.body);
  const headersTimer = setTimeout(expire, connection.timeouts.headers);
  const signal = connection.signal ? AbortSignal.any([timeout.signal, connection.signal]) : timeout.signal;
  try {
    const response = await unlessAborted(send(connection, url, signal), signal);
    clearTimeout(headersTimer);
    connection.pacer.learn(path, connection.rateBudgets(path, response.headers), connection.now().getTime());
    refuse(response, path, connection.now());
    return {
      json: await unlessAborted(readJson(response, path), signal),
      headers: response.headers,
      status: response.status,
    };
  } finally {
    clearTimeout(headersTimer);
    clearTimeout(bodyTimer);
  }
}

async function send(connection: Connection, url: URL, signal: AbortSignal): Promise<Response> {
  try {
    const headers = { accept: "application/json", ...connection.headers };
    return await connection.fetch(url, { headers, redirect: "manual", signal });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    const kind = isUnknownHost(cause) ? "wrong-account" : "unavailable";
    throw new HelpdeskError(kind, `Could not reach the helpdesk for GET ${url.pathname}`, {
      path: url.pathname,
      cause,
    });
  }
}

/** The resolver says for certain that there is no such host; a resolver that is down says something else. */
function isUnknownHost(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause && cause.code === "ENOTFOUND";
}

/** Turns every answer that is not a success into an error that says what the caller can do about it. */
function refuse(response: Response, path: string, now: Date): void {
  const { status } = response;
  if (status >= 200 && status < 300) return;
  response.body?.cancel().catch(leaveBroken);
  const message = `The helpdesk answered ${status} to GET ${path}`;
  const details = { status, path, retryAfterSeconds: retryAfterSecondsOf(response.headers, now) };
  if (status < 400) throw new HelpdeskError("redirected", message, details);
  if (status === 401) throw new HelpdeskError("unauthorised", message, details);
  if (status === 403) throw new HelpdeskError("forbidden", message, details);
  if (status === 404) throw new HelpdeskError("not-found", message, details);
  if (status === 429) throw new HelpdeskError("rate-limited", message, details);
  if (status === 408 || status === 425 || status >= 500) throw new HelpdeskError("unavailable", message, details);
  throw new HelpdeskError("bad-response", message, details);
}

/** The answer has been refused already; that its body breaks while it is dropped changes nothing. */
function leaveBroken(): void {
  return;
}

function retryAfterSecondsOf(headers: Headers, now: Date): number | null {
  const text = headers.get("retry-after")?.trim();
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

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(milliseconds, undefined, signal ? { signal } : {});
}
