import type { AccountSummary, HelpdeskAdapter } from "../helpdesks/adapter.ts";
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
import type { WalkState } from "./sync-plan.ts";
import { problemOf } from "./sync-problem.ts";
import { createWalks } from "./walk-store.server.ts";

/** A sentence of the locale files, to be shown beside the field (or "form") it is about. */
export interface FieldProblem {
  key: string;
  values?: Record<string, string | number>;
}

export type ConnectResult = { ok: true; connectionId: string } | { ok: false; problems: Record<string, FieldProblem> };

interface CheckedCredentials {
  adapter: HelpdeskAdapter;
  credentials: unknown;
  account: string;
  summary: AccountSummary;
}

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
  const parsed = adapter.credentialSchema.safeParse(fields);
  if (parsed.success) {
    const known = await findConnectionOfAccount(shopId, vendor, adapter.accountOf(parsed.data));
    if (known && known.status !== "disconnected") {
      return { ok: false, problems: { [accountField(adapter)]: { key: "connect.problem.already-connected" } } };
    }
  }
  const checked = await checkCredentials(adapter, fields);
  return "problems" in checked ? { ok: false, ...checked } : startConnection(shopId, checked);
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
  const checked = await checkCredentials(adapter, fields);
  if ("problems" in checked) return { ok: false, ...checked };
  if (checked.account !== connection.account) {
    const values = { account: connection.account };
    return { ok: false, problems: { [accountField(adapter)]: { key: "connect.problem.other-account", values } } };
  }
  return startConnection(shopId, checked);
}

/** Lets a paused connection try again with the credentials it has. */
export async function resumeHelpdesk(shopId: string, connectionId: string): Promise<void> {
  await resumeConnection({ shopId, connectionId });
  await enqueueSync({ shopId, connectionId });
}

async function checkCredentials(
  adapter: HelpdeskAdapter,
  fields: Record<string, string>,
): Promise<CheckedCredentials | { problems: Record<string, FieldProblem> }> {
  const parsed = adapter.credentialSchema.safeParse(fields);
  if (!parsed.success) {
    const entries = parsed.error.issues.map((issue) => [String(issue.path[0] ?? "form"), { key: issue.message }]);
    return { problems: Object.fromEntries(entries) };
  }
  try {
    const summary = await adapter.verify(openHelpdesk(adapter, parsed.data));
    return { adapter, credentials: parsed.data, account: adapter.accountOf(parsed.data), summary };
  } catch (error) {
    const { kind, detail } = problemOf(error);
    log().info({ err: error, vendor: adapter.vendor }, "a helpdesk refused to be connected");
    const field = kind === "wrong-account" ? accountField(adapter) : "form";
    return {
      problems: { [field]: { key: `connect.problem.${kind}`, values: { ...detail, helpdesk: adapter.displayName } } },
    };
  }
}

async function startConnection(
  shopId: string,
  { adapter, credentials, account, summary }: CheckedCredentials,
): Promise<ConnectResult> {
  const at = now();
  const connectionId = await inTransaction(async (tx) => {
    const connection = { shopId, vendor: adapter.vendor, account, name: summary.name, credentials };
    const id = await saveConnection(tx, connection, at);
    await createWalks(tx, { shopId, connectionId: id }, firstWalks(adapter, summary, at));
    return id;
  });
  await enqueueSync({ shopId, connectionId });
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

/** The field that names the account is the form's first. */
function accountField(adapter: HelpdeskAdapter): string {
  return adapter.credentialFields[0]?.name ?? "form";
}
