import { reportOnly } from "./report-address.ts";

const PAGE = "/app/export";

/** Parameters by their names; one that stands several times has several values. */
export type ExportParameters = Readonly<Record<string, string | readonly string[]>>;

/** Address of a file of the report at `search`; `wanted` says what and in which format, and may override the report. */
export function exportAddress(search: URLSearchParams, wanted: ExportParameters): string {
  const target = reportOnly(search);
  for (const [name, value] of Object.entries(wanted)) {
    target.delete(name);
    for (const each of [value].flat()) target.append(name, each);
  }
  return `${PAGE}?${target}`;
}
