/** Instants from which a ticket's window may run (METRICS.md 3). */
export const ANCHORS = ["created", "first-human-reply", "last-human-reply", "closed"] as const;
export type Anchor = (typeof ANCHORS)[number];

/** How a shop credits orders. */
export interface CreditRule {
  /** Whole days of 24 hours. */
  windowDays: number;
  /** `last-human-reply` is the last one before the order. */
  anchor: Anchor;
  /** Whether a ticket must have been answered, by anybody or anything, at or before the order. */
  replyRequired: boolean;
}

/** The anchor that a stored setting names. @throws RangeError for a name that is none */
export function anchorNamed(name: string): Anchor {
  const anchor = ANCHORS.find((known) => known === name);
  if (!anchor) throw new RangeError(`There is no anchor ${name}`);
  return anchor;
}
