import type { HelpdeskAgent } from "../tickets/ticket.ts";

const UNNAMED = "?";

/**
 * The agent whom a row names. Without an id the name is one: however it is spaced or capitalised, the same person is
 * found again in every file. Null where neither is there.
 */
export function agentOf({ id, name }: { id: string | null; name: string | null }): HelpdeskAgent | null {
  const shown = name ?? id;
  if (shown === null) return null;
  // Of an address the part before the @ is name enough, and no address is stored in clear.
  const spaced = shown.normalize("NFC").replace(/@\S*/g, "").replace(/\s+/g, " ").trim() || UNNAMED;
  return { agentId: id ?? `name:${spaced.toLowerCase()}`, name: spaced, kind: "human", active: true };
}
