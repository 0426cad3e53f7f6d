import { z } from "zod";
import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import type { PlayedHelpdesk, PlayOptions } from "../played-helpdesk.ts";
import { freshdeskIds } from "./freshdesk-ids.ts";
import { freshdeskRows } from "./freshdesk-rows.ts";
import { FRESHDESK_CHANNELS } from "./freshdesk-shapes.ts";
import { createFreshdeskSimulator, type FreshdeskLimits, GROWTH_LIMITS } from "./freshdesk-simulator.ts";

/** An account so wide that a first load takes seconds. */
const ROOMY: FreshdeskLimits = { account: 60_000, tickets: 20_000, contacts: 20_000 };

const id = z.union([z.int(), z.string().regex(/^\d+$/, "expected a number or a numeric string")]);
const instant = z.iso.datetime({ offset: true });

export const playedFreshdesk: PlayedHelpdesk = {
  vendor: "freshdesk",
  displayName: "Freshdesk",
  hosts: ["freshdesk.com"],
  files: {
    tickets: z.looseObject({ id, status: z.int(), created_at: instant, updated_at: instant }),
    conversations: z.looseObject({ id, ticket_id: id, created_at: instant }),
    agents: z.looseObject({ id }),
    contacts: z.looseObject({ id }),
    satisfaction_ratings: z.looseObject({ id, ticket_id: id, created_at: instant }),
  },
  play,
  rowsOf: freshdeskRows,
  idsIn: freshdeskIds,
  channels: FRESHDESK_CHANNELS,
};

function play(rows: HelpdeskRows, shop: ShopFile, options: PlayOptions) {
  const limits = options.limits === "roomy" ? ROOMY : GROWTH_LIMITS;
  const simulator = createFreshdeskSimulator(rows, shop, { ...options, limits });
  return {
    ...simulator,
    credentials: { ...simulator.credentials },
    wrongAccount: { subdomain: "nobody-has-this-name" },
    allowedPerSecond: limits.account / 60,
  };
}
