import { useSearchParams } from "@remix-run/react";
import { Button } from "@shopify/polaris";
import { FILTER_PARAMETERS } from "../metrics/figure-filter.ts";
import { EmptyNotice } from "./empty-notice.tsx";
import { changedReport, setPeriod } from "./report-address.ts";
import { changeList } from "./tickets-address.ts";
import type { TicketsChoice } from "./tickets-choice.ts";
import { useText } from "./use-text.ts";

interface TicketsEmptyProps {
  choice: TicketsChoice;
  /** Rows on all pages of the list. */
  total: number;
  filtered: boolean;
}

type Way = "first-page" | "all" | "unfiltered" | "longer";

/** Says that a list is empty, and leads to the nearest one that may not be. */
export function TicketsEmpty({ choice, total, filtered }: TicketsEmptyProps) {
  const t = useText();
  const [search] = useSearchParams();
  const way = wayOut(choice, { total, filtered });
  return (
    <EmptyNotice heading={t(`tickets.empty.${way}.title`)} body={t(`tickets.empty.${way}.body`)} image="/no-orders.svg">
      <Button url={`?${addressOf(way, search)}`}>{t(`tickets.empty.${way}.action`)}</Button>
    </EmptyNotice>
  );
}

function wayOut({ part, after }: TicketsChoice, { total, filtered }: { total: number; filtered: boolean }): Way {
  if (after !== null && total > 0) return "first-page";
  if (part === "hits") return "all";
  return filtered ? "unfiltered" : "longer";
}

function addressOf(way: Way, search: URLSearchParams): URLSearchParams {
  if (way === "first-page") return changeList(search, {});
  if (way === "all") return changeList(search, { part: null });
  return changedReport(search, (changed) => {
    if (way === "longer") setPeriod(changed, { preset: "last-365-days" });
    else for (const name of FILTER_PARAMETERS) changed.delete(name);
  });
}
