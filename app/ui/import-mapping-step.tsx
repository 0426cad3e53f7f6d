import { useFetcher, useNavigation, useSearchParams, useSubmit } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineGrid,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { TimeFormatGuess } from "../imports/guess-time-format.ts";
import { DELIMITERS, ENCODINGS, IMPORT_CONTENTS, missingFields } from "../imports/import-fields.ts";
import type { ImportMapping } from "../imports/import-mapping.ts";
import type { PreviewRow } from "../imports/import-preview.ts";
import { ColumnChoices, ReadingChoices } from "./import-mapping-form.tsx";
import { ImportPreviewTable } from "./import-preview-table.tsx";
import { useText } from "./use-text.ts";

const PREVIEW_DELAY_MS = 300;
const NEW = "new";

export interface MappingStepView {
  format: "csv" | "xlsx";
  mapping: ImportMapping;
  remembered: boolean;
  preview: MappingPreviewView;
}

export interface MappingPreviewView {
  rows: PreviewRow[];
  times: TimeFormatGuess;
}

interface ImportMappingStepProps {
  step: MappingStepView;
  helpdesks: readonly { connectionId: string; name: string }[];
  zones: readonly string[];
  /** The last try to start was refused. */
  refused: boolean;
}

/** What the columns of an uploaded file hold, how they are read, whose they are; the preview follows every choice. */
export function ImportMappingStep({ step, helpdesks, zones, refused }: ImportMappingStepProps) {
  const t = useText();
  const [mapping, setMapping] = useState(step.mapping);
  const preview = usePreview(mapping, step);
  const missing = missingFields(mapping);
  return (
    <BlockStack gap="400">
      {refused && (
        <Banner tone="critical" title={t("import.start.refused")}>
          <p>{t("import.start.refused.body")}</p>
        </Banner>
      )}
      {step.remembered && (
        <Banner tone="info">
          <p>{t("import.remembered")}</p>
        </Banner>
      )}
      <FileChoices step={step} />
      <ColumnChoices mapping={mapping} missing={missing} onChange={setMapping} />
      <ReadingChoices mapping={mapping} zones={zones} onChange={setMapping} />
      <ImportPreviewTable mapping={mapping} missing={missing} {...preview} />
      <StartCard mapping={mapping} helpdesks={helpdesks} complete={missing.length === 0} />
    </BlockStack>
  );
}

/** What the server makes of the mapping, asked for a moment after the last change. */
function usePreview(mapping: ImportMapping, step: MappingStepView): MappingPreviewView {
  const fetcher = useFetcher<{ preview?: MappingPreviewView }>();
  const { submit } = fetcher;
  const shown = useRef(JSON.stringify(step.mapping));
  useEffect(() => {
    const text = JSON.stringify(mapping);
    if (text === shown.current) return;
    const timer = setTimeout(() => {
      shown.current = text;
      submit({ intent: "preview", mapping: text }, { method: "post" });
    }, PREVIEW_DELAY_MS);
    return () => clearTimeout(timer);
  }, [mapping, submit]);
  return fetcher.data?.preview ?? step.preview;
}

/** Choices after which the file is read anew, headings and all. */
function FileChoices({ step: { format, mapping } }: { step: MappingStepView }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const wish = (name: string, value: string) => {
    const wishes = new URLSearchParams(search);
    if (mapping.csv) {
      wishes.set("delimiter", mapping.csv.delimiter);
      wishes.set("encoding", mapping.csv.encoding);
    }
    wishes.set("content", mapping.content);
    wishes.set(name, value);
    setSearch(wishes, { replace: true, preventScrollReset: true });
  };
  return (
    <Card>
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="400" alignItems="start">
        <Select
          label={t("import.file.content")}
          options={IMPORT_CONTENTS.map((value) => ({ value, label: t(`import.content.${value}`) }))}
          value={mapping.content}
          onChange={(value) => wish("content", value)}
        />
        {format === "csv" && mapping.csv && (
          <Select
            label={t("import.file.delimiter")}
            options={DELIMITERS.map((value) => ({ value, label: t(`import.delimiter.${DELIMITER_NAMES[value]}`) }))}
            value={mapping.csv.delimiter}
            onChange={(value) => wish("delimiter", value)}
          />
        )}
        {format === "csv" && mapping.csv && (
          <Select
            label={t("import.file.encoding")}
            options={ENCODINGS.map((value) => ({ value, label: t(`import.encoding.${value}`) }))}
            value={mapping.csv.encoding}
            onChange={(value) => wish("encoding", value)}
          />
        )}
      </InlineGrid>
    </Card>
  );
}

const DELIMITER_NAMES = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;

interface StartCardProps {
  mapping: ImportMapping;
  helpdesks: ImportMappingStepProps["helpdesks"];
  complete: boolean;
}

/** Whose tickets these are, and the button that starts. */
function StartCard({ mapping, helpdesks, complete }: StartCardProps) {
  const t = useText();
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const [chosen, setChosen] = useState(helpdesks[0]?.connectionId ?? NEW);
  const [name, setName] = useState("");
  const named = chosen !== NEW || name.trim() !== "";
  const start = () => {
    const helpdesk = chosen === NEW ? { name } : { connectionId: chosen };
    submit({ intent: "start", submitted: JSON.stringify({ mapping, helpdesk }) }, { method: "post" });
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("import.helpdesk.title")}
        </Text>
        <FormLayout>
          {helpdesks.length > 0 && (
            <Select
              label={t("import.helpdesk.choose")}
              options={[
                ...helpdesks.map((known) => ({ label: known.name, value: known.connectionId })),
                { label: t("import.helpdesk.new"), value: NEW },
              ]}
              value={chosen}
              onChange={setChosen}
            />
          )}
          {chosen === NEW && (
            <TextField
              label={t("import.helpdesk.name")}
              helpText={t("import.helpdesk.name.help")}
              autoComplete="off"
              maxLength={60}
              value={name}
              onChange={setName}
              requiredIndicator
            />
          )}
        </FormLayout>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("import.start.meaning")}
        </Text>
        <InlineStack align="end" gap="200">
          <Button url="/app/helpdesks/import">{t("action.cancel")}</Button>
          <Button variant="primary" loading={busy} disabled={!complete || !named} onClick={start}>
            {t("import.start")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
