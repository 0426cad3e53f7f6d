import { expect, test } from "vitest";
import { nearestWithTickets } from "./report-empty.ts";

const TICKETS = { firstOn: "2025-03-10", lastOn: "2026-11-20" };

test("a period before the first ticket leads to as many days from it on", () => {
  expect(nearestWithTickets({ fromOn: "2024-01-01", toOn: "2024-01-07" }, TICKETS)).toEqual({
    from: "2025-03-10",
    to: "2025-03-16",
  });
});

test("a period after the latest ticket leads to as many days up to it", () => {
  expect(nearestWithTickets({ fromOn: "2026-11-21", toOn: "2026-11-22" }, TICKETS)).toEqual({
    from: "2026-11-19",
    to: "2026-11-20",
  });
});

test("a longer period than there are tickets leads to all of them", () => {
  const few = { firstOn: "2026-11-01", lastOn: "2026-11-03" };
  expect(nearestWithTickets({ fromOn: "2020-01-01", toOn: "2020-12-31" }, few)).toEqual({
    from: "2026-11-01",
    to: "2026-11-03",
  });
});

test("a period that touches a day with tickets, or a shop without any, leads nowhere else", () => {
  expect(nearestWithTickets({ fromOn: "2025-03-01", toOn: "2025-03-10" }, TICKETS)).toBeNull();
  expect(nearestWithTickets({ fromOn: "2026-11-20", toOn: "2026-11-30" }, TICKETS)).toBeNull();
  expect(nearestWithTickets({ fromOn: "2026-11-20", toOn: "2026-11-30" }, null)).toBeNull();
});
