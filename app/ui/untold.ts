import type { Capabilities } from "../helpdesks/adapter.ts";

/** Sentences of the locale files about what a helpdesk does not tell, the most important first. */
export function untoldBy(capabilities: Capabilities): string[] {
  const { statusHistory, closer, ratings, automation, spam, deletions, merges, ticketCount } = capabilities;
  const sentences: [boolean, string][] = [
    [statusHistory === "none", "capability.closing-time"],
    [statusHistory === "latest", "capability.status-history"],
    [!closer && statusHistory !== "none", "capability.closer"],
    [!automation, "capability.automation"],
    [ratings === null, "capability.ratings"],
    [!spam, "capability.spam"],
    [!merges, "capability.merges"],
    [!deletions, "capability.deletions"],
    [!ticketCount, "capability.ticket-count"],
  ];
  return sentences.filter(([isUntold]) => isUntold).map(([, key]) => key);
}
