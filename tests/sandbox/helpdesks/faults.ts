import { makeRandom, type Random } from "../generator/random.ts";
import type { SandboxClock, Simulator } from "../simulator.ts";
import { untilGivenUp } from "../until-given-up.ts";
import { brokenBody, cutBody, dripBody, withRows } from "./fault-bodies.ts";
import { htmlResponse, jsonResponse } from "./refusal.ts";

/** What goes wrong. Times are real milliseconds, except in "down", which follows the sandbox's clock. */
export type Fault =
  /** The vendor refuses or fails; 429 says when to come back. The simulator never sees the request. */
  | { kind: "status"; status: 429 | 500 | 502 | 503 | 504; retryAfterSeconds?: number }
  /** Status 200 with a login page where JSON was expected. */
  | { kind: "html" }
  /** The true answer, cut in the middle of its JSON. */
  | { kind: "cut-body" }
  /** No answer until the client gives up, or, with `milliseconds`, the true answer that late. */
  | { kind: "hang"; milliseconds?: number }
  /** The true answer in small pieces. */
  | { kind: "slow-drip"; pieces: number; pauseMilliseconds: number }
  /**
   * The connection breaks: the answer's body fails at its first byte. The sandbox's server then destroys the socket;
   * a client that calls `handle` itself sees reading the body reject.
   */
  | { kind: "network-error" }
  /** Valid JSON in which the list of rows is a text. */
  | { kind: "wrong-json-type" }
  /** The answer that the path gave before, once more. */
  | { kind: "repeat-page" }
  /** One row of the page has a field that cannot be read: `field`, or else its creation time. */
  | { kind: "bad-row"; field?: string }
  /** Every row has these fields null, or, without `fields`, one more field that nobody knows, which is null. */
  | { kind: "extra-nulls"; fields?: string[] }
  /** From now on the credentials are wrong, for every path. */
  | { kind: "revoked" }
  | { kind: "forbidden" }
  /** From now on, for so long, connections to matching paths break. */
  | { kind: "down"; milliseconds: number };

/** Which requests a fault strikes. Of the rules that match a request the first one that strikes wins. */
export interface FaultRule {
  fault: Fault;
  /** Matched against path and query string; absent: every request. */
  match?: RegExp;
  /** So many matching requests pass first. */
  skip?: number;
  /** It strikes so many times and never again; absent: without end. */
  times?: number;
  /** Chance that it strikes a request that it could strike; 1 when absent. Skipped requests draw nothing. */
  probability?: number;
}

export interface FaultControl {
  faults: {
    /** Strikes so far, in all or of one kind. */
    struck(kind?: Fault["kind"]): number;
    /** Requests that no rule struck. */
    passed(): number;
    add(rule: FaultRule): void;
    /** Ends all rules and everything that goes on from an earlier strike, a revocation too. */
    clear(): void;
  };
}

export interface FaultOptions {
  /** The same seed, rules and requests give the same strikes. */
  seed: string;
  clock: SandboxClock;
}

/** A simulator whose access can be taken away answers "revoked" in its vendor's own words. */
type Faultable = Simulator & { revokeAccess?(): void; restoreAccess?(): void };

interface ActiveRule extends FaultRule {
  seen: number;
  strikes: number;
  random: Random;
}

interface State {
  simulator: Faultable;
  clock: SandboxClock;
  random: Random;
  rules: ActiveRule[];
  passed: number;
  strikesByKind: Map<Fault["kind"], number>;
  outages: { match: RegExp | undefined; until: number }[];
  previousPages: Map<string, { status: number; headers: [string, string][]; text: string }>;
}

/** Wraps a simulator so that requests go wrong by plan. Requests that no rule strikes reach the simulator unchanged. */
export function withFaults<S extends Faultable>(
  simulator: S,
  plan: readonly FaultRule[],
  { seed, clock }: FaultOptions,
): S & FaultControl {
  const state: State = {
    ...{ simulator, clock, random: makeRandom(seed), rules: [], passed: 0 },
    ...{ strikesByKind: new Map(), outages: [], previousPages: new Map() },
  };
  const add = (rule: FaultRule) => {
    state.rules.push({ ...rule, seen: 0, strikes: 0, random: state.random.fork(String(state.rules.length)) });
  };
  plan.forEach(add);
  return {
    ...simulator,
    handle: (request) => handle(request, state),
    faults: {
      struck: (kind) =>
        kind ? (state.strikesByKind.get(kind) ?? 0) : [...state.strikesByKind.values()].reduce((a, b) => a + b, 0),
      passed: () => state.passed,
      add,
      clear: () => {
        state.rules = [];
        state.outages = [];
        simulator.restoreAccess?.();
      },
    },
  };
}

