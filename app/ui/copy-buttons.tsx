import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { ClipboardIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { copyFormatted, copyText } from "./copy-text.ts";
import { useText } from "./use-text.ts";

interface CopyButtonsProps {
  text: string;
  /** Offers the same as formatted text, for editors that show no source; with its form for those without formatting. */
  formatted?: { html: string; plain: string };
}

/** Copies what stands beside it and says so; where the browser does not let it, how to copy by hand. */
export function CopyButtons({ text, formatted }: CopyButtonsProps) {
  const t = useText();
  const app = useAppBridge();
  const [failed, setFailed] = useState(false);
  const copy = async (copied: Promise<boolean>) => {
    const done = await copied;
    setFailed(!done);
    if (done) app.toast.show(t("copy.done"));
  };
  return (
    <BlockStack gap="200">
      <InlineStack gap="200">
        {formatted && (
          <Button icon={ClipboardIcon} onClick={() => void copy(copyFormatted(formatted.html, formatted.plain))}>
            {t("copy.formatted")}
          </Button>
        )}
        <Button icon={ClipboardIcon} onClick={() => void copy(copyText(text))}>
          {t(formatted ? "copy.source" : "copy.text")}
        </Button>
      </InlineStack>
      <div role="alert">
        {failed && (
          <Text as="p" tone="critical">
            {t("copy.failed")}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}
