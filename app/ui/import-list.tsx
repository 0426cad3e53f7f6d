import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { type ImportView, isImporting } from "./import-view.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

const TONES = { done: "success", failed: "critical", running: "info", queued: "info", uploaded: "attention" } as const;

/** Files that were handed in, the newest first. */
export function ImportList({ imports }: { imports: readonly ImportView[] }) {
  const t = useText();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("import.list.title")}
        </Text>
        {imports.length === 0 && <Text as="p">{t("import.list.empty")}</Text>}
        {imports.map((file) => (
          <ImportLine key={file.importId} file={file} />
        ))}
      </BlockStack>
    </Card>
  );
}

function ImportLine({ file }: { file: ImportView }) {
  const t = useText();
  const formats = useFormats();
  return (
    <div data-import={file.importId} data-status={file.status}>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Link url={`/app/helpdesks/import/${file.importId}`}>
            <Text as="span" breakWord>
              {file.fileName}
            </Text>
          </Link>
          <ImportBadge status={file.status} />
        </InlineStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("import.list.facts", {
            at: formats.instant(file.createdAt),
            stored: formats.count(file.rowsStored),
            refused: formats.count(file.rowsRefused),
          })}
        </Text>
      </BlockStack>
    </div>
  );
}

/** What an import is doing, in a word. */
export function ImportBadge({ status }: Pick<ImportView, "status">) {
  const t = useText();
  const tone = status === "uploading" ? undefined : TONES[status];
  return (
    <Badge {...(tone && { tone })} {...(isImporting({ status }) && { progress: "partiallyComplete" as const })}>
      {t(`import.status.${status}`)}
    </Badge>
  );
}
