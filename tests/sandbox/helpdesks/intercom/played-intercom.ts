import { z } from "zod";
import type { PlayedHelpdesk } from "../played-helpdesk.ts";
import { INTERCOM_CHANNELS } from "./intercom-channels.ts";
import { intercomIds } from "./intercom-ids.ts";
import { intercomRows } from "./intercom-rows.ts";
import { createIntercomSimulator } from "./intercom-simulator.ts";

const id = z.union([z.int(), z.string().min(1)]);
const seconds = z.int().nonnegative();

export const playedIntercom: PlayedHelpdesk = {
  vendor: "intercom",
  displayName: "Intercom",
  hosts: ["intercom.io", "intercom.com"],
  files: {
    admins: z.looseObject({ id }),
    contacts: z.looseObject({ id, created_at: seconds }),
    conversations: z.looseObject({ id, created_at: seconds }),
    parts: z.looseObject({ id, conversation_id: id, part_type: z.string(), created_at: seconds }),
  },
  play: createIntercomSimulator,
  rowsOf: intercomRows,
  idsIn: intercomIds,
  channels: INTERCOM_CHANNELS,
};
