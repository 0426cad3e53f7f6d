import { BlockStack, Button, Card, InlineStack, Spinner, Text } from "@shopify/polaris";
import { type FieldProblem, useFieldProblem } from "./use-field-problem.ts";
import { useText } from "./use-text.ts";

interface SignInEndingProps {
  /** Absent while the vendor is asked. */
  result: { refused: RefusedSignIn | null } | undefined;
}

interface RefusedSignIn {
  helpdesk: string;
  problem: FieldProblem;
  /** Where signing in begins again. */
  again: string;
}

/** What a merchant who comes back from a vendor's sign-in page sees: that work goes on, or why it came to nothing. */
export function SignInEnding({ result }: SignInEndingProps) {
  return (
    <Card>
      <div aria-live="polite" data-sign-in={result ? "failed" : "running"}>
        {result ? <Failed refused={result.refused} /> : <Running />}
      </div>
    </Card>
  );
}

function Running() {
  const t = useText();
  return (
    <InlineStack gap="300" blockAlign="center" wrap={false}>
      <BlockStack>
        <Spinner size="small" />
      </BlockStack>
      <Text as="p">{t("sign-in.finish.running")}</Text>
    </InlineStack>
  );
}

function Failed({ refused }: { refused: RefusedSignIn | null }) {
  const t = useText();
  const explain = useFieldProblem(refused?.helpdesk ?? "");
  return (
    <BlockStack gap="300">
      <Text as="h2" variant="headingMd">
        {refused ? t("connect.failed", { helpdesk: refused.helpdesk }) : t("sign-in.back.title")}
      </Text>
      <Text as="p">{refused ? explain(refused.problem) : t("sign-in.finish.unknown")}</Text>
      <InlineStack align="end" gap="200">
        {refused && <Button url="/app/helpdesks">{t("action.cancel")}</Button>}
        <Button variant="primary" url={refused?.again ?? "/app/helpdesks"}>
          {t(refused ? "sign-in.back.again" : "sign-in.finish.helpdesks")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
