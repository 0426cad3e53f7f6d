import type { Channel, Contact } from "./neutral-model.ts";
import type { Random } from "./random.ts";

/** How a vendor writes a channel, and what METRICS.md 2 counts it as. */
export interface DrawnChannel {
  vendorChannel: string;
  channel: Channel;
}

/** A vendor's channels by what it must know of a contact to be reached there, each with its weight. */
export interface ChannelFamilies {
  mailAndChat: readonly WeightedChannel[];
  telephone: readonly WeightedChannel[];
  social: readonly WeightedChannel[];
}
export type WeightedChannel = readonly [vendorChannel: string, channel: Channel, weight: number];

/** A channel on which this contact can be reached with what the helpdesk knows of them. */
export function drawChannel(families: ChannelFamilies, contact: Contact | null, random: Random): DrawnChannel {
  const { mailAndChat, telephone, social } = families;
  const byEmail = contact !== null && contact.emails.length > 0;
  const usual = contact === null || byEmail ? mailAndChat : contact.phones.length > 0 ? telephone : social;
  const other = contact !== null && contact.phones.length > 0 ? telephone : social;
  const family = byEmail && random.chance(0.07) ? other : usual;
  // A helpdesk without such channels reaches everybody by mail and chat.
  const [vendorChannel, channel] = random.weighted(
    (family.length > 0 ? family : mailAndChat).map((row) => [row, row[2]] as const),
  );
  return { vendorChannel, channel };
}
