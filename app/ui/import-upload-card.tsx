import { useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Card, DropZone, InlineStack, Link, List, ProgressBar, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { FILE_PROBLEMS } from "../imports/import-problem.ts";
import { uploadFile } from "./import-upload-client.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** Words beside those of what is wrong with the file itself. */
const UPLOAD_PROBLEMS = [...FILE_PROBLEMS, "too-many", "lost", "connection"] as const;

/** Where a file is handed in; the page goes on to its columns when all of it has arrived. */
export function ImportUploadCard({ mostMegabytes }: { mostMegabytes: number }) {
  const t = useText();
  const navigate = useNavigate();
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async (file: File | undefined) => {
    if (!file || share !== null) return;
    setProblem(null);
    setShare(0);
    const outcome = await uploadFile(file, setShare);
    setShare(null);
    if ("problem" in outcome) setProblem(outcome.problem);
    else navigate(`/app/helpdesks/import/${outcome.importId}`);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t("import.upload.title")}
          </Text>
          <Text as="p">{t("import.upload.body")}</Text>
        </BlockStack>
        <div aria-live="polite">{problem !== null && <UploadProblem problem={problem} />}</div>
        {share === null ? (
          <DropZone
            label={t("import.upload.label")}
            labelHidden
            allowMultiple={false}
            variableHeight
            onDrop={(files) => void start(files[0])}
          >
            <DropZone.FileUpload
              actionTitle={t("import.upload.choose")}
              actionHint={t("import.upload.hint", { megabytes: mostMegabytes })}
            />
          </DropZone>
        ) : (
          <Sending share={share} />
        )}
        <UploadHelp />
      </BlockStack>
    </Card>
  );
}

function UploadProblem({ problem }: { problem: string }) {
  const t = useText();
  const known = UPLOAD_PROBLEMS.find((id) => id === problem) ?? "unexpected";
  return (
    <Banner tone="critical" title={t("import.refused")}>
      <p>{t(`import.problem.${known}`)}</p>
    </Banner>
  );
}

function Sending({ share }: { share: number }) {
  const t = useText();
  const formats = useFormats();
  const id = useId();
  return (
    <BlockStack gap="200">
      <Text as="p" id={id}>
        {t("import.upload.sending", { share: formats.percent(Math.floor(share * 100) / 100) })}
      </Text>
      <ProgressBar
        progress={Math.floor(share * 100)}
        size="small"
        tone="primary"
        animated={false}
        ariaLabelledBy={id}
      />
    </BlockStack>
  );
}

function UploadHelp() {
  const t = useText();
  return (
    <BlockStack gap="200">
      <List>
        <List.Item>{t("import.help.kinds")}</List.Item>
        <List.Item>{t("import.help.again")}</List.Item>
        <List.Item>{t("import.help.kept")}</List.Item>
      </List>
      <InlineStack gap="400">
        <Link url="/sample-tickets.csv" target="_blank">
          {t("import.sample.tickets")}
        </Link>
        <Link url="/sample-messages.csv" target="_blank">
          {t("import.sample.messages")}
        </Link>
      </InlineStack>
    </BlockStack>
  );
}
