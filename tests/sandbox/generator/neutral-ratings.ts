import { HELPDESK_TRAITS } from "./helpdesk-traits.ts";
import { DAY, HOUR, MINUTE, type Rating, type Ticket } from "./neutral-model.ts";
import type { Random } from "./random.ts";

type Rated = Pick<Ticket, "helpdesk" | "changes" | "entries" | "assignee" | "contact">;

/**
 * The survey that followed the last closing, if one did: answered or not, at once or weeks later, and now and then
 * changed. Only conversations with a human are surveyed, and only where the helpdesk has surveys. Nothing happens after the horizon.
 */
export function planRating(ticket: Rated, horizon: number, random: Random): Rating | null {
  const closing = ticket.changes.findLast((change) => change.to === "solved" || change.to === "closed");
  const human = ticket.entries.some((entry) => entry.by === "agent" && entry.undelivered === null);
  if (HELPDESK_TRAITS[ticket.helpdesk].ratings === null) return null;
  if (closing === undefined || ticket.contact === null || !human || !random.chance(0.5)) return null;
  const offeredAt = seconds(closing.at + random.int(20, 40) * HOUR);
  if (offeredAt > horizon) return null;
  const answers = drawAnswers(ticket, offeredAt, random).filter((answer) => answer.at <= horizon);
  return { offeredAt, answers, agent: ticket.assignee, changedInPlace: random.chance(0.6) };
}

function drawAnswers(ticket: Rated, offeredAt: number, random: Random): Rating["answers"] {
  if (!random.chance(0.4)) return [];
  const late = random.chance(0.1);
  const at = seconds(offeredAt + (late ? random.int(10, 45) * DAY : random.around(5 * HOUR, 1.2)) + MINUTE);
  const scale = HELPDESK_TRAITS[ticket.helpdesk].ratings;
  if (scale === "five-point") return [{ at, value: random.weighted(FIVE_POINTS) }];
  if (scale === "three-point") return [{ at, value: random.weighted(THREE_POINTS) }];
  const first = { at, value: random.chance(0.82) ? 5 : 1 };
  if (!random.chance(0.08)) return [first];
  return [first, { at: seconds(at + random.int(1, 50) * HOUR), value: first.value === 5 ? 1 : 5 }];
}

const FIVE_POINTS = [
  [5, 58],
  [4, 20],
  [3, 9],
  [2, 5],
  [1, 8],
] as const;

/** Good, okay, not good. */
const THREE_POINTS = [
  [5, 74],
  [3, 14],
  [1, 12],
] as const;

function seconds(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
