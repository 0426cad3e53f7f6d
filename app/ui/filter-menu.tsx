import { ActionList, Box, Button, Popover } from "@shopify/polaris";
import { ArrowLeftIcon, FilterIcon } from "@shopify/polaris-icons";
import { useRef, useState } from "react";
import type { FigureFilter } from "../metrics/figure-filter.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { chosenOf } from "./filter-chips.tsx";
import { FilterChoices } from "./filter-choices.tsx";
import { FILTER_NAMES, type FilterFacet } from "./report-address.ts";
import { useFocusInside } from "./use-focus-inside.ts";
import { useText } from "./use-text.ts";

interface FilterMenuProps {
  filter: FigureFilter;
  options: FilterOptions;
}

/** One button for all filters, so that it fits a phone: first what to filter by, then the choices of it. */
export function FilterMenu({ filter, options }: FilterMenuProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [facet, setFacet] = useState<FilterFacet | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  useFocusInside(frame, facet ?? "");
  const close = () => {
    setOpen(false);
    setFacet(null);
  };
  const count = FILTER_NAMES.reduce((sum, name) => sum + chosenOf(filter, name).length, 0);
  return (
    <Popover
      active={open}
      onClose={close}
      autofocusTarget={facet ? "none" : "first-node"}
      preferredAlignment="left"
      fluidContent
      activator={
        <Button icon={FilterIcon} disclosure onClick={() => (open ? close() : setOpen(true))}>
          {count === 0 ? t("filter.open") : t("filter.open-with", { n: count })}
        </Button>
      }
    >
      <div ref={frame}>
        {facet ? (
          <Box minWidth="min(20rem, 90vw)" maxWidth="min(20rem, 90vw)">
            <Box padding="200">
              <Button variant="tertiary" icon={ArrowLeftIcon} onClick={() => setFacet(null)}>
                {t("filter.back")}
              </Button>
            </Box>
            <FilterChoices facet={facet} chosen={chosenOf(filter, facet)} options={options} />
          </Box>
        ) : (
          <ActionList
            actionRole="menuitem"
            items={FILTER_NAMES.map((name) => {
              const chosen = chosenOf(filter, name).length;
              return {
                content:
                  chosen === 0
                    ? t(`filter.${name}`)
                    : t("filter.facet-with", { facet: t(`filter.${name}`), n: chosen }),
                onAction: () => setFacet(name),
              };
            })}
          />
        )}
      </div>
    </Popover>
  );
}
