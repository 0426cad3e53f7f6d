import type { ZodType } from "zod";
import type { HelpdeskRows, ShopFile } from "../dataset/dataset.ts";
import type { ChannelFamilies } from "../generator/channels.ts";
import type { Agent, NeutralDataset, Ticket } from "../generator/neutral-model.ts";
import type { SandboxClock, Simulator } from "../simulator.ts";
import type { HelpdeskControl } from "./helpdesk-control.ts";

export interface PlayOptions {
  clock: SandboxClock;
  /** `real`: what the vendor documents. `roomy`: so much that a first load of the demo takes seconds. */
  limits?: "real" | "roomy";
  /** Sends a webhook to whoever has subscribed; absent: it is sent nowhere. */
  send?: (request: Request) => Promise<Response>;
  /** The app that is registered with the vendor for signing in. */
  oauthApp?: { clientId: string; clientSecret: string };
}

export interface PlayedAccount extends Simulator, HelpdeskControl {
  /** What a merchant types into the connect form, by the adapter's field names. */
  readonly credentials: Record<string, string>;
  /** Fields to change for an account that does not exist; null where the credentials alone name the account. */
  readonly wrongAccount: Record<string, string> | null;
  /** Requests that one account may send in steady state, per second, as the simulator grants them. */
  readonly allowedPerSecond: number;
}

/** The ids that have to arrive from a vendor's rows, as our side writes them. */
export interface RowIds {
  agents: string[];
  tickets: string[];
  messages: string[];
  /** "ticket time destination", such as "1001 2026-03-01T10:00:00.000Z closed". */
  statusChanges: string[];
  ratings: string[];
}

/** Everything the sandbox needs to know of a vendor. One a simulator, listed in `played-helpdesks.ts`. */
export interface PlayedHelpdesk {
  /** The adapter's id. */
  vendor: string;
  displayName: string;
  /** Host suffixes that the app's requests to this vendor go to, such as "gorgias.com". */
  hosts: readonly string[];
  /** Files of the vendor's folder in a data set, each with the fields that the simulator cannot do without. */
  files: Record<string, ZodType>;
  /** The account that is played: rows as they stood in the files, names and keys from the shop. */
  play(rows: HelpdeskRows, shop: ShopFile, options: PlayOptions): PlayedAccount;
  /** The planned tickets of this vendor in its own words. */
  rowsOf(planned: NeutralDataset): HelpdeskRows;
  /** Read from the rows without the app's help. */
  idsIn(rows: HelpdeskRows): RowIds;
  /** Channels of contacts that the helpdesk knows by e-mail, by telephone only, or by a network's handle only. */
  channels: ChannelFamilies;
  /** What the vendor makes of a planned ticket's or agent's number, where that is not the number itself. */
  ticketIdOf?(ticket: Ticket): string;
  agentIdOf?(agent: Agent): string;
}
