import type { Placement } from "./survey-status.ts";
import type { SyncView } from "./sync-view.ts";

/** What has to be done before there are figures. */
export const NEEDED_STEPS = ["orders", "helpdesk", "figures"] as const;
export const SETUP_STEPS = [...NEEDED_STEPS, "survey"] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];
/** A step that is "optional" is not done, and nothing waits for it. */
export type StepState = "done" | "moving" | "problem" | "open" | "optional";

/**
 * How far a shop is on its way to its first figures: orders load by themselves, the merchant connects a helpdesk, and
 * once recent days of both are there the figures are ready. Figures do not wait for the whole history. The survey is done
 * once its panel is on in the theme, and is the merchant's choice until then.
 */
export function setupSteps(
  { orders, helpdesks, computing }: SyncView,
  survey: Placement,
): Record<SetupStep, StepState> {
  const connected = helpdesks.filter(({ status }) => status !== "disconnected");
  const orderState = orders.problem ? "problem" : orders.phase === "current" ? "done" : "moving";
  const hasTickets = connected.some(({ phase, oldestDayReached }) => phase === "current" || oldestDayReached !== null);
  const hasOrders = orders.phase === "current" || orders.oldestOrderAt !== null;
  const ready = hasTickets && hasOrders && !computing;
  const failed = connected.some(({ problem, status }) => problem !== null && status === "paused");
  return {
    orders: orderState,
    helpdesk: connected.length > 0 ? "done" : "open",
    figures: ready ? "done" : failed ? "problem" : connected.length > 0 ? "moving" : "open",
    survey: survey === "on" ? "done" : "optional",
  };
}

/**
 * Whether the guide has done its work. It does not come back for a passing problem or because credits are being
 * computed again: that is the Helpdesks page's to tell.
 */
export function isSetUp(status: SyncView): boolean {
  const steps = setupSteps({ ...status, computing: false }, "unknown");
  return steps.helpdesk === "done" && steps.figures === "done" && status.orders.phase !== "waiting";
}
