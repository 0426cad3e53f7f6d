import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * The list by latest change does not tell when a conversation changed, so a round cannot stop at an instant. It stops
 * where the list goes on as the round before met it: what has not changed keeps its order, and whatever has changed
 * stands above it.
 */

/** As many conversations of a round are remembered for the next. */
const REMEMBERED = 90;
/**
 * So many in a row that stand as they stood are proof. As many would have to be touched, in their very order and
 * without any visible change, to hide what has changed below them; where rows tell `updated_at` even that is visible.
 */
const PROOF = 30;
/** Without such a proof, as in the first round: pages in a row on which nothing is known to have happened. */
const QUIET_PAGES = 10;

/** A conversation as a round met it: hashes of its slug and of all that we read of it. */
const mark = z.tuple([z.string().max(20), z.string().max(20)]);
export type Mark = z.output<typeof mark>;

export const frontierFields = {
  /** What the round before met, in its order, and this one has not met yet. */
  ahead: z.array(mark).max(REMEMBERED),
  /** What this round met first, in its order. */
  met: z.array(mark).max(REMEMBERED),
  /** How many conversations in a row stood as they stood, up to the last one met. */
  run: z.int().nonnegative(),
  /** Where in `ahead` that row of them goes on. */
  runAt: z.int().nonnegative(),
  quietPages: z.int().nonnegative(),
};
const frontier = z.object(frontierFields);
export type Frontier = z.output<typeof frontier>;

/** A frontier of a round before which there was none. */
export const NO_FRONTIER: Frontier = { ahead: [], met: [], run: 0, runAt: 0, quietPages: 0 };

/** The mark of a conversation; without a slug it is like no other. */
export function markOf(slug: string | null, content: unknown): Mark {
  return [shortHash(slug ?? ""), shortHash(JSON.stringify(content) ?? "")];
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 10);
}

/**
 * The frontier after a page, and whether the round has come to what it knows.
 * @param isQuiet nothing on the page is known to have happened since the last round
 */
export function frontierAfter(
  before: Frontier,
  marks: readonly Mark[],
  isQuiet: boolean,
): { frontier: Frontier; isReached: boolean } {
  const { run, runAt, quietPages } = before;
  const after: Frontier = { ahead: [...before.ahead], met: [...before.met], run, runAt, quietPages };
  let isProven = false;
  for (const row of marks) {
    meet(after, row);
    isProven ||= after.run >= PROOF;
  }
  after.quietPages = isQuiet ? quietPages + 1 : 0;
  return { frontier: after, isReached: isProven || after.quietPages >= QUIET_PAGES };
}

function meet(frontier: Frontier, [slug, content]: Mark): void {
  // Rows that come push others over the edge of a page, where they are met again.
  if (frontier.met.some(([other]) => other === slug)) return;
  if (frontier.met.length < REMEMBERED) frontier.met.push([slug, content]);
  const index = frontier.ahead.findIndex(([other]) => other === slug);
  const stood = index >= 0 && frontier.ahead[index]?.[1] === content;
  if (index >= 0) frontier.ahead.splice(index, 1);
  if (!stood) {
    frontier.run = 0;
    return;
  }
  frontier.run = frontier.run > 0 && index === frontier.runAt ? frontier.run + 1 : 1;
  frontier.runAt = index;
}

/** What the next round starts from: this round's conversations, and below them those that it did not get to. */
export function nextFrontier({ met, ahead }: Frontier): Frontier {
  return { ...NO_FRONTIER, ahead: [...met, ...ahead].slice(0, REMEMBERED) };
}
