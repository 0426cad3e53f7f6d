import { expect, test } from "vitest";
import type { SyncStatus } from "../sync/sync-status.ts";
import { isSetUp, setupSteps } from "./setup-steps.ts";
import type { Placement } from "./survey-status.ts";
import { figuresReachBackTo, isMoving, viewSyncStatus } from "./sync-view.ts";

const NAMES = new Map([["helpbird", "Helpbird"]]);

test("a new shop's orders load by themselves and the helpdesk waits for the merchant", () => {
  expect(setupSteps(view({}), "checking")).toEqual({
    ...{ orders: "moving", helpdesk: "open", figures: "open" },
    survey: "optional",
  });
  expect(isSetUp(view({}))).toBe(false);
});

test("figures are ready once recent days are there, long before the whole history is", () => {
  const status = view({
    orders: { phase: "current" },
    helpdesks: [{ phase: "history", oldestDayReached: "2026-02-20" }],
  });
  expect(setupSteps(status, "on")).toEqual({ orders: "done", helpdesk: "done", figures: "done", survey: "done" });
  expect(isSetUp(status)).toBe(true);
});

test("figures are not ready while they are being computed for the first time", () => {
  const status = view({
    orders: { phase: "current" },
    helpdesks: [{ oldestDayReached: "2026-02-20" }],
    computing: true,
  });
  expect(setupSteps(status, "on").figures).toBe("moving");
});

test("the survey is done when its panel is on, and nothing waits for it", () => {
  const ready = view({ orders: { phase: "current" }, helpdesks: [{ phase: "current" }] });
  const stateOf = (placement: Placement) => setupSteps(ready, placement).survey;
  expect(stateOf("on")).toBe("done");
  expect((["off", "unknown", "checking"] as const).map(stateOf)).toEqual(["optional", "optional", "optional"]);
  expect(isSetUp(ready)).toBe(true);
  expect(isSetUp(view({}))).toBe(false);
});

test("a disconnected helpdesk is none", () => {
  const status = view({ orders: { phase: "current" }, helpdesks: [{ status: "disconnected", phase: "current" }] });
  expect(setupSteps(status, "on").helpdesk).toBe("open");
});

test("a page asks again only while something moves", () => {
  expect(isMoving(view({ orders: { phase: "current" }, helpdesks: [{ phase: "current" }] }))).toBe(false);
  expect(isMoving(view({ orders: { phase: "current" }, helpdesks: [{ phase: "history", status: "paused" }] }))).toBe(
    false,
  );
  expect(isMoving(view({ orders: { phase: "current" }, helpdesks: [{ phase: "history" }] }))).toBe(true);
  expect(isMoving(view({ orders: { phase: "history" } }))).toBe(true);
  expect(isMoving(view({ orders: { phase: "current" }, computing: true }))).toBe(true);
});

test("figures reach back only as far as the slowest helpdesk does", () => {
  const reaching = (...days: (string | null)[]) =>
    figuresReachBackTo(view({ helpdesks: days.map((oldestDayReached) => ({ phase: "history", oldestDayReached })) }));
  expect(reaching("2026-01-05", "2026-02-20")).toEqual({ day: "2026-02-20" });
  expect(reaching("2026-01-05", null)).toEqual({ day: null });
  expect(figuresReachBackTo(view({ helpdesks: [{ phase: "current" }] }))).toBeNull();
});

test("a problem of a kind without words is shown as unexpected", () => {
  const problem = { kind: "meteor", at: new Date(0), detail: null };
  expect(view({ orders: { problem } }).orders.problem?.kind).toBe("unexpected");
});

interface Given {
  orders?: Partial<SyncStatus["orders"]>;
  helpdesks?: Partial<SyncStatus["helpdesks"][number]>[];
  computing?: boolean;
}

function view({ orders = {}, helpdesks = [], computing = false }: Given) {
  return viewSyncStatus(
    {
      orders: {
        phase: "waiting",
        done: 0,
        expected: null,
        windowLimited: false,
        oldestOrderAt: null,
        lastSyncedAt: null,
        problem: null,
        ...orders,
      },
      helpdesks: helpdesks.map((given, index) => ({
        connectionId: String(index),
        vendor: "helpbird",
        name: "Lamps",
        account: "lamps",
        status: "active",
        syncs: true,
        phase: "history",
        done: 0,
        expected: null,
        share: null,
        secondsLeft: null,
        oldestDayReached: null,
        lastSyncedAt: null,
        setAside: 0,
        setAsideReasons: [],
        checking: false,
        problem: null,
        ...given,
      })),
      computing,
    },
    NAMES,
  );
}
