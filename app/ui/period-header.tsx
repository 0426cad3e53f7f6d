import { Banner, BlockStack, Box } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { PeriodView } from "./period-address.ts";
import { PeriodPicker } from "./period-picker.tsx";
import { useText } from "./use-text.ts";

/** The picker, with what is to be said about the period; an address that could not be read comes before all else. */
export function PeriodHeader({ period, notice }: { period: PeriodView; notice: ReactNode }) {
  const t = useText();
  return (
    <BlockStack gap="300">
      {period.problem && (
        <Banner tone="warning" title={t(`period.banner.${period.problem}`)}>
          <p>{t("period.banner.default", { period: t(`period.preset.${period.preset}`) })}</p>
        </Banner>
      )}
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <BlockStack gap="200">
          <PeriodPicker period={period} />
          {notice}
        </BlockStack>
      </Box>
    </BlockStack>
  );
}
