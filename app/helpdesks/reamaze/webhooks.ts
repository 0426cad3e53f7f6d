import { z } from "zod";
import type { Webhooks } from "../webhooks.ts";

const record = z.record(z.string(), z.unknown());
/** Where a conversation, or what belongs to one, may lie in a payload. */
const WRAPPERS = ["conversation", "message", "data", "payload", "object", "resource", "conversations", "messages"];
const MOST_TICKETS = 100;
const DEEPEST = 4;

/**
 * Re:amaze documents no webhooks of events. A merchant whose plan has them enters our address by hand; nothing tells
 * how a delivery is signed or written, so the address is the proof, and the conversation's slug is looked for in all places
 * that make sense.
 */
export const reamazeWebhooks: Webhooks = {
  secretFrom: null,
  mayBeUnsigned: true,
  isSigned: () => false,
  verify: () => false,
  ticketIdsIn(body) {
    if (!record.safeParse(body).success && !Array.isArray(body)) return null;
    return [...new Set(slugsIn(body, 0))].slice(0, MOST_TICKETS);
  },
};

function slugsIn(value: unknown, depth: number): string[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.slice(0, MOST_TICKETS).flatMap((item) => slugsIn(item, depth + 1));
  const parsed = record.safeParse(value);
  if (!parsed.success) return [];
  const fields = parsed.data;
  const own = [fields.conversation_slug, fields.slug, slugOfAddress(fields.perma_url), slugOfAddress(fields.url)];
  // A message has no slug, an article or a channel has: what lies in a conversation counts before its own field does.
  const inside = WRAPPERS.flatMap((name) => slugsIn(fields[name], depth + 1));
  return inside.length > 0 ? inside : own.filter(isSlug).slice(0, 1);
}

function isSlug(value: unknown): value is string {
  return typeof value === "string" && /^[^\s/?#\0]{1,200}$/.test(value) && value.isWellFormed();
}

/** Such as "https://shop.reamaze.com/admin/conversations/where-is-it". */
function slugOfAddress(value: unknown): string | null {
  const part = typeof value === "string" ? /\/conversations\/([\w.~-]{1,200})(?:[/?#]|$)/.exec(value)?.[1] : null;
  return part ?? null;
}
