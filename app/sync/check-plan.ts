import type { Check } from "./sync-plan.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Tickets created within this long before a check are read once more by it, with everything about them. */
export const RECENT_DAYS = 35;
/** All tickets are read once more after this long. */
const FULL_EVERY_DAYS = 30;
/** A ticket this young may have come into being while the check was reading its list. */
const SETTLING_MS = 30 * 60_000;
/** A list's edge may be a day off: zones, and helpdesks that count in days. */
const EDGE_MS = DAY_MS;

/** How far back a check reads; null for all the way. */
export function horizonOf(check: Check, startedAt: Date): Date | null {
  return check === "recent-check" ? new Date(startedAt.getTime() - RECENT_DAYS * DAY_MS) : null;
}

/** Whether a check has read far enough back with a page that reached so far. */
export function isFarEnough(check: Check, startedAt: Date, reachedAt: Date | null): boolean {
  const horizon = horizonOf(check, startedAt);
  return horizon !== null && reachedAt !== null && reachedAt < horizon;
}

/** Between which instants of creation a finished check must have met every ticket that its helpdesk still has. */
export function coveredBy(check: Check, startedAt: Date): { from: Date | null; to: Date } {
  const horizon = horizonOf(check, startedAt);
  return {
    from: horizon && new Date(horizon.getTime() + EDGE_MS),
    to: new Date(startedAt.getTime() - SETTLING_MS),
  };
}

/** Whether all tickets are to be read again, from when they were last (or first) read. */
export function isFullCheckDue(lastReadAt: Date, now: Date): boolean {
  return now.getTime() - lastReadAt.getTime() >= FULL_EVERY_DAYS * DAY_MS;
}
