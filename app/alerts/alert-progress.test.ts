import fc from "fast-check";
import { expect, test } from "vitest";
import { type AlertState, progressOf } from "./alert-progress.ts";
import type { Side, Standing } from "./shift.ts";

/** Weeks in short: 3 beyond the wide range above, 2 beyond the narrow one, 0 inside, ? not judged; - for below. */
type Sign = 3 | 2 | 0 | -2 | -3 | "?";

test("a week beyond three sigma raises an alert, and however often it is looked at no other", () => {
  const standings = standingsOf([0, 0, 0, -3]);
  const { raised } = progressOf(standings, []);
  expect(raised).toMatchObject([{ side: "below", rule: "beyond-three-sigma", lastWeekOn: day(3), hasEnded: false }]);
  expect(progressOf(standings, statesOf(raised))).toEqual({ raised: [], moved: [] });
});

test("two of three weeks beyond two sigma raise an alert when they are on the same side", () => {
  expect(progressOf(standingsOf([0, 2, 2]), []).raised).toMatchObject([{ side: "above", rule: "two-of-three" }]);
  expect(progressOf(standingsOf([2, 0, 2]), []).raised).toMatchObject([{ rule: "two-of-three" }]);
  expect(progressOf(standingsOf([2, 0, 0, 2]), []).raised).toEqual([]);
  expect(progressOf(standingsOf([0, 2, -2]), []).raised).toEqual([]);
});

test("the two-of-three rule waits for the week to close, three sigma do not", () => {
  expect(progressOf(standingsOf([0, 2, 2], { isRunning: true }), []).raised).toEqual([]);
  expect(progressOf(standingsOf([0, 0, 3], { isRunning: true }), []).raised).toHaveLength(1);
});

test("an alert goes on while weeks stay out and ends with the first one that is back inside", () => {
  const [alert] = statesOf(progressOf(standingsOf([0, 3]), []).raised);
  const on = progressOf(standingsOf([0, 3, 3]), alert ? [alert] : []);
  expect(on).toEqual({ raised: [], moved: [expect.objectContaining({ lastWeekOn: day(2), hasEnded: false })] });
  const over = progressOf(standingsOf([0, 3, 3, 0]), alert ? [alert] : []);
  expect(over.moved).toEqual([expect.objectContaining({ lastWeekOn: day(2), hasEnded: true })]);
});

test("a week that cannot be judged neither prolongs an alert nor ends it", () => {
  expect(progressOf(standingsOf([0, 3, "?"]), statesOf(progressOf(standingsOf([0, 3]), []).raised)).moved).toEqual([]);
});

test("a week that was out while it ran and closed inside ends its alert and raises no other", () => {
  const raised = progressOf(standingsOf([0, 0, 3], { isRunning: true }), []).raised;
  const alerts = statesOf(raised, { wasRunning: true });
  expect(progressOf(standingsOf([0, 0, 0]), alerts).moved).toMatchObject([{ hasEnded: true }]);
  expect(progressOf(standingsOf([0, 0, 3]), alerts)).toEqual({ raised: [], moved: [] });
});

test("weeks that one alert was about do not help to raise the next", () => {
  const ended: AlertState[] = [{ ...stateAt(1, "above"), hasEnded: true }];
  expect(progressOf(standingsOf([0, 3, 0, 2]), ended).raised).toEqual([]);
  expect(progressOf(standingsOf([0, 3, 0, 2, 2]), ended).raised).toHaveLength(1);
});

test("only the last two closed weeks and the running one raise: a history that is computed anew tells nothing old", () => {
  expect(progressOf(standingsOf([3, 0, 0]), []).raised).toEqual([]);
  expect(progressOf(standingsOf([0, 3, 0]), []).raised).toMatchObject([{ lastWeekOn: day(1), hasEnded: true }]);
  expect(progressOf(standingsOf([3, 0, 0, 0], { isRunning: true }), []).raised).toEqual([]);
});

test("after weeks without a look every closed week is gone through", () => {
  const alerts = [stateAt(1, "below")];
  const { moved, raised } = progressOf(standingsOf([0, -3, -3, -2, 0, 0, -3]), alerts);
  expect(moved).toMatchObject([{ lastWeekOn: day(3), hasEnded: true }]);
  expect(raised).toMatchObject([{ side: "below", lastWeekOn: day(6) }]);
});

test("both sides are looked at apart", () => {
  expect(progressOf(standingsOf([0, 3, -3]), [stateAt(1, "above")])).toMatchObject({
    raised: [{ side: "below" }],
    moved: [{ hasEnded: true }],
  });
});

test("looking again changes nothing, and night after night tells the same as one look at a time", () => {
  const sign = fc.constantFrom<Sign>(3, 2, 0, 0, 0, 0, -2, -3, "?");
  fc.assert(
    fc.property(fc.array(sign, { minLength: 1, maxLength: 20 }), (signs) => {
      let alerts: AlertState[] = [];
      for (let end = 1; end <= signs.length; end += 1) {
        const standings = standingsOf(signs.slice(0, end));
        alerts = applied(alerts, standings);
        expect(progressOf(standings, alerts)).toEqual({ raised: [], moved: [] });
      }
      for (const side of ["above", "below"] as const) {
        const own = alerts.filter((alert) => alert.side === side);
        expect(new Set(own.map(({ weekOn }) => weekOn)).size).toBe(own.length);
        expect(own.filter(({ hasEnded }) => !hasEnded).length).toBeLessThanOrEqual(1);
      }
    }),
  );
});

function applied(alerts: readonly AlertState[], standings: readonly Standing[]): AlertState[] {
  const { raised, moved } = progressOf(standings, alerts);
  const kept = alerts.map((alert) => ({ ...alert, ...moved.find(({ alertId }) => alertId === alert.alertId) }));
  return [...kept.map((alert) => ({ ...alert, wasRunning: false })), ...statesOf(raised)];
}

function statesOf(
  raised: ReturnType<typeof progressOf>["raised"],
  { wasRunning = false }: { wasRunning?: boolean } = {},
): AlertState[] {
  return raised.map(({ side, lastWeekOn, hasEnded, standing }) => ({
    ...{ alertId: `${side} ${standing.week.weekOn}`, side, weekOn: standing.week.weekOn, lastWeekOn, hasEnded },
    wasRunning,
  }));
}

function stateAt(index: number, side: Side): AlertState {
  const weekOn = day(index);
  return { alertId: `${side} ${weekOn}`, side, weekOn, lastWeekOn: weekOn, wasRunning: false, hasEnded: false };
}

function standingsOf(signs: readonly Sign[], { isRunning = false } = {}): Standing[] {
  const limits = { center: 0, wide: { low: -3, high: 3 }, narrow: { low: -2, high: 2 } };
  return signs.map((sign, index): Standing => {
    const isClosed = !isRunning || index < signs.length - 1;
    const week = { weekOn: day(index), untilOn: day(index), value: 0, n: null, isClosed };
    if (sign === "?") return { week, limits: null, reason: "too-few", beyondWide: null, beyondNarrow: null };
    const side: Side | null = sign > 0 ? "above" : sign < 0 ? "below" : null;
    return { week, limits, reason: null, beyondNarrow: side, beyondWide: Math.abs(sign) === 3 ? side : null };
  });
}

function day(index: number): string {
  return new Date(Date.UTC(2026, 0, 5 + 7 * index)).toISOString().slice(0, 10);
}