async function handle(request: Request, state: State): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const outage = state.outages.find(({ match, until }) => {
    return state.clock().getTime() < until && (match?.test(pathname + search) ?? true);
  });
  if (outage) return count(state, "down", brokenBody());
  const rule = state.rules.find((candidate) => strikes(candidate, pathname + search));
  if (!rule) {
    state.passed += 1;
    return remember(await state.simulator.handle(request), pathname, state);
  }
  return count(state, rule.fault.kind, await apply(rule, { request, pathname, state }));
}

function strikes(rule: ActiveRule, address: string): boolean {
  if (rule.match && !rule.match.test(address)) return false;
  rule.seen += 1;
  if (rule.seen <= (rule.skip ?? 0) || rule.strikes >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
  if (rule.probability !== undefined && !rule.random.chance(rule.probability)) return false;
  rule.strikes += 1;
  return true;
}

function count(state: State, kind: Fault["kind"], response: Response): Response {
  state.strikesByKind.set(kind, (state.strikesByKind.get(kind) ?? 0) + 1);
  return response;
}

interface Struck {
  request: Request;
  pathname: string;
  state: State;
}

async function apply(rule: ActiveRule, { request, pathname, state }: Struck): Promise<Response> {
  const { fault } = rule;
  const answer = async () => remember(await state.simulator.handle(request), pathname, state);
  switch (fault.kind) {
    case "status": {
      const retryAfter = fault.status === 429 ? { "retry-after": String(fault.retryAfterSeconds ?? 1) } : {};
      return jsonResponse(fault.status, { error: "Sandbox fault" }, retryAfter);
    }
    case "html":
      return htmlResponse(200, "Sign in to your account");
    case "cut-body":
      return cutBody(await answer());
    case "hang":
      return (await untilGivenUp(request, fault.milliseconds)) ? brokenBody() : answer();
    case "slow-drip":
      return dripBody(await answer(), fault);
    case "network-error":
      return brokenBody();
    case "wrong-json-type":
      return withRows(await answer(), () => "unavailable");
    case "repeat-page":
      return repeated(pathname, state) ?? (await answer());
    case "bad-row":
      return withRows(await answer(), (rows) => spoilOne(rows, fault.field, rule.random));
    case "extra-nulls": {
      const nulls = Object.fromEntries((fault.fields ?? ["sandbox_unknown_field"]).map((field) => [field, null]));
      return withRows(await answer(), (rows) => rows.map((row) => ({ ...row, ...nulls })));
    }
    case "revoked":
      state.simulator.revokeAccess?.();
      return state.simulator.revokeAccess ? answer() : jsonResponse(401, { error: "Unauthorized" }, {});
    case "forbidden":
      return jsonResponse(403, { error: { title: "Forbidden", msg: "Sandbox fault" } }, {});
    case "down":
      state.outages.push({ match: rule.match, until: state.clock().getTime() + fault.milliseconds });
      return brokenBody();
  }
}

function spoilOne(rows: readonly Record<string, unknown>[], field: string | undefined, random: Random): unknown {
  if (rows.length === 0) return rows;
  const victim = random.int(0, rows.length - 1);
  return rows.map((row, index) => {
    if (index !== victim) return row;
    const spoiled = field ?? ["created_datetime", "created_at", "createdAt"].find((name) => name in row) ?? "id";
    return { ...row, [spoiled]: { unreadable: true } };
  });
}

/** Keeps the last good answer of each path, for "repeat-page". */
async function remember(response: Response, pathname: string, state: State): Promise<Response> {
  if (!response.ok) return response;
  const text = await response.text();
  const page = { status: response.status, headers: [...response.headers], text };
  state.previousPages.set(pathname, page);
  return new Response(text, page);
}

function repeated(pathname: string, state: State): Response | null {
  const page = state.previousPages.get(pathname);
  return page ? new Response(page.text, page) : null;
}
