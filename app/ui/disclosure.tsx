import { BlockStack, Button, Collapsible } from "@shopify/polaris";
import { type ReactNode, useId, useState } from "react";

interface DisclosureProps {
  /** What the button says, closed or open. */
  label: string;
  children: ReactNode;
}

/** A line that opens what is behind it; closed at first. */
export function Disclosure({ label, children }: DisclosureProps) {
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
        {label}
      </Button>
      <Collapsible id={id} open={open}>
        <BlockStack gap="200">{children}</BlockStack>
      </Collapsible>
    </BlockStack>
  );
}
