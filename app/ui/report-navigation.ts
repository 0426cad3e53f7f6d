import { useSearchParams } from "@remix-run/react";
import { useCallback } from "react";
import { changedReport } from "./report-address.ts";

/** Shows the same page with the report changed by `edit`; the page stays where it is scrolled to. */
export function useReportChange(): (edit: (search: URLSearchParams) => void) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (edit) => setSearch((search) => changedReport(search, edit), { preventScrollReset: true }),
    [setSearch],
  );
}
