import { useFetcher } from "@remix-run/react";
import { Button, InlineStack, List, Text } from "@shopify/polaris";
import { Disclosure } from "./disclosure.tsx";
import { useFormats } from "./shop-formats.tsx";
import type { HelpdeskSyncView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

/** Rows of the helpdesk that could not be read, with their reasons: they are counted nowhere. */
export function SetAsideRows({ helpdesk }: { helpdesk: HelpdeskSyncView }) {
  const t = useText();
  const formats = useFormats();
  return (
    <Disclosure label={t("helpdesks.set-aside", { count: helpdesk.setAside, n: formats.count(helpdesk.setAside) })}>
      <Text as="p">{t("helpdesks.set-aside.meaning")}</Text>
      <List>
        {helpdesk.setAsideReasons.map(({ stream, reason, count }) => (
          <List.Item key={`${stream} ${reason}`}>
            {t("helpdesks.set-aside.reason", { stream, reason, n: formats.count(count) })}
          </List.Item>
        ))}
      </List>
      {helpdesk.status === "active" && <RetryButton connectionId={helpdesk.connectionId} />}
    </Disclosure>
  );
}

/** Reads them once more: the helpdesk may have mended them, or we may have learned to read them. */
function RetryButton({ connectionId }: { connectionId: string }) {
  const t = useText();
  const fetcher = useFetcher<{ ok: boolean }>();
  return (
    <InlineStack gap="200" blockAlign="center">
      <Button
        loading={fetcher.state !== "idle"}
        onClick={() => fetcher.submit({ intent: "retry", connectionId }, { method: "post" })}
      >
        {t("helpdesks.set-aside.retry")}
      </Button>
      <div aria-live="polite">
        {fetcher.data?.ok && fetcher.state === "idle" && <Text as="p">{t("helpdesks.set-aside.retrying")}</Text>}
      </div>
    </InlineStack>
  );
}
