import { useFetcher, useLocation } from "@remix-run/react";
import { BlockStack, Box, Button, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { DeleteIcon, EditIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, useState } from "react";
import type { SavedView } from "../metrics/saved-view.ts";
import { useFocusInside } from "./use-focus-inside.ts";
import { useText } from "./use-text.ts";

interface SavedViewListProps {
  address: string;
  /** Null until they are known. */
  views: readonly SavedView[] | null;
  onApply(): void;
  onSave(): void;
  onRename(view: SavedView): void;
  onDeleted(): void;
}

/** The page's views, each to be shown, named otherwise or deleted, and a button that saves the one shown now. */
export function SavedViewList({ address, views, onApply, onSave, onRename, onDeleted }: SavedViewListProps) {
  const t = useText();
  return (
    <BlockStack gap="300">
      <Text as="h2" variant="headingSm">
        {t("views.title")}
      </Text>
      {views === null && <SkeletonBodyText lines={2} />}
      {views?.length === 0 && (
        <Text as="p" tone="subdued">
          {t("views.empty")}
        </Text>
      )}
      {views?.map((view) => (
        <ViewRow
          key={view.viewId}
          address={address}
          view={view}
          onApply={onApply}
          onRename={() => onRename(view)}
          onDeleted={onDeleted}
        />
      ))}
      <Button onClick={onSave}>{t("views.save.title")}</Button>
    </BlockStack>
  );
}

interface ViewRowProps {
  address: string;
  view: SavedView;
  onApply(): void;
  onRename(): void;
  onDeleted(): void;
}

function ViewRow({ address, view, onApply, onRename, onDeleted }: ViewRowProps) {
  const t = useText();
  const { pathname } = useLocation();
  const [asking, setAsking] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  useFocusInside(frame, String(asking));
  if (asking) {
    return (
      <div ref={frame}>
        <DeleteQuestion {...{ address, view, onDeleted }} onCancel={() => setAsking(false)} />
      </div>
    );
  }
  return (
    <div ref={frame}>
      <InlineStack align="space-between" blockAlign="center" gap="100" wrap={false}>
        <Box width="100%">
          <Button variant="tertiary" textAlign="left" fullWidth url={`${pathname}?${view.search}`} onClick={onApply}>
            {view.name}
          </Button>
        </Box>
        <Button
          variant="tertiary"
          icon={EditIcon}
          accessibilityLabel={t("views.rename", { name: view.name })}
          onClick={onRename}
        />
        <Button
          variant="tertiary"
          icon={DeleteIcon}
          accessibilityLabel={t("views.delete", { name: view.name })}
          onClick={() => setAsking(true)}
        />
      </InlineStack>
    </div>
  );
}

interface DeleteQuestionProps {
  address: string;
  view: SavedView;
  onDeleted(): void;
  onCancel(): void;
}

function DeleteQuestion({ address, view, onDeleted, onCancel }: DeleteQuestionProps) {
  const t = useText();
  const { pathname } = useLocation();
  const fetcher = useFetcher<{ ok: boolean }>();
  const { state, data } = fetcher;
  useEffect(() => {
    if (state === "idle" && data?.ok) onDeleted();
  }, [state, data, onDeleted]);
  const remove = () =>
    fetcher.submit({ intent: "delete", page: pathname, viewId: view.viewId }, { method: "post", action: address });
  return (
    <BlockStack gap="200">
      <Text as="p">{t("views.delete.question", { name: view.name })}</Text>
      <InlineStack gap="200">
        <Button onClick={onCancel}>{t("action.cancel")}</Button>
        <Button variant="primary" tone="critical" loading={state !== "idle"} onClick={remove}>
          {t("views.delete.confirm")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
