import { playedChatwoot } from "./chatwoot/played-chatwoot.ts";
import { playedFreshdesk } from "./freshdesk/played-freshdesk.ts";
import { playedGorgias } from "./gorgias/played-gorgias.ts";
import { playedHelpscout } from "./helpscout/played-helpscout.ts";
import { playedIntercom } from "./intercom/played-intercom.ts";
import type { PlayedHelpdesk } from "./played-helpdesk.ts";
import { playedReamaze } from "./reamaze/played-reamaze.ts";
import { playedZendesk } from "./zendesk/played-zendesk.ts";

/** Every helpdesk that the sandbox plays. A vendor that is not here has no contract suite and must not be shipped. */
export const PLAYED_HELPDESKS: readonly PlayedHelpdesk[] = [
  playedGorgias,
  playedZendesk,
  playedFreshdesk,
  playedIntercom,
  playedHelpscout,
  playedReamaze,
  playedChatwoot,
];

/** @throws RangeError for a vendor that nobody plays */
export function playedHelpdesk(vendor: string): PlayedHelpdesk {
  const played = PLAYED_HELPDESKS.find((candidate) => candidate.vendor === vendor);
  if (played === undefined) throw new RangeError(`No simulator plays ${vendor}`);
  return played;
}
