import { useSearchParams } from "@remix-run/react";
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Select } from "@shopify/polaris";
import { type ListPart, TICKET_SORTS } from "../metrics/kpi-report.ts";
import { ListPagination } from "./list-pagination.tsx";
import { useFormats } from "./shop-formats.tsx";
import { changeList } from "./tickets-address.ts";
import type { Behind } from "./tickets-behind.ts";
import { sortsOf, type TicketsChoice } from "./tickets-choice.ts";
import { TicketsEmpty } from "./tickets-empty.tsx";
import { type TicketRowView, TicketsTable } from "./tickets-table.tsx";
import { useText } from "./use-text.ts";

/** One page of a list, as the loader gives it. */
export interface TicketsPage {
  rows: TicketRowView[];
  next: string | null;
  /** Rows of each part on all pages; `hits` is null where the figure is no rate. */
  totals: { all: number; hits: number | null };
  pageSize: number;
}

interface TicketsListProps {
  choice: TicketsChoice;
  list: Behind;
  page: TicketsPage;
  /** Whether the report leaves anything out. */
  filtered: boolean;
}

/** What a figure was counted from: which part of it, in which order, page by page; all of it is part of the address. */
export function TicketsList({ choice, list, page, filtered }: TicketsListProps) {
  const t = useText();
  const label = t("tickets.list", { kpi: t(`kpi.${choice.kpi}.name`) });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <PartSwitch choice={choice} list={list} totals={page.totals} />
          <SortSelect choice={choice} list={list} />
        </InlineStack>
        {page.rows.length === 0 ? (
          <TicketsEmpty choice={choice} total={totalOf(choice, page)} filtered={filtered} />
        ) : (
          <>
            <TicketsTable choice={choice} list={list} rows={page.rows} label={label} />
            <ListPagination
              label={label}
              total={totalOf(choice, page)}
              shown={page.rows.length}
              pageSize={page.pageSize}
              next={page.next}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function totalOf({ part }: TicketsChoice, { totals }: TicketsPage): number {
  return part === "hits" ? (totals.hits ?? 0) : totals.all;
}

/** All that the figure is about, or only what a rate's numerator counts. Where there is one part only, its number. */
function PartSwitch({ choice, list, totals }: Pick<TicketsListProps, "choice" | "list"> & Pick<TicketsPage, "totals">) {
  const t = useText();
  const formats = useFormats();
  const change = useListChange();
  const labelOf = (population: string, count: number) =>
    t(`tickets.part.${population}`, { count, n: formats.count(count) });
  if (list.hits === null || totals.hits === null)
    return <span data-total-all={totals.all}>{labelOf(list.all, totals.all)}</span>;
  const parts: { part: ListPart; label: string }[] = [
    { part: "all", label: labelOf(list.all, totals.all) },
    { part: "hits", label: labelOf(list.hits, totals.hits) },
  ];
  return (
    <div data-total-all={totals.all} data-total-hits={totals.hits}>
      <ButtonGroup variant="segmented">
        {parts.map(({ part, label }) => (
          <Button
            key={part}
            pressed={choice.part === part}
            onClick={() => change({ part: part === "hits" ? part : null })}
          >
            {label}
          </Button>
        ))}
      </ButtonGroup>
    </div>
  );
}

function SortSelect({ choice, list }: Pick<TicketsListProps, "choice" | "list">) {
  const t = useText();
  const change = useListChange();
  return (
    <Select
      label={t("tickets.sort")}
      labelInline
      options={sortsOf(list).map((sort) => ({
        value: sort,
        label:
          sort === "newest" || sort === "oldest" ? t(`tickets.sort.${sort}`) : t(`tickets.sort.${sort}.${list.value}`),
      }))}
      value={choice.sort}
      onChange={(value) => change({ sort: TICKET_SORTS.find((sort) => sort === value && sort !== "newest") ?? null })}
    />
  );
}

function useListChange(): (changes: Parameters<typeof changeList>[1]) => void {
  const [, setSearch] = useSearchParams();
  return (changes) => setSearch((search) => changeList(search, changes), { preventScrollReset: true });
}
