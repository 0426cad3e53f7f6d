import { Banner, BlockStack, Box, InlineGrid, Text } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { type SurveyLanguage, surveyTextsOf } from "../surveys/survey-texts.ts";
import { EditForm } from "./edit-form.tsx";
import { CommentSection, CountingSection, type SurveyFieldsProps, SurveyQuestionFields } from "./survey-fields.tsx";
import { SurveyPreview } from "./survey-preview.tsx";
import type { SurveyDraftState } from "./use-survey-draft.ts";
import { useText } from "./use-text.ts";

interface SurveySettingsFormProps {
  state: SurveyDraftState;
  language: SurveyLanguage;
  onLanguage(language: string): void;
}

/** What is asked behind links, beside how it looks, and what becomes of the answers. Saved or dropped in the save bar. */
export function SurveySettingsForm({ state, language, onLanguage }: SurveySettingsFormProps) {
  const t = useText();
  const { draft, problemOf, wrong, changed, busy, change, save, discard } = state;
  const errorOf: SurveyFieldsProps["errorOf"] = (field) => {
    const problem = problemOf(field);
    return problem !== undefined && t(`survey.problem.${problem}`);
  };
  const fields = { draft, errorOf, onChange: change };
  return (
    <EditForm id="survey" {...{ changed, busy }} onSave={save} onDiscard={discard}>
      <BlockStack gap="600">
        <RefusedBanner wrong={wrong} />
        <BlockStack gap="400">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                {t("survey.page.title")}
              </Text>
              <Text as="p" tone="subdued">
                {t("survey.page.body")}
              </Text>
            </BlockStack>
          </Box>
          <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
            <SurveyQuestionFields {...fields} texts={surveyTextsOf(language)} />
            <SurveyPreview {...{ draft, language, onLanguage }} />
          </InlineGrid>
        </BlockStack>
        <CountingSection {...fields} />
        <CommentSection {...fields} />
      </BlockStack>
    </EditForm>
  );
}

/** Comes into sight by itself: the field that is wrong may be far down. */
function RefusedBanner({ wrong }: { wrong: number }) {
  const t = useText();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wrong > 0) frame.current?.scrollIntoView({ block: "nearest" });
  }, [wrong]);
  return (
    <div ref={frame} role="alert">
      {wrong > 0 && (
        <Banner tone="critical" title={t("settings.refused", { count: wrong })}>
          <p>{t("settings.refused.body")}</p>
        </Banner>
      )}
    </div>
  );
}
