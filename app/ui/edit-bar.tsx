import { SaveBar } from "@shopify/app-bridge-react";
import { useText } from "./use-text.ts";

interface EditBarProps {
  /** Tells the bars of one page apart. */
  id: string;
  open: boolean;
  busy: boolean;
  onSave(): void;
  onDiscard(): void;
}

/** The admin's own bar for what was changed and not saved yet. */
export function EditBar({ id, open, busy, onSave, onDiscard }: EditBarProps) {
  const t = useText();
  return (
    <SaveBar id={id} open={open}>
      <button type="button" variant="primary" disabled={busy} onClick={onSave}>
        {t("action.save")}
      </button>
      <button type="button" disabled={busy} onClick={onDiscard}>
        {t("action.discard")}
      </button>
    </SaveBar>
  );
}
