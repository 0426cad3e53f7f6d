import { createHash } from "node:crypto";
import { now } from "../platform/clock.ts";
import { HelpdeskError, passesByItself } from "./helpdesk-error.ts";
import { attempt, type HelpdeskAnswer, type Question, type Sending } from "./http-attempt.server.ts";
import { LONGEST_WAIT_SECONDS, rest, type Sleep, sleep, takeTurn, type Waiting } from "./http-turn.server.ts";
import type { Json } from "./json.ts";
import { createLimiter, type Limiter } from "./limiter.ts";
import type { Priority } from "./limiter-state.ts";
import { helpdeskFetch } from "./public-fetch.server.ts";

export type { HelpdeskAnswer } from "./http-attempt.server.ts";

export type QueryValue = string | number | boolean | readonly string[] | null | undefined;
type Params = Record<string, QueryValue>;

/** A helpdesk's API at one origin with one account's credentials. Any number of requests may be under way at once. */
export interface HelpdeskHttp {
  readonly origin: string;
  /**
   * Reads JSON from `path` of the origin. Null and undefined parameters are left out; an array is sent as the same
   * parameter several times. Waits for the vendor's limits and tries again what passes by itself.
   * @throws HelpdeskError
   * @throws UrgentWorkError when a wait was ended because something is to be done first
   */
  get(path: string, params?: Params): Promise<HelpdeskAnswer>;
  /**
   * Sends JSON. Tried again exactly as a reading request is, so it must change nothing when it is done twice: searches,
   * and subscriptions that replace themselves.
   * @throws HelpdeskError
   */
  post(path: string, body: Json): Promise<HelpdeskAnswer>;
  /** Deletes what lies at the path. @throws HelpdeskError `not-found` when it is gone already */
  delete(path: string): Promise<HelpdeskAnswer>;
  /** The same account and limits for work of another kind. */
  withPriority(priority: Priority): HelpdeskHttp;
}

export interface HelpdeskHttpOptions
  extends Pick<Sending, "headers" | "rateBudgets">,
    Partial<Pick<Sending, "fetch" | "now" | "timeouts">> {
  /** Start of every address; all requests stay under it. */
  baseUrl: string;
  /** "interactive" unless given. */
  priority?: Priority;
  /** One of its own unless given, which then knows nothing of other clients of the account. */
  limiter?: Limiter;
  /**
   * Asked before and in every second of a longer wait of history or changes; when true, the wait ends with an
   * `UrgentWorkError`.
   */
  urgent?: () => Promise<boolean>;
  sleep?: Sleep;
  /** Ends waiting and reading at once; what is thrown then is the signal's reason. */
  signal?: AbortSignal;
}

const MOST_ATTEMPTS = 5;
const FIRST_BACKOFF_MILLISECONDS = 500;
/** Paths whose last answer is remembered. */
const MOST_LAST_ANSWERS = 64;

interface Connection extends Sending, Waiting {
  base: URL;
  /** By path: what was asked last, and a digest of what came. The path that was asked last is at the end. */
  lastAnswers: Map<string, { asked: string; digest: string }>;
}

/** An HTTP client for one helpdesk account. It never follows a redirect and never leaves its base. */
export function createHelpdeskHttp(options: HelpdeskHttpOptions): HelpdeskHttp {
  const clock = options.now ?? now;
  const connection: Connection = {
    ...{ fetch: helpdeskFetch, sleep, timeouts: { headers: 30_000, body: 60_000 } },
    ...options,
    ...{ now: clock, signal: options.signal, urgent: options.urgent && eachSecond(options.urgent, clock) },
    limiter: options.limiter ?? createLimiter({ now: clock }),
    base: new URL(options.baseUrl),
    lastAnswers: new Map(),
  };
  return httpOf(connection, options.priority ?? "interactive");
}

/** Several requests may wait at once; the question is asked for all of them together. */
function eachSecond(urgent: () => Promise<boolean>, clock: () => Date): () => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const at = clock().getTime();
    if (at - askedAt < 1_000) return false;
    askedAt = at;
    return urgent();
  };
}

function httpOf(connection: Connection, priority: Priority): HelpdeskHttp {
  const ask = async (method: Question["method"], path: string, rest: { params?: Params; body?: Json } = {}) =>
    answerOfItsOwn(
      connection,
      { method, url: urlOf(connection.base, path, rest.params ?? {}), body: rest.body },
      priority,
    );
  return {
    origin: connection.base.origin,
    get: (path, params = {}) => ask("GET", path, { params }),
    post: (path, body) => ask("POST", path, { body }),
    delete: (path) => ask("DELETE", path),
    withPriority: (other) => httpOf(connection, other),
  };
}

function urlOf(base: URL, path: string, params: Params): URL {
  const start = base.pathname.replace(/\/$/, "");
  const url = path === "" || path.startsWith("/") ? URL.parse(`${start}${path}`, base) : null;
  const isInside = url !== null && (url.pathname === start || url.pathname.startsWith(`${start}/`));
  if (!isInside || url.origin !== base.origin || url.search !== "")
    throw new HelpdeskError("bad-response", "The path does not lie under the helpdesk's own address");
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
async function answerOfItsOwn(connection: Connection, question: Question, priority: Priority): Promise<HelpdeskAnswer> {
  const { pathname, search } = question.url;
  const asked = question.body === undefined ? search : JSON.stringify(question.body);
  const answer = await askPatiently(connection, question, priority);
  if (asked === "") return answer;
  const digest = digestOf(answer.json);
  const last = connection.lastAnswers.get(pathname);
  remember(connection, pathname, { asked, digest });
  if (last?.digest !== digest || last.asked === asked) return answer;
  const again = await askPatiently(connection, question, priority);
  remember(connection, pathname, { asked, digest: digestOf(again.json) });
  return again;
}

function remember({ lastAnswers }: Connection, path: string, answer: { asked: string; digest: string }): void {
  lastAnswers.delete(path);
  lastAnswers.set(path, answer);
  const [oldest] = lastAnswers.keys();
  if (lastAnswers.size > MOST_LAST_ANSWERS && oldest !== undefined) lastAnswers.delete(oldest);
}

function digestOf(json: unknown): string {
  return createHash("sha1").update(JSON.stringify(json)).digest("base64");
}

async function askPatiently(connection: Connection, question: Question, priority: Priority): Promise<HelpdeskAnswer> {
  const { limiter, now: clock } = connection;
  let startedAt: number | null = null;
  for (let tries = 1; ; tries += 1) {
    const turn = await takeTurn(connection, question.url.pathname, priority);
    startedAt ??= clock().getTime();
    try {
      return await attempt(connection, question, (outcome) => limiter.learn(turn, outcome));
    } catch (error) {
      if (!(error instanceof HelpdeskError) || tries === MOST_ATTEMPTS || !passesByItself(error.kind)) throw error;
      const pause = pauseAfter(error, tries);
      if (clock().getTime() - startedAt + pause > LONGEST_WAIT_SECONDS * 1000) throw error;
      await rest(connection, pause, priority);
    }
  }
}

/** Milliseconds; exponential with jitter, so that workers that failed together do not come back together. */
function pauseAfter(error: HelpdeskError, tries: number): number {
  const backoff = FIRST_BACKOFF_MILLISECONDS * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
  return Math.ceil(Math.max(backoff, (error.retryAfterSeconds ?? 0) * 1000));
}
