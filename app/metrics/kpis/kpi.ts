import type { AgentMeasure, Distribution, Measure } from "../measures.ts";

/** How a value is written: shares 0 to 1, seconds, minor units of the shop's currency, points of a scale. */
export type Unit = "count" | "share" | "seconds" | "money" | "number" | "score";

/** The event whose day decides in which period something counts. */
export type DayOf =
  | "created"
  | "closed"
  | "reply"
  | "end"
  | "rating"
  | "survey"
  | "order"
  | "cost"
  | "created-and-order";

/** How the figure follows from what was counted. `own` figures have a query of their own. */
export type Formula =
  | { kind: "count"; of: Measure }
  | { kind: "rate"; of: Measure; over: Measure }
  | { kind: "distribution"; of: Distribution }
  | { kind: "money"; of: AgentMeasure; n: Measure }
  | { kind: "balance"; of: "open_delta" | "waiting_delta" }
  | { kind: "own" };

/** Public figures of other shops as a range; source, population and definition stand in the locale files. */
export interface Benchmark {
  low: number;
  high: number;
  year: number;
}

export interface Kpi {
  unit: Unit;
  /** Which way is better for the shop. */
  direction: "up" | "down" | "neutral";
  section: "volume" | "speed" | "quality" | "conversions" | "satisfaction" | "money";
  day: DayOf;
  formula: Formula;
  /** Whether a part of it is an agent's own. */
  byAgent: boolean;
  /** Whether it can be told for a helpdesk, channel or tag alone. */
  byChannel: boolean;
  /** Suggested goal in the KPI's unit; null where there is none to suggest. Money has none: currencies differ. */
  goal: number | null;
  benchmark: Benchmark | null;
  /** Whether other products show a number of the same definition; which ones is in the locale files. */
  hasPeers: boolean;
}
