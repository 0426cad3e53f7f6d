import type { AgentRef } from "../metrics/figure-filter.ts";
import { reportOnly } from "./report-address.ts";

const PAGE = "/app/agents";

/** Address of an agent's page for the report at `search`, which is about that agent alone there. */
export function agentAddress({ connectionId, agentId }: AgentRef, search: URLSearchParams): string {
  return `${PAGE}/${encodeURIComponent(connectionId)}/${encodeURIComponent(agentId)}${queryOf(search)}`;
}

/** Address of the leaderboard for the report at `search`. */
export function teamAddress(search: URLSearchParams): string {
  return `${PAGE}${queryOf(search)}`;
}

function queryOf(search: URLSearchParams): string {
  const report = reportOnly(search);
  report.delete("agent");
  const query = report.toString();
  return query === "" ? "" : `?${query}`;
}
