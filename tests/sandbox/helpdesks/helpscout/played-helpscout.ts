import type { PlayedHelpdesk } from "../played-helpdesk.ts";
import { HELPSCOUT_CHANNELS } from "./helpscout-channels.ts";
import { HELPSCOUT_FILES } from "./helpscout-files.ts";
import { helpscoutIds } from "./helpscout-ids.ts";
import { helpscoutRows } from "./helpscout-rows.ts";
import { createHelpscoutSimulator } from "./helpscout-simulator.ts";

export const playedHelpscout: PlayedHelpdesk = {
  vendor: "helpscout",
  displayName: "Help Scout",
  hosts: ["helpscout.net"],
  files: HELPSCOUT_FILES,
  play: createHelpscoutSimulator,
  rowsOf: helpscoutRows,
  idsIn: helpscoutIds,
  channels: HELPSCOUT_CHANNELS,
};
