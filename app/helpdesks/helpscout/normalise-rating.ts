import { z } from "zod";
import type { HelpdeskAgent, TicketRating } from "../../tickets/ticket.ts";
import { orNull, vendorInstant } from "../vendor-fields.ts";
import { humanIn } from "./authors.ts";
import type { HelpscoutRating, HelpscoutThread } from "./rows.ts";

const GREAT = 1;

/** A row of the report: great (1), okay (2) or not good (3). A reply is rated once, so its thread names the rating. */
export function normaliseHelpscoutRating(rating: HelpscoutRating): TicketRating {
  return {
    ticketId: rating.id,
    ratingId: rating.threadid,
    ratedAt: rating.ratingCreatedAt,
    scale: "three-point",
    score: null,
    positive: rating.ratingId === GREAT,
    agentId: rating.ratingUserId,
  };
}

const GREAT_WORDS = ["1", "great"];
const OTHER_WORDS = ["2", "3", "ok", "okay", "bad", "not-good", "not good", "notgood"];
const word = z.union([z.string(), z.number()]).transform((value) => String(value).toLowerCase());

const threadRating = z.object({
  rating: orNull(word),
  ratingId: orNull(word),
  createdAt: orNull(vendorInstant),
  ratingCreatedAt: orNull(vendorInstant),
});

/**
 * The rating that stands on the rated reply itself, for plans without reports. Its shape is not documented; one that
 * does not say when it was given cannot be counted on any day and is left out.
 */
export function ratingOnThread(
  thread: HelpscoutThread,
  ticketId: string,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): TicketRating | null {
  const result = threadRating.safeParse(thread.rating);
  if (!result.success) return null;
  const value = result.data.rating ?? result.data.ratingId ?? "";
  const ratedAt = result.data.ratingCreatedAt ?? result.data.createdAt;
  const isGreat = GREAT_WORDS.includes(value);
  if (ratedAt === null || (!isGreat && !OTHER_WORDS.includes(value))) return null;
  return {
    ticketId,
    ratingId: thread.id,
    ratedAt,
    scale: "three-point",
    score: null,
    positive: isGreat,
    agentId: humanIn(thread, agents),
  };
}
