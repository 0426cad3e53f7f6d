import {
  type Coverage,
  HELPDESK_PROBLEM_KINDS,
  type HelpdeskSyncStatus,
  ORDERS_PROBLEM_KINDS,
  type OrdersSyncStatus,
  type SyncProblem,
  type SyncStatus,
} from "../sync/sync-status.ts";

type WithTextTimes<Status> = Omit<Status, "oldestOrderAt" | "lastSyncedAt" | "problem"> & {
  lastSyncedAt: string | null;
  problem: ProblemView | null;
};

export interface ProblemView {
  /** Has plain words in the locale files. */
  kind: string;
  /** ISO 8601. */
  at: string;
  detail: string | null;
}

export type OrdersSyncView = WithTextTimes<OrdersSyncStatus> & { oldestOrderAt: string | null };
/** `vendorName` is how the vendor calls itself. */
export type HelpdeskSyncView = WithTextTimes<HelpdeskSyncStatus> & { vendorName: string };

export type CoverageView = Omit<Coverage, "recentCheckedAt" | "fullyCheckedAt"> & {
  recentCheckedAt: string | null;
  fullyCheckedAt: string | null;
};

export interface SyncView {
  orders: OrdersSyncView;
  helpdesks: HelpdeskSyncView[];
  computing: boolean;
}

/** What pages may know of the syncs, times as text. @param vendorNames display names by vendor id */
export function viewSyncStatus(status: SyncStatus, vendorNames: ReadonlyMap<string, string>): SyncView {
  return {
    orders: viewOrders(status.orders),
    helpdesks: status.helpdesks.map((helpdesk) => viewHelpdesk(helpdesk, vendorNames)),
    computing: status.computing,
  };
}

/** Whether anything changes by itself within seconds, so that the page should ask again. */
export function isMoving({ orders, helpdesks, computing }: SyncView): boolean {
  const walking = helpdesks.some(
    ({ status, phase, checking }) => status === "active" && (phase === "history" || checking),
  );
  return computing || orders.phase === "history" || orders.phase === "waiting" || walking;
}

/** Shop day from which on every connected helpdesk's tickets are complete; null when nothing is being loaded. */
export function figuresReachBackTo({ helpdesks }: SyncView): { day: string | null } | null {
  const loading = helpdesks.filter(({ status, phase }) => status !== "disconnected" && phase === "history");
  if (loading.length === 0) return null;
  const days = loading.map(({ oldestDayReached }) => oldestDayReached);
  const known = days.filter((day) => day !== null);
  return { day: known.length === days.length ? (known.toSorted().at(-1) ?? null) : null };
}

function viewOrders(orders: OrdersSyncStatus): OrdersSyncView {
  const { phase, done, expected, windowLimited, oldestOrderAt, lastSyncedAt, problem } = orders;
  return {
    phase,
    done,
    expected,
    windowLimited,
    oldestOrderAt: oldestOrderAt?.toISOString() ?? null,
    lastSyncedAt: lastSyncedAt?.toISOString() ?? null,
    problem: problem && viewProblem(problem, ORDERS_PROBLEM_KINDS),
  };
}

function viewHelpdesk(helpdesk: HelpdeskSyncStatus, vendorNames: ReadonlyMap<string, string>): HelpdeskSyncView {
  const { connectionId, vendor, name, account, status, syncs, phase, done, expected, share } = helpdesk;
  const { secondsLeft, oldestDayReached, lastSyncedAt, setAside, setAsideReasons, checking, problem } = helpdesk;
  return {
    connectionId,
    vendor,
    vendorName: vendorNames.get(vendor) ?? vendor,
    name,
    account,
    status,
    syncs,
    phase,
    done,
    expected,
    share,
    secondsLeft,
    oldestDayReached,
    lastSyncedAt: lastSyncedAt?.toISOString() ?? null,
    setAside,
    setAsideReasons: setAsideReasons.map(({ stream, reason, count }) => ({ stream, reason, count })),
    checking,
    problem: problem && viewProblem(problem, HELPDESK_PROBLEM_KINDS),
  };
}

/** What the Helpdesks page says of how much is here, by connection, times as text. */
export function viewCoverage(coverage: ReadonlyMap<string, Coverage>): Record<string, CoverageView> {
  return Object.fromEntries(
    [...coverage].map(([connectionId, { recentCheckedAt, fullyCheckedAt, ...counts }]) => [
      connectionId,
      {
        ...counts,
        recentCheckedAt: recentCheckedAt?.toISOString() ?? null,
        fullyCheckedAt: fullyCheckedAt?.toISOString() ?? null,
      },
    ]),
  );
}

/** A kind without words of its own is shown as an unexpected problem. */
function viewProblem({ kind, at, detail }: SyncProblem, known: readonly string[]): ProblemView {
  return { kind: known.includes(kind) ? kind : "unexpected", at: at.toISOString(), detail };
}
