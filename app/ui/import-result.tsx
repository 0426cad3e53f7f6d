import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { ImportBadge } from "./import-list.tsx";
import { type ImportView, isImporting } from "./import-view.ts";
import { Wrapped } from "./import-wrapped-cell.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { SyncProgress } from "./sync-progress.tsx";
import { useCsvDownload } from "./use-csv-download.ts";
import { useText } from "./use-text.ts";

export interface LineProblemView {
  line: number;
  /** Has plain words in the locale files. */
  reason: string;
  column: string | null;
}

interface ImportResultProps {
  file: ImportView;
  /** The first of them. */
  problems: readonly LineProblemView[];
}

/** How far an import has come, or what came of it. */
export function ImportResult({ file, problems }: ImportResultProps) {
  const t = useText();
  const formats = useFormats();
  const counts = [
    t("import.result.read", { count: file.rowsRead, n: formats.count(file.rowsRead) }),
    t("import.result.stored", { count: file.rowsStored, n: formats.count(file.rowsStored) }),
    t("import.result.refused", { count: file.rowsRefused, n: formats.count(file.rowsRefused) }),
  ];
  return (
    <BlockStack gap="400">
      {file.problem !== null && (
        <Banner tone="critical" title={t("import.failed")}>
          <p>{t(`import.problem.${file.problem}`)}</p>
          {file.rowsStored > 0 && <p>{t("import.failed.kept")}</p>}
        </Banner>
      )}
      <Card>
        <div data-import={file.importId} data-status={file.status}>
          <BlockStack gap="400">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">
                {t("import.result.title")}
              </Text>
              <ImportBadge status={file.status} />
            </InlineStack>
            {isImporting(file) ? (
              <SyncProgress label={t("import.result.running")} share={file.share} facts={counts} />
            ) : (
              counts.map((count) => (
                <Text as="p" key={count}>
                  {count}
                </Text>
              ))
            )}
            {file.status === "uploading" && <Text as="p">{t("import.uploading.body")}</Text>}
            <InlineStack gap="200">
              <Button url="/app/helpdesks/import" variant={file.status === "failed" ? "primary" : "secondary"}>
                {t(file.status === "failed" || file.status === "uploading" ? "import.again" : "import.another")}
              </Button>
              {file.status === "done" && (
                <Button url="/app" variant="primary">
                  {t("import.see-figures")}
                </Button>
              )}
            </InlineStack>
          </BlockStack>
        </div>
      </Card>
      {problems.length > 0 && <LineProblems file={file} problems={problems} />}
    </BlockStack>
  );
}

function LineProblems({ file, problems }: ImportResultProps) {
  const t = useText();
  const { download, busy, failed } = useCsvDownload();
  const address = `/app/helpdesks/import/${file.importId}/problems.csv`;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {t("import.lines.title")}
          </Text>
          <Button loading={busy} onClick={() => void download(address, t("import.lines.file-name"))}>
            {t("import.lines.download")}
          </Button>
        </InlineStack>
        {failed && (
          <Banner tone="critical">
            <p>{t("csv.failed")}</p>
          </Banner>
        )}
        <Text as="p">{t("import.lines.meaning")}</Text>
        <ScrollTable
          label={t("import.lines.title")}
          columns={[
            { heading: t("import.lines.line"), type: "numeric" },
            { heading: t("import.lines.column"), type: "text" },
            { heading: t("import.lines.reason"), type: "text" },
          ]}
          rows={problems.map(({ line, column, reason }) => [
            line,
            column ?? "",
            <Wrapped key={line} text={t(`import.reason.${reason}`)} />,
          ])}
        />
      </BlockStack>
    </Card>
  );
}
