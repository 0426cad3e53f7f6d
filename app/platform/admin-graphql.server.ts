import {
  GraphqlQueryError,
  HttpRequestError,
  HttpResponseError,
  HttpThrottlingError,
  type Session,
} from "@shopify/shopify-api";
import { z } from "zod";
import { shopifyApiLibrary } from "./shopify-api.server.ts";
import { requireSession, ShopTokenError, storedSessions } from "./shopify-tokens.server.ts";

/**
 * `signed-out`: no token, or Shopify takes it no more (uninstalled). `access-denied`: a scope or a kind of customer data
 * has not been granted. `throttled`: still over the rate limit after waiting. `unavailable`: no sensible answer (network,
 * 5xx, a frozen shop). `unexpected`: an answer of another shape than the schema promises, or a refused document.
 */
export type AdminApiErrorKind = "signed-out" | "access-denied" | "throttled" | "unavailable" | "unexpected";

/** Why the Admin API gave no answer that can be used; the library's own error is the cause. */
export class AdminApiError extends Error {
  readonly kind: AdminApiErrorKind;

  constructor(kind: AdminApiErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AdminApiError";
    this.kind = kind;
  }
}

export interface AdminQuery<Data> {
  /** A constant out of a `*.graphql.ts` file. */
  document: string;
  variables?: Record<string, unknown>;
  /** The fields that are read; more are tolerated. */
  schema: z.ZodType<Data>;
  /** How often to ask in all where asking again may help; 6 unless told. */
  attempts?: number;
}

/** In all, before giving up: a bucket of the slowest plan is full again after 20 seconds. */
const MOST_ATTEMPTS = 6;
const SHORTEST_WAIT_SECONDS = 0.5;
const LONGEST_WAIT_SECONDS = 30;

/**
 * Asks the shop's Admin API with the shop's own offline token, refreshed if need be. Waits out throttling as long as the
 * bucket needs to fill, and tries again after network errors.
 * @throws AdminApiError
 */
export async function adminQuery<Data>(shopDomain: string, query: AdminQuery<Data>): Promise<Data> {
  let tokenRefused = false;
  for (let attempt = 1; ; attempt++) {
    const session = await sessionFor(shopDomain);
    const answer = await ask(session, query);
    if ("data" in answer) return parsed(answer.data, query.schema);
    if (answer.error.kind === "signed-out" && !tokenRefused) {
      tokenRefused = true;
      await storedSessions().forgetAccessToken(session);
      continue;
    }
    if (answer.retryAfterSeconds === null || attempt >= (query.attempts ?? MOST_ATTEMPTS)) throw answer.error;
    await waitSeconds(answer.retryAfterSeconds * (answer.error.kind === "unavailable" ? 2 ** (attempt - 1) : 1));
  }
}

type Answer = { data: unknown } | { error: AdminApiError; retryAfterSeconds: number | null };

async function sessionFor(shopDomain: string): Promise<Session> {
  try {
    return await requireSession(shopDomain);
  } catch (cause) {
    if (cause instanceof ShopTokenError) throw new AdminApiError(cause.kind, "There is no usable token", { cause });
    throw cause;
  }
}

async function ask<Data>(session: Session, { document, variables }: AdminQuery<Data>): Promise<Answer> {
  const api = shopifyApiLibrary();
  try {
    const client = new api.clients.Graphql({ session });
    const { data } = await client.request(document, { variables: variables ?? {}, retries: 0 });
    return { data };
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(cause: unknown): Answer {
  if (cause instanceof GraphqlQueryError) return graphqlFailureOf(cause);
  if (cause instanceof HttpThrottlingError) {
    return {
      error: new AdminApiError("throttled", "429", { cause }),
      retryAfterSeconds: cause.response.retryAfter ?? 2,
    };
  }
  if (cause instanceof HttpResponseError) return httpFailureOf(cause, cause.response.code);
  if (!(cause instanceof HttpRequestError)) throw cause;
  return { error: new AdminApiError("unavailable", "Shopify could not be reached", { cause }), retryAfterSeconds: 1 };
}

function httpFailureOf(cause: HttpResponseError, status: number): Answer {
  if (status === 401) return { error: new AdminApiError("signed-out", "401", { cause }), retryAfterSeconds: null };
  if (status === 403) return { error: new AdminApiError("access-denied", "403", { cause }), retryAfterSeconds: null };
  const mayPass = status >= 500 || status === 200;
  return { error: new AdminApiError("unavailable", String(status), { cause }), retryAfterSeconds: mayPass ? 1 : null };
}

const failedBody = z.object({
  errors: z.object({
    graphQLErrors: z.array(
      z.object({ message: z.string().optional(), extensions: z.object({ code: z.string().optional() }).optional() }),
    ),
  }),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
      }),
    })
    .optional()
    .catch(undefined),
});

function graphqlFailureOf(cause: GraphqlQueryError): Answer {
  const body = failedBody.safeParse(cause.body);
  const codes = body.success ? body.data.errors.graphQLErrors.map(({ extensions }) => extensions?.code) : [];
  if (codes.includes("THROTTLED")) {
    const cost = body.data?.extensions?.cost;
    return {
      error: new AdminApiError("throttled", "THROTTLED", { cause }),
      retryAfterSeconds: cost ? secondsUntilFree(cost) : 2,
    };
  }
  if (codes.includes("ACCESS_DENIED")) {
    return { error: new AdminApiError("access-denied", "ACCESS_DENIED", { cause }), retryAfterSeconds: null };
  }
  if (codes.includes("INTERNAL_SERVER_ERROR") || codes.includes("TIMEOUT")) {
    return { error: new AdminApiError("unavailable", "internal error", { cause }), retryAfterSeconds: 1 };
  }
  return { error: new AdminApiError("unexpected", "Shopify refused the document", { cause }), retryAfterSeconds: null };
}

interface Cost {
  requestedQueryCost: number;
  throttleStatus: { currentlyAvailable: number; restoreRate: number };
}

function secondsUntilFree({ requestedQueryCost, throttleStatus }: Cost): number {
  return (requestedQueryCost - throttleStatus.currentlyAvailable) / throttleStatus.restoreRate;
}

function parsed<Data>(data: unknown, schema: z.ZodType<Data>): Data {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new AdminApiError("unexpected", "Shopify's answer has another shape than its schema", { cause: result.error });
}

function waitSeconds(seconds: number): Promise<void> {
  const bounded = Math.min(Math.max(seconds, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS);
  return new Promise((resolve) => setTimeout(resolve, bounded * 1000));
}
