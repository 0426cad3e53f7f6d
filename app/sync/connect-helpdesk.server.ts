import type { AccountSummary, HelpdeskAdapter } from "../helpdesks/adapter.ts";
import { HelpdeskError } from "../helpdesks/helpdesk-error.ts";
import { openHelpdesk, requireAdapter } from "../helpdesks/registry.server.ts";
import { now } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.server.ts";
import { log } from "../platform/log.server.ts";
import {
  findConnection,
  findConnectionOfAccount,
  resumeConnection,
  saveConnection,
} from "./connection-store.server.ts";
import { enqueueSync } from "./enqueue-jobs.server.ts";
import { tryToEnsureWebhook } from "./helpdesk-webhook.server.ts";
import type { WalkState } from "./sync-plan.ts";
import { problemOf } from "./sync-problem.ts";
import { withAccess } from "./token-renewal.server.ts";
import { createWalks } from "./walk-store.server.ts";

const ABOUT_THE_ADDRESS = ["wrong-account", "forbidden-address"];

/** A sentence of the locale files, to be shown beside the field (or "form") it is about. */
export interface FieldProblem {
  key: string;
  values?: Record<string, string | number>;
}

export type ConnectResult = { ok: true; connectionId: string } | { ok: false; problems: Record<string, FieldProblem> };

interface Checked {
  adapter: HelpdeskAdapter;
  credentials: unknown;
  account: string;
  summary: AccountSummary;
}

type Refusal = { problems: Record<string, FieldProblem> };

/** How an account is connected: anew, or in the place of the credentials of a connection that there is. */
export type ConnectPurpose = { kind: "connect" } | { kind: "change"; account: string };

/**
 * Connects a helpdesk account: proves with the vendor that the credentials work before anything is stored, then starts
 * the first load. An account that was connected before goes on with its history.
 * @param fields what the connect form sent, by the adapter's field names
 */
export async function connectHelpdesk(
  shopId: string,
  vendor: string,
  fields: Record<string, string>,
): Promise<ConnectResult> {
  const adapter = requireAdapter(vendor);
  const parsed = parseFields(adapter, fields);
  if ("problems" in parsed) return { ok: false, ...parsed };
  const named = adapter.accountOf(parsed.credentials);
  if (named !== null && (await isConnected(shopId, vendor, named))) return alreadyConnected(adapter);
  const checked = await checkCredentials(adapter, parsed.credentials);
  if ("problems" in checked) return { ok: false, ...checked };
  if (await isConnected(shopId, vendor, checked.account)) return alreadyConnected(adapter);
  return startConnection(shopId, checked);
}

/** Replaces the credentials of a connection with others for the same account, once the vendor accepts them. */
export async function updateCredentials(
  shopId: string,
  connectionId: string,
  fields: Record<string, string>,
): Promise<ConnectResult> {
  const connection = await findConnection({ shopId, connectionId });
  if (!connection) return { ok: false, problems: { form: { key: "connect.problem.not-found" } } };
  const adapter = requireAdapter(connection.vendor);
  const parsed = parseFields(adapter, fields);
  if ("problems" in parsed) return { ok: false, ...parsed };
  const { account } = connection;
  const named = adapter.accountOf(parsed.credentials);
  if (named !== null && named !== account) return otherAccount(adapter, account);
  return connectWith(shopId, { adapter, credentials: parsed.credentials, purpose: { kind: "change", account } });
}

/**
 * Connects with credentials that are of the adapter's form already, as signing in gives them. For an account that is
 * connected they take the place of those it has.
 */
export async function connectWith(
  shopId: string,
  { adapter, credentials, purpose }: { adapter: HelpdeskAdapter; credentials: unknown; purpose: ConnectPurpose },
): Promise<ConnectResult> {
  const checked = await checkCredentials(adapter, credentials);
  if ("problems" in checked) return { ok: false, ...checked };
  if (purpose.kind === "change" && checked.account !== purpose.account) return otherAccount(adapter, purpose.account);
  return startConnection(shopId, checked);
}

