import { Card, InlineStack, Link, Text } from "@shopify/polaris";
import { PlacementBadge } from "./survey-placements.tsx";
import { useSurveyStatus } from "./use-survey-status.ts";
import { useText } from "./use-text.ts";

/** One line that says whether the storefront asks for ratings, and leads to where that is set up. */
export function SurveyStatusCard() {
  const t = useText();
  const { embed } = useSurveyStatus();
  return (
    <Card padding="300">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingSm">
            {t("survey.card.title")}
          </Text>
          <PlacementBadge placement={embed} />
        </InlineStack>
        <Link url="/app/satisfaction/survey">{t("survey.card.open")}</Link>
      </InlineStack>
    </Card>
  );
}
