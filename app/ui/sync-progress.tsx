import { BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

interface SyncProgressProps {
  label: string;
  /** 0 to 1; null while unknown, then there is no bar. */
  share: number | null;
  facts: string[];
}

/** A bar with what is known about it. The text is announced when it changes, the bar itself is not. */
export function SyncProgress({ label, share, facts }: SyncProgressProps) {
  const id = useId();
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200">
        <Text as="p" id={id}>
          {label}
        </Text>
      </InlineStack>
      {share !== null && (
        <ProgressBar
          progress={Math.floor(share * 100)}
          size="small"
          tone="primary"
          animated={false}
          ariaLabelledBy={id}
        />
      )}
      <div aria-live="polite">
        <InlineStack gap="400">
          {facts.map((fact) => (
            <Text as="p" variant="bodySm" tone="subdued" key={fact}>
              {fact}
            </Text>
          ))}
        </InlineStack>
      </div>
    </BlockStack>
  );
}
