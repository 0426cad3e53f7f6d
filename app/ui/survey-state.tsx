import { Card, InlineStack, Link, Text } from "@shopify/polaris";
import { SURVEY_PAGE, SurveyOffer } from "./satisfaction-empty.tsx";
import { PlacementBadge } from "./survey-placements.tsx";
import type { Placement } from "./survey-status.ts";
import { useSurveyStatus } from "./use-survey-status.ts";
import { useText } from "./use-text.ts";

/** Whether the storefront asks for ratings; where it never has and is not going to, that it could. */
export function SurveyState({ hasSurvey, hasAnswers }: { hasSurvey: boolean; hasAnswers: boolean }) {
  const { embed } = useSurveyStatus();
  if (hasSurvey || embed === "on") return <SurveyStatusCard embed={embed} />;
  return hasAnswers ? <SurveyOffer /> : null;
}

/** One line that says whether the storefront asks for ratings, and leads to where that is set up. */
function SurveyStatusCard({ embed }: { embed: Placement }) {
  const t = useText();
  return (
    <Card padding="300">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingSm">
            {t("survey.card.title")}
          </Text>
          <PlacementBadge placement={embed} />
        </InlineStack>
        <Link url={SURVEY_PAGE}>{t("survey.card.open")}</Link>
      </InlineStack>
    </Card>
  );
}