/** Lets a paused connection try again with the credentials it has. */
export async function resumeHelpdesk(shopId: string, connectionId: string): Promise<void> {
  await resumeConnection({ shopId, connectionId });
  await enqueueSync({ shopId, connectionId });
}

async function isConnected(shopId: string, vendor: string, account: string): Promise<boolean> {
  const known = await findConnectionOfAccount(shopId, vendor, account);
  return known !== null && known.status !== "disconnected";
}

function alreadyConnected(adapter: HelpdeskAdapter): ConnectResult {
  return { ok: false, problems: { [accountField(adapter)]: { key: "connect.problem.already-connected" } } };
}

function otherAccount(adapter: HelpdeskAdapter, account: string): ConnectResult {
  return {
    ok: false,
    problems: { [accountField(adapter)]: { key: "connect.problem.other-account", values: { account } } },
  };
}

function parseFields(adapter: HelpdeskAdapter, fields: Record<string, string>): { credentials: unknown } | Refusal {
  const parsed = adapter.credentialSchema.safeParse(fields);
  if (parsed.success) return { credentials: parsed.data };
  const entries = parsed.error.issues.map((issue) => [String(issue.path[0] ?? "form"), { key: issue.message }]);
  return { problems: Object.fromEntries(entries) };
}

async function checkCredentials(adapter: HelpdeskAdapter, given: unknown): Promise<Checked | Refusal> {
  try {
    const credentials = await withAccess(adapter, given);
    const named = adapter.accountOf(credentials);
    const options = named === null ? {} : { account: named };
    const summary = await adapter.verify(openHelpdesk(adapter, credentials, { ...options, priority: "interactive" }));
    const account = named ?? summary.account;
    if (account === null) throw new HelpdeskError("bad-response", "The helpdesk does not tell which account it is");
    return { adapter, credentials, account, summary };
  } catch (error) {
    log().info({ err: error, vendor: adapter.vendor }, "a helpdesk refused to be connected");
    return { problems: explainRefusal(adapter, error) };
  }
}

/** What a vendor's refusal is about: its address where it lies in that, else the form as a whole. */
export function explainRefusal(adapter: HelpdeskAdapter, error: unknown): Record<string, FieldProblem> {
  const { kind, detail } = problemOf(error);
  const field = ABOUT_THE_ADDRESS.includes(kind) ? accountField(adapter) : "form";
  return { [field]: { key: `connect.problem.${kind}`, values: { ...detail, helpdesk: adapter.displayName } } };
}

async function startConnection(
  shopId: string,
  { adapter, credentials, account, summary }: Checked,
): Promise<ConnectResult> {
  const at = now();
  const connectionId = await inTransaction(async (tx) => {
    const connection = { shopId, vendor: adapter.vendor, account, name: summary.name, credentials };
    const id = await saveConnection(tx, connection, at);
    await createWalks(tx, { shopId, connectionId: id }, firstWalks(adapter, summary, at));
    return id;
  });
  await enqueueSync({ shopId, connectionId });
  await tryToEnsureWebhook({ shopId, connectionId });
  return { ok: true, connectionId };
}

/** Both walks of every stream meet at the instant of connecting: history reads back from it, changes on from it. */
function firstWalks(adapter: HelpdeskAdapter, summary: AccountSummary, at: Date): WalkState[] {
  return adapter.streams.flatMap((stream) => [
    {
      stream,
      walk: "history" as const,
      cursor: adapter.startCursor(stream, "history", at),
      done: 0,
      expected: stream === "tickets" ? summary.tickets : null,
      reachedAt: null,
      oldestAt: summary.oldestTicketAt,
      startedAt: null,
      finishedAt: null,
    },
    {
      stream,
      walk: "current" as const,
      cursor: adapter.startCursor(stream, "current", at),
      done: 0,
      expected: null,
      reachedAt: null,
      oldestAt: null,
      startedAt: null,
      finishedAt: at,
    },
  ]);
}

/** The field that names the account: its address where there is one, else the form's first. */
function accountField({ credentialFields }: HelpdeskAdapter): string {
  const field = credentialFields.find(({ kind }) => kind === "host") ?? credentialFields[0];
  return field?.name ?? "form";
}
