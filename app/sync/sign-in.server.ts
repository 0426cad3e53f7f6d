import type { HelpdeskAdapter } from "../helpdesks/adapter.ts";
import { requireAdapter } from "../helpdesks/registry.server.ts";
import type { SignIn } from "../helpdesks/sign-in.ts";
import { now } from "../platform/clock.ts";
import { env } from "../platform/env.server.ts";
import { log } from "../platform/log.server.ts";
import { findInstalledShop } from "../platform/shop-store.server.ts";
import { connectWith, explainRefusal, type FieldProblem } from "./connect-helpdesk.server.ts";
import { findConnection, findConnectionOfAccount } from "./connection-store.server.ts";
import { partsOfState, type SignInReturn } from "./sign-in-return.ts";
import { dropSignIn, type Merchant, type SignInIntent, saveSignIn, takeSignIn } from "./sign-in-store.server.ts";
import { askForTokens, isSignInPage, oauthAppOf } from "./sign-in-tokens.server.ts";

export type SignInStart = { ok: true; url: string } | { ok: false; problems: Record<string, FieldProblem> };

/** How signing in ended, for the merchant who is back in the admin. */
export type SignInEnd =
  /** "updated": a connection that there was has got new credentials. */
  | { outcome: "connected"; done: "connected" | "updated" }
  /** This very return has been dealt with before, or is being dealt with: the Helpdesks page shows what came of it. */
  | { outcome: "taken" }
  /** Nobody left so, or somebody else did. */
  | { outcome: "unknown" }
  | { outcome: "refused"; vendor: string; helpdesk: string; problem: FieldProblem; connectionId: string | null };

/** What is said of keys holds for signing in in other words. */
const WORDS: Record<string, string> = {
  "connect.problem.unauthorised": "connect.problem.sign-in-refused",
  "connect.problem.forbidden": "connect.problem.sign-in-forbidden",
};

/** Whether this vendor can be signed in with: it wants that, and our app is registered with it. */
export function canSignIn(adapter: Pick<HelpdeskAdapter, "vendor" | "signIn">): boolean {
  return adapter.signIn !== undefined && oauthAppOf(adapter.vendor) !== null;
}

/**
 * Begins signing in: notes who leaves, and says where to.
 * @param fields what the form sent, by the names of the adapter's `signIn.fields`
 * @param connectionId the connection that gets new credentials; null to connect whichever account it turns out to be
 */
export async function startSignIn(
  merchant: Merchant,
  { vendor, fields, connectionId }: { vendor: string; fields: Record<string, string>; connectionId: string | null },
): Promise<SignInStart> {
  const { signIn } = requireAdapter(vendor);
  const app = oauthAppOf(vendor);
  if (!signIn || !app) return { ok: false, problems: { form: { key: "connect.problem.not-found" } } };
  const parsed = signIn.fieldSchema.safeParse(fields);
  if (!parsed.success) {
    const entries = parsed.error.issues.map((issue) => [String(issue.path[0] ?? "form"), { key: issue.message }]);
    return { ok: false, problems: Object.fromEntries(entries) };
  }
  const connection = connectionId === null ? null : await findConnection({ shopId: merchant.shopId, connectionId });
  const intent = { vendor, fields: parsed.data, account: connection?.account ?? null };
  const state = await saveSignIn(merchant, intent, now());
  const url = signIn.authorizeUrl({ app, fields: parsed.data, state, redirectUri: callbackUrl() });
  // Only where the page lies depends on what was typed; it is looked at before anybody is sent there.
  if (signIn.fields.length > 0 && !(await isSignInPage(url))) {
    await dropSignIn(merchant, state);
    const field = signIn.fields[0]?.name ?? "form";
    return { ok: false, problems: { [field]: { key: "connect.problem.wrong-account" } } };
  }
  return { ok: true, url };
}

/**
 * The shop whose admin a merchant has to be led back to from a vendor's sign-in page. Nothing is proved by that: whoever
 * comes along with the state may be a stranger who was lured to the vendor's page, so nothing is exchanged out there.
 * @returns the shop's domain; null when the app is not installed there
 */
export async function findSignInShop(state: string): Promise<string | null> {
  const parts = partsOfState(state);
  const shop = parts && (await findInstalledShop(parts.shopId));
  return shop?.domain ?? null;
}

/**
 * Ends signing in, once, for a merchant whom the admin has authenticated: only who left may come back. The code is
 * exchanged, the access it gives proved, and the account connected.
 */
export async function finishSignIn(merchant: Merchant, { state, code }: SignInReturn): Promise<SignInEnd> {
  const intent = await takeSignIn(merchant, state, now());
  if (intent.found !== "open") return { outcome: intent.found === "taken" ? "taken" : "unknown" };
  const problem = await connectByCode(merchant, intent, code);
  const { vendor, account } = intent;
  if (problem === null) return { outcome: "connected", done: account === null ? "connected" : "updated" };
  await dropSignIn(merchant, state);
  const connection = account === null ? null : await findConnectionOfAccount(merchant.shopId, vendor, account);
  const helpdesk = requireAdapter(vendor).displayName;
  const said = { ...problem, key: WORDS[problem.key] ?? problem.key };
  return { outcome: "refused", vendor, helpdesk, problem: said, connectionId: connection?.connectionId ?? null };
}

/** @returns what stands in the way; null when the account is connected */
async function connectByCode(
  { shopId }: Merchant,
  { vendor, fields, account, expired }: SignInIntent & { expired: boolean },
  code: string | null,
): Promise<FieldProblem | null> {
  if (expired) return { key: "connect.problem.sign-in-expired" };
  if (code === null) return { key: "connect.problem.sign-in-denied" };
  const adapter = requireAdapter(vendor);
  const { signIn } = adapter;
  if (!signIn) return { key: "connect.problem.not-found" };
  try {
    const credentials = await exchange({ signIn, vendor }, fields, code);
    const purpose = account === null ? { kind: "connect" as const } : { kind: "change" as const, account };
    const result = await connectWith(shopId, { adapter, credentials, purpose });
    return result.ok ? null : firstOf(result.problems);
  } catch (error) {
    log().info({ err: error, vendor }, "a merchant could not sign in with a helpdesk");
    return firstOf(explainRefusal(adapter, error));
  }
}

async function exchange(
  { signIn, vendor }: { signIn: SignIn<unknown>; vendor: string },
  fields: Record<string, string>,
  code: string,
): Promise<unknown> {
  const app = oauthAppOf(vendor);
  if (!app) throw new Error(`Our app is not registered with ${vendor} any more`);
  const answer = await askForTokens(signIn.tokenRequest({ app, fields, code, redirectUri: callbackUrl() }));
  return signIn.credentialsOf(answer, { fields, now: now() });
}

function firstOf(problems: Record<string, FieldProblem>): FieldProblem {
  return Object.values(problems)[0] ?? { key: "connect.problem.unexpected" };
}

/** Where vendors send merchants back to; it has to be registered with each of them. */
function callbackUrl(): string {
  return new URL("/helpdesks/callback", env().SHOPIFY_APP_URL).toString();
}
