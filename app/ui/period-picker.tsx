import { useNavigation, useSearchParams } from "@remix-run/react";
import { ActionList, BlockStack, Box, Button, InlineStack, Popover, Text } from "@shopify/polaris";
import { CalendarIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { PERIOD_PRESETS, type PeriodChoice } from "../metrics/period.ts";
import { CustomPeriod } from "./custom-period.tsx";
import { addressOfPeriod, type PeriodView } from "./period-address.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

const PRESETS = PERIOD_PRESETS.filter((preset) => preset !== "custom");

/** Presets and a custom range; the choice lives in the address. */
export function PeriodPicker({ period }: { period: PeriodView }) {
  const t = useText();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const busy = useNavigation().state === "loading";
  const [open, setOpen] = useState(false);
  const [custom, setCustom] = useState(false);
  const close = () => {
    setOpen(false);
    setCustom(false);
  };
  const choose = (choice: PeriodChoice) => {
    close();
    setSearch(addressOfPeriod(choice, search), { preventScrollReset: true });
  };
  const activator = (
    <Button icon={CalendarIcon} disclosure loading={busy && open} onClick={() => setOpen(!open)}>
      {t(`period.preset.${period.preset}`)}
    </Button>
  );
  return (
    <InlineStack gap="200" blockAlign="center">
      <Popover
        active={open}
        activator={activator}
        onClose={close}
        autofocusTarget="first-node"
        preferredAlignment="left"
        fluidContent
      >
        {custom ? (
          <CustomPeriod period={period} onApply={choose} onCancel={close} />
        ) : (
          <ActionList
            actionRole="menuitem"
            items={[
              ...PRESETS.map((preset) => ({
                content: t(`period.preset.${preset}`),
                active: period.preset === preset,
                onAction: () => choose({ preset }),
              })),
              {
                content: t("period.preset.custom"),
                active: period.preset === "custom",
                onAction: () => setCustom(true),
              },
            ]}
          />
        )}
      </Popover>
      <BlockStack>
        <Text as="p" variant="bodySm">
          {formats.days(period)}
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("period.compared", { days: formats.days(period.previous) })}
        </Text>
      </BlockStack>
      <Box visuallyHidden>
        <div aria-live="polite">{busy ? t("period.loading") : ""}</div>
      </Box>
    </InlineStack>
  );
}
