import { BlockStack, Button, Collapsible, List, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { useFormats } from "./shop-formats.tsx";
import type { HelpdeskSyncView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

/** Rows of the helpdesk that could not be read, with their reasons: they are counted nowhere. */
export function SetAsideRows({ helpdesk }: { helpdesk: HelpdeskSyncView }) {
  const t = useText();
  const formats = useFormats();
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Button
        variant="plain"
        disclosure={open ? "up" : "down"}
        ariaExpanded={open}
        ariaControls={id}
        onClick={() => setOpen(!open)}
      >
        {t("helpdesks.set-aside", { count: helpdesk.setAside, n: formats.count(helpdesk.setAside) })}
      </Button>
      <Collapsible id={id} open={open}>
        <BlockStack gap="200">
          <Text as="p">{t("helpdesks.set-aside.meaning")}</Text>
          <List>
            {helpdesk.setAsideReasons.map(({ stream, reason, count }) => (
              <List.Item key={`${stream} ${reason}`}>
                {t("helpdesks.set-aside.reason", { stream, reason, n: formats.count(count) })}
              </List.Item>
            ))}
          </List>
        </BlockStack>
      </Collapsible>
    </BlockStack>
  );
}
