import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { EditBar } from "./edit-bar.tsx";
import { useLeaveGuard } from "./use-leave-guard.ts";

interface EditFormProps {
  /** Tells the bars of one page apart. */
  id: string;
  changed: boolean;
  busy: boolean;
  onSave(): void;
  onDiscard(): void;
  children: ReactNode;
}

/** A form of settings: its changes are saved or dropped in the admin's save bar, by the Enter key too, and not left behind unasked. */
export function EditForm({ id, changed, busy, onSave, onDiscard, children }: EditFormProps) {
  useLeaveGuard(changed);
  return (
    <Form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !busy) onSave();
      }}
    >
      <input type="submit" hidden />
      <EditBar id={id} open={changed} busy={busy} onSave={onSave} onDiscard={onDiscard} />
      {children}
    </Form>
  );
}
