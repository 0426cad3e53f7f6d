import { BlockStack, Box, Button, ChoiceList, Scrollable, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { writeAgentRef } from "../metrics/figure-filter.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { useChoiceNames } from "./filter-chips.tsx";
import type { FilterFacet } from "./report-address.ts";
import { useReportChange } from "./report-navigation.ts";
import { useText } from "./use-text.ts";

/** More than this is searched for, not scrolled to. */
const MOST_LISTED = 100;

interface FilterChoicesProps {
  facet: FilterFacet;
  chosen: string[];
  options: FilterOptions;
}

/** The values of one filter with a field that searches them; a tag that is not in the list can be typed. */
export function FilterChoices({ facet, chosen, options }: FilterChoicesProps) {
  const t = useText();
  const change = useReportChange();
  const [query, setQuery] = useState("");
  const names = useChoiceNames(options);
  const choices = choicesOf(facet, options, (value) => names(facet, value));
  const wanted = query.trim().toLowerCase();
  const found = choices.filter(({ label, helpText }) => `${label} ${helpText ?? ""}`.toLowerCase().includes(wanted));
  const choose = (values: string[]) =>
    change((search) => {
      search.delete(facet);
      for (const value of values) search.append(facet, value);
    });
  const typed = query.trim();
  return (
    <Box paddingInline="400" paddingBlockEnd="400">
      <BlockStack gap="300">
        <TextField
          label={t(`filter.search.${facet}`)}
          value={query}
          onChange={setQuery}
          autoComplete="off"
          autoFocus
          clearButton
          onClearButtonClick={() => setQuery("")}
        />
        <Scrollable style={{ maxHeight: "16rem" }} focusable shadow>
          {found.length === 0 ? (
            <Text as="p" tone="subdued">
              {t("filter.none")}
            </Text>
          ) : (
            <ChoiceList
              title={t(`filter.${facet}`)}
              titleHidden
              allowMultiple
              choices={found.slice(0, MOST_LISTED)}
              selected={chosen}
              // The list hands back what is chosen and not listed just now, too.
              onChange={choose}
            />
          )}
        </Scrollable>
        {facet === "tag" && typed !== "" && !choices.some(({ value }) => value === typed) && (
          <Button onClick={() => choose([...chosen, typed])}>{t("filter.use-tag", { tag: typed })}</Button>
        )}
      </BlockStack>
    </Box>
  );
}

interface Choice {
  value: string;
  label: string;
  helpText?: string;
}

function choicesOf(facet: FilterFacet, options: FilterOptions, name: (value: string) => string): Choice[] {
  if (facet === "agent") {
    const severalHelpdesks = options.helpdesks.length > 1;
    return options.agents.map((agent) => ({
      value: writeAgentRef(agent),
      label: agent.name,
      ...(severalHelpdesks && { helpText: agent.helpdesk }),
    }));
  }
  const values: Record<Exclude<FilterFacet, "agent">, readonly string[]> = {
    helpdesk: options.helpdesks.map(({ connectionId }) => connectionId),
    channel: options.channels,
    tag: options.tags,
  };
  return values[facet].map((value) => ({ value, label: name(value) }));
}
