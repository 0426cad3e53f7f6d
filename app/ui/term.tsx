import { Text, Tooltip } from "@shopify/polaris";

interface TermProps {
  name: string;
  definition: string;
  as?: "h2" | "h3" | "span" | "dt";
}

/** The name of a figure; its definition shows on hover and on keyboard focus. */
export function Term({ name, definition, as = "h2" }: TermProps) {
  return (
    <Text as={as} variant="headingSm" tone="subdued">
      <Tooltip content={definition} width="wide" hasUnderline>
        {name}
      </Tooltip>
    </Text>
  );
}
