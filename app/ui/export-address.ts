import { reportOnly } from "./report-address.ts";

const PAGE = "/app/export";

/** Address of a file of the report at `search`; `wanted` says what and in which format, and may override the report. */
export function exportAddress(search: URLSearchParams, wanted: Readonly<Record<string, string>>): string {
  const target = reportOnly(search);
  for (const [name, value] of Object.entries(wanted)) target.set(name, value);
  return `${PAGE}?${target}`;
}
