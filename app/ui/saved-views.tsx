import { useFetcher, useLocation } from "@remix-run/react";
import { Box, Button, Popover } from "@shopify/polaris";
import { StarIcon } from "@shopify/polaris-icons";
import { useCallback, useRef, useState } from "react";
import type { SavedView } from "../metrics/saved-view.ts";
import { SavedViewForm } from "./saved-view-form.tsx";
import { SavedViewList } from "./saved-view-list.tsx";
import { useFocusInside } from "./use-focus-inside.ts";
import { useText } from "./use-text.ts";

const ADDRESS = "/app/views";

/** What the menu shows: the list, or the form that names a view. */
type Mode = { kind: "list" } | { kind: "save" } | { kind: "rename"; view: SavedView };

/** Reports that the user has saved under a name. The list is only fetched when it is to be seen. */
export function SavedViews() {
  const t = useText();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const [mode, setMode] = useState<Mode>({ kind: "list" });
  const { data, load } = useFetcher<{ views: SavedView[] }>();
  const showList = useCallback(() => {
    setMode({ kind: "list" });
    load(`${ADDRESS}?${new URLSearchParams({ page: pathname })}`);
  }, [load, pathname]);
  const close = () => setOpen(false);
  const frame = useRef<HTMLDivElement>(null);
  useFocusInside(frame, `${mode.kind} ${data?.views.length ?? ""}`);
  const toggle = () => {
    if (!open) showList();
    setOpen(!open);
  };
  return (
    <Popover
      active={open}
      onClose={close}
      autofocusTarget="none"
      preferredAlignment="left"
      fluidContent
      activator={
        <Button icon={StarIcon} disclosure onClick={toggle}>
          {t("views.open")}
        </Button>
      }
    >
      <div ref={frame}>
        <Box padding="400" minWidth="min(20rem, 90vw)" maxWidth="min(20rem, 90vw)">
          {mode.kind === "list" ? (
            <SavedViewList
              address={ADDRESS}
              views={data?.views ?? null}
              onApply={close}
              onSave={() => setMode({ kind: "save" })}
              onRename={(view) => setMode({ kind: "rename", view })}
              onDeleted={showList}
            />
          ) : (
            <SavedViewForm
              address={ADDRESS}
              {...(mode.kind === "rename" && { renamed: mode.view })}
              onDone={showList}
              onCancel={showList}
            />
          )}
        </Box>
      </div>
    </Popover>
  );
}
