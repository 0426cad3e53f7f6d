import { useSearchParams } from "@remix-run/react";
import { ActionList, BlockStack, Box, Button, InlineStack, Popover, Text } from "@shopify/polaris";
import { ExportIcon } from "@shopify/polaris-icons";
import { type ReactNode, useState } from "react";
import { EXPORT_FORMATS, type ExportFormat, type ExportKind } from "../exports/export-request.ts";
import { type ExportParameters, exportAddress } from "./export-address.ts";
import { useCsvDownload } from "./use-csv-download.ts";
import { useText } from "./use-text.ts";

interface ExportMenuProps {
  what: ExportKind;
  /** What this page wants besides the report's own parameters, such as the grain it shows or `by`. */
  parameters?: ExportParameters;
  disabled?: boolean;
}

/** Offers what the page shows as a file, in each format. */
export function ExportMenu({ what, parameters = {}, disabled = false }: ExportMenuProps) {
  const t = useText();
  const [search] = useSearchParams();
  const [open, setOpen] = useState(false);
  const { download, busy, failed } = useCsvDownload();
  const start = (format: ExportFormat) => {
    setOpen(false);
    void download(exportAddress(search, { what, format, ...parameters }));
  };
  return (
    <BlockStack gap="100" inlineAlign="end">
      <Popover
        active={open}
        onClose={() => setOpen(false)}
        autofocusTarget="first-node"
        preferredAlignment="right"
        activator={
          <Button icon={ExportIcon} disclosure loading={busy} disabled={disabled} onClick={() => setOpen(!open)}>
            {t("export.open")}
          </Button>
        }
      >
        <ActionList
          actionRole="menuitem"
          items={EXPORT_FORMATS.map((format) => ({
            content: t(`export.format.${format}`),
            onAction: () => start(format),
          }))}
        />
      </Popover>
      <div role="alert">
        {failed && (
          <Text as="p" tone="critical">
            {t("csv.failed")}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}

/** Where a page has its export menu: at the end of a line of its own, below what the page is narrowed to. */
export function ExportBar({ children }: { children: ReactNode }) {
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <InlineStack align="end">{children}</InlineStack>
    </Box>
  );
}
