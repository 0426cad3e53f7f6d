import { CHANNELS } from "../tickets/ticket.ts";
import type { Translate } from "./format.ts";

/** A channel's name in the page's language; one that is not known goes under "other". */
export function formatChannel(channel: string, translate: Translate): string {
  const known = CHANNELS.find((id) => id === channel) ?? "other";
  return translate(`channel.${known}`);
}
