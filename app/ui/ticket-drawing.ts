import type { TicketEventKind } from "../metrics/ticket-page.ts";
import type { TicketView } from "./ticket-view.ts";

/** A stretch of time on a lane; place and length in percent of the whole drawing. */
export interface DrawnBar {
  key: string;
  left: number;
  width: number;
  /** `ended`: it gave a value; `void`: it ended without one; `running`: it lasts. */
  manner: "ended" | "void" | "running";
}

/** A message on a lane. */
export interface DrawnMark {
  key: string;
  left: number;
  kind: TicketEventKind;
}

export const BAR_LANES = ["open", "waits", "first-response", "resolution"] as const;
export type BarLane = (typeof BAR_LANES)[number];
export const MARK_LANES = ["customer", "replies", "uncounted"] as const;
export type MarkLane = (typeof MARK_LANES)[number];

export interface TicketDrawing {
  /** ISO 8601; where the drawing begins and ends. */
  startsAt: string;
  endsAt: string;
  bars: Record<BarLane, DrawnBar[]>;
  marks: Record<MarkLane, DrawnMark[]>;
}

type Stretch = { from: string; until: string | null };

const LANE_OF: Partial<Record<TicketEventKind, MarkLane>> = {
  customer: "customer",
  human: "replies",
  automation: "replies",
  note: "uncounted",
  failed: "uncounted",
};
const SHORTEST_MS = 60_000;

/**
 * Lays a ticket out in time, from its first event to the last message or change, or to now while anything runs. Ratings and
 * orders are left out: days later, they would squeeze the conversation into a corner.
 */
export function drawTicket({ events, waits, clocks, open, asOf }: TicketView): TicketDrawing {
  const drawn = events.filter(({ kind }) => kind !== "rating" && kind !== "order");
  const stretches: Stretch[] = [...waits, ...open, ...clocks.filter(({ state }) => state !== "never")];
  const runs = waits.some(({ until }) => until === null) || open.some(({ until }) => until === null);
  const instants = [
    ...drawn.map(({ at }) => at),
    ...stretches.flatMap(({ from, until }) => [from, until ?? from]),
    ...(runs ? [asOf] : []),
  ].map((text) => Date.parse(text));
  const start = Math.min(...instants);
  const length = Math.max(Math.max(...instants) - start, SHORTEST_MS);
  const place = (at: string) => (100 * (Date.parse(at) - start)) / length;
  const bar = ({ from, until }: Stretch, index: number, manner: DrawnBar["manner"]): DrawnBar => {
    const left = place(from);
    return { key: `${index} ${from}`, left, width: Math.max(0, place(until ?? asOf) - left), manner };
  };
  const clockBars = (kpi: string) =>
    clocks
      .filter((clock) => clock.kpi === kpi && (clock.state === "stopped" || clock.state === "running"))
      .map((clock, index) => bar(clock, index, clock.state === "running" ? "running" : "ended"));
  return {
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + length).toISOString(),
    bars: {
      open: open.map((stretch, index) => bar(stretch, index, stretch.until === null ? "running" : "ended")),
      waits: waits.map((wait, index) => bar(wait, index, mannerOf(wait.endedBy))),
      "first-response": clockBars("first_response_seconds"),
      resolution: clockBars("resolution_seconds"),
    },
    marks: marksOf(drawn, place),
  };
}

function mannerOf(endedBy: "reply" | "closing" | null): DrawnBar["manner"] {
  if (endedBy === null) return "running";
  return endedBy === "reply" ? "ended" : "void";
}

function marksOf(events: TicketView["events"], place: (at: string) => number): TicketDrawing["marks"] {
  const marks: TicketDrawing["marks"] = { customer: [], replies: [], uncounted: [] };
  for (const [index, { at, kind }] of events.entries()) {
    const lane = LANE_OF[kind];
    if (lane) marks[lane].push({ key: `${index} ${at}`, left: place(at), kind });
  }
  return marks;
}
