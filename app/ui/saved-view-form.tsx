import { useFetcher, useLocation, useSearchParams } from "@remix-run/react";
import { BlockStack, Button, Form, InlineStack, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { MOST_NAME_LENGTH, type SavedView, type SavedViewProblem } from "../metrics/saved-view.ts";
import { useText } from "./use-text.ts";

interface SavedViewFormProps {
  address: string;
  /** The view that gets another name; left out, the report as it is shown becomes a new one. */
  renamed?: SavedView;
  onDone(): void;
  onCancel(): void;
}

/** Asks for a view's name. What is wrong with it stands beside the field, and nothing is saved. */
export function SavedViewForm({ address, renamed, onDone, onCancel }: SavedViewFormProps) {
  const t = useText();
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const [name, setName] = useState(renamed?.name ?? "");
  const fetcher = useFetcher<{ ok: boolean; problem: SavedViewProblem | null }>();
  const { state, data } = fetcher;
  useEffect(() => {
    if (state === "idle" && data?.ok) onDone();
  }, [state, data, onDone]);
  const submit = () =>
    fetcher.submit(
      renamed
        ? { intent: "rename", page: pathname, viewId: renamed.viewId, name }
        : { intent: "save", page: pathname, search: search.toString(), name },
      { method: "post", action: address },
    );
  return (
    <Form onSubmit={submit} implicitSubmit={false}>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t(renamed ? "views.rename.title" : "views.save.title")}
        </Text>
        <TextField
          label={t("views.name")}
          value={name}
          onChange={setName}
          autoComplete="off"
          autoFocus
          maxLength={MOST_NAME_LENGTH}
          error={state === "idle" && data?.problem ? t(`views.problem.${data.problem}`) : false}
        />
        <InlineStack align="end" gap="200">
          <Button onClick={onCancel}>{t("action.cancel")}</Button>
          <Button submit variant="primary" loading={state !== "idle"}>
            {t("views.save")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Form>
  );
}
