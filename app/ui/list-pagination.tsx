import { useSearchParams } from "@remix-run/react";
import { InlineStack, Pagination } from "@shopify/polaris";
import { cursorsOf, nextPage, previousPage } from "./list-pages.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface ListPaginationProps {
  label: string;
  /** Rows of this page, of a full one, and of all. */
  shown: number;
  pageSize: number;
  total: number;
  /** Where the next page begins; null on the last. */
  next: string | null;
}

/** Leads from page to page of a list whose page is part of the address. */
export function ListPagination({ label, shown, pageSize, total, next }: ListPaginationProps) {
  const t = useText();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const before = cursorsOf(search).length * pageSize;
  const go = (target: URLSearchParams) => setSearch(target, { preventScrollReset: true });
  return (
    <InlineStack align="center">
      <Pagination
        accessibilityLabel={label}
        label={t("orders-list.range", {
          from: formats.count(before + 1),
          to: formats.count(before + shown),
          total: formats.count(total),
        })}
        hasPrevious={before > 0}
        onPrevious={() => go(previousPage(search))}
        hasNext={next !== null}
        onNext={() => next !== null && go(nextPage(search, next))}
      />
    </InlineStack>
  );
}
