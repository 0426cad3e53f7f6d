import { Button, InlineStack, Tag } from "@shopify/polaris";
import { type FigureFilter, writeAgentRef } from "../metrics/figure-filter.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { formatChannel } from "./channel-name.ts";
import { FILTER_NAMES, type FilterFacet, removeValue } from "./report-address.ts";
import { useReportChange } from "./report-navigation.ts";
import { useText } from "./use-text.ts";

interface FilterChipsProps {
  filter: FigureFilter;
  options: FilterOptions;
}

/** The active filters, each with a way to remove it; nothing where there is none. */
export function FilterChips({ filter, options }: FilterChipsProps) {
  const t = useText();
  const change = useReportChange();
  const names = useChoiceNames(options);
  const chips = FILTER_NAMES.flatMap((facet) => chosenOf(filter, facet).map((value) => ({ facet, value })));
  if (chips.length === 0) return null;
  const clear = () =>
    change((search) => {
      for (const name of FILTER_NAMES) search.delete(name);
    });
  return (
    <InlineStack gap="200" blockAlign="center">
      {chips.map(({ facet, value }) => (
        <Tag key={`${facet} ${value}`} onRemove={() => change((search) => removeValue(search, facet, value))}>
          {t("filter.chip", { facet: t(`filter.${facet}`), name: names(facet, value) })}
        </Tag>
      ))}
      <Button variant="plain" onClick={clear}>
        {t("filter.clear")}
      </Button>
    </InlineStack>
  );
}

/** The values of one facet as they stand in the address. */
export function chosenOf(filter: FigureFilter, facet: FilterFacet): string[] {
  const chosen: Record<FilterFacet, readonly string[]> = {
    helpdesk: filter.connectionIds,
    channel: filter.channels,
    agent: filter.agents.map(writeAgentRef),
    tag: filter.tags,
  };
  return [...chosen[facet]];
}

/** What people call a value of the address; the text itself where the shop has no such thing. */
export function useChoiceNames(options: FilterOptions): (facet: FilterFacet, value: string) => string {
  const t = useText();
  return (facet, value) => {
    if (facet === "channel") return formatChannel(value, t);
    if (facet === "tag") return value;
    if (facet === "helpdesk")
      return options.helpdesks.find(({ connectionId }) => connectionId === value)?.name ?? value;
    const agent = options.agents.find((known) => writeAgentRef(known) === value);
    return agent?.name ?? value.slice(value.indexOf("/") + 1);
  };
}
