import type { Figure } from "./figure.ts";

/** Who answered a closed ticket at or before its closing: automation alone, a person, or nobody. */
export const AUTOMATION_GROUPS = ["automated", "human", "no-reply"] as const;
export type AutomationGroup = (typeof AUTOMATION_GROUPS)[number];

/** The inbound tickets closed in a period that belong to one group. The groups' tickets add up to all closed ones. */
export interface AutomationPart {
  group: AutomationGroup;
  closed: number;
  /** Of all tickets closed in the period; of the first group this is `automated_rate`. */
  share: Figure;
  /** First question to closing, by the report's clock. */
  resolution: Figure;
  /** Positive ones of the tickets' present ratings, whenever these were given. */
  csat: Figure;
  /** Reopened at least once before that closing. */
  reopened: Figure;
  /** Credited with at least one order, of the identifiable tickets. */
  converted: Figure;
}
