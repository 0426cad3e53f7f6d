import { useFetcher } from "@remix-run/react";
import { Modal, TitleBar, useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Box, ChoiceList, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { HelpdeskSyncView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

interface DisconnectModalProps {
  helpdesk: HelpdeskSyncView;
  open: boolean;
  onClose(): void;
}

type Fate = "keep" | "delete";

/** One fetcher for modal and page: the card that holds the modal may be gone when the answer comes. */
const DISCONNECT = { key: "disconnect" };

/** Says what happens to the data before anything does, and leaves the choice to the merchant. */
export function DisconnectModal({ helpdesk, open, onClose }: DisconnectModalProps) {
  const t = useText();
  const [fate, setFate] = useState<Fate>("keep");
  const fetcher = useFetcher(DISCONNECT);
  const disconnect = () => {
    fetcher.submit({ intent: "disconnect", connectionId: helpdesk.connectionId, fate }, { method: "post" });
    onClose();
  };
  return (
    <Modal id={`disconnect-${helpdesk.connectionId}`} open={open} onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="p">{t("disconnect.body")}</Text>
          <ChoiceList
            title={t("disconnect.choice")}
            choices={(["keep", "delete"] as const).map((value) => ({
              value,
              label: t(`disconnect.${value}.label`),
              helpText: t(`disconnect.${value}.help`),
            }))}
            selected={[fate]}
            onChange={([value]) => setFate(value === "delete" ? "delete" : "keep")}
          />
        </BlockStack>
      </Box>
      <TitleBar title={t("disconnect.title", { vendor: helpdesk.vendorName, name: helpdesk.name })}>
        <button type="button" variant="primary" tone="critical" onClick={disconnect}>
          {t("disconnect.confirm")}
        </button>
        <button type="button" onClick={onClose}>
          {t("action.cancel")}
        </button>
      </TitleBar>
    </Modal>
  );
}

/** Tells once that a helpdesk has been disconnected. */
export function useDisconnectToast(): void {
  const t = useText();
  const app = useAppBridge();
  const { state, data } = useFetcher<{ ok: boolean }>(DISCONNECT);
  useEffect(() => {
    if (state === "idle" && data?.ok) app.toast.show(t("disconnect.done"));
  }, [state, data, app, t]);
}
