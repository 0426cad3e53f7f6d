import { HelpdeskError } from "../helpdesks/helpdesk-error.ts";
import { helpdeskFetch } from "../helpdesks/public-fetch.server.ts";
import type { OAuthApp, TokenRequest } from "../helpdesks/sign-in.ts";
import { env } from "../platform/env.server.ts";
import { readBody } from "./webhook-body.server.ts";

const TIMEOUT_MS = 20_000;
const MOST_ANSWER_BYTES = 100_000;
/** A token endpoint's word for "this code, or this refresh token, is good for nothing" (RFC 6749, 5.2). */
const REFUSALS = ["invalid_grant", "access_denied"];

/** Our app as it is registered with the vendor; null where it is not. */
export function oauthAppOf(vendor: string): OAuthApp | null {
  return env().HELPDESK_OAUTH_APPS[vendor] ?? null;
}

/**
 * Asks a vendor's token endpoint, once: a code or a refresh token may be good for a single use.
 * @returns the answer's JSON
 * @throws HelpdeskError `unauthorised` when the vendor refuses the code or the refresh token; `wrong-account` when there
 *   is no such account; `rate-limited`, `unavailable`, `timeout`, `not-json` for what passes; `bad-response` for anything
 *   else, such as a client secret that is not ours any more, which no merchant can mend
 */
export async function askForTokens({ url, headers, body, encoding }: TokenRequest): Promise<unknown> {
  const isForm = encoding === "form";
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  const response = await send(url, {
    method: "POST",
    headers: { accept: "application/json", "content-type": type, ...headers },
    body: isForm ? new URLSearchParams(body).toString() : JSON.stringify(body),
  });
  const answer = await readAnswer(response);
  if (response.ok) return answer;
  throw refusalOf(response, answer);
}

/**
 * Whether there is a sign-in page at an address, before a merchant is sent there: in its place the vendor would show
 * them a page of its own that leads nowhere. Any doubt counts as yes.
 */
export async function isSignInPage(url: string): Promise<boolean> {
  try {
    const { status, body } = await send(url, { method: "GET" });
    await body?.cancel();
    return status !== 404 && status !== 410;
  } catch (error) {
    if (error instanceof HelpdeskError) return error.kind !== "wrong-account";
    throw error;
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await helpdeskFetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw unreachable(cause);
  }
}

function unreachable(cause: unknown): HelpdeskError {
  const codes = chainOf(cause).map((error) => ("code" in error ? error.code : null));
  const forbidden = chainOf(cause).find((error) => error instanceof HelpdeskError);
  if (forbidden) return forbidden;
  if (codes.includes("ENOTFOUND")) return failure("wrong-account", "There is no helpdesk at this address", { cause });
  const isTimeout = cause instanceof Error && cause.name === "TimeoutError";
  return failure(isTimeout ? "timeout" : "unavailable", "The helpdesk's token endpoint cannot be reached", { cause });
}

function chainOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : [];
}

/** Null for what is not JSON, which a refusal may well be. */
async function readAnswer(response: Response): Promise<unknown> {
  try {
    const bytes = await readBody(response, MOST_ANSWER_BYTES);
    return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (cause) {
    if (!response.ok) return null;
    if (cause instanceof SyntaxError) throw failure("not-json", "The helpdesk's token endpoint did not answer in JSON");
    throw unreachable(cause);
  }
}

function refusalOf({ status }: Response, answer: unknown): HelpdeskError {
  const code = typeof answer === "object" && answer !== null && "error" in answer ? answer.error : null;
  if (typeof code === "string" && REFUSALS.includes(code))
    return failure("unauthorised", "The helpdesk does not accept the sign-in any more", { status });
  if (status === 404 || status === 410)
    return failure("wrong-account", "There is no helpdesk at this address", { status });
  if (status === 429) return failure("rate-limited", "The helpdesk's token endpoint is asked too often", { status });
  if (status >= 500) return failure("unavailable", `The helpdesk's token endpoint answered ${status}`, { status });
  return failure("bad-response", `The helpdesk's token endpoint answered ${status}`, { status });
}

function failure(...given: ConstructorParameters<typeof HelpdeskError>): HelpdeskError {
  return new HelpdeskError(...given);
}
