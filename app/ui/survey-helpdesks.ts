import type { HelpdeskAdapter } from "../helpdesks/adapter.ts";
import type { HelpdeskSyncStatus } from "../sync/sync-status.ts";
import type { SurveyHelpdesk } from "./survey-links.tsx";

type Known = Pick<HelpdeskAdapter, "vendor" | "displayName" | "surveyLink">;
type Connection = Pick<HelpdeskSyncStatus, "connectionId" | "vendor" | "name" | "status">;

/**
 * The helpdesks that survey links can be made for: those that are connected first, every account by itself, then the others
 * that could be. Tickets from files are in no helpdesk whose messages could hold a link.
 */
export function surveyHelpdesksOf(known: readonly Known[], connections: readonly Connection[]): SurveyHelpdesk[] {
  const connected = connections.filter(({ status }) => status !== "disconnected");
  const viewOf = ({ vendor, displayName, surveyLink }: Known, connection: Connection | null): SurveyHelpdesk => ({
    ...{ vendor, vendorName: displayName, placeholders: surveyLink },
    connection: connection && { connectionId: connection.connectionId, name: connection.name },
  });
  const own = connected.flatMap((connection) => {
    const adapter = known.find(({ vendor }) => vendor === connection.vendor);
    return adapter ? [viewOf(adapter, connection)] : [];
  });
  const others = known.filter(({ vendor }) => !connected.some((connection) => connection.vendor === vendor));
  return [...own, ...others.map((adapter) => viewOf(adapter, null))];
}
