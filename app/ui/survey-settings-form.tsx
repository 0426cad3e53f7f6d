import { Form } from "@remix-run/react";
import { Banner, BlockStack, Box, InlineGrid, Text } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { type SurveyLanguage, surveyTextsOf } from "../surveys/survey-texts.ts";
import { EditBar } from "./edit-bar.tsx";
import { CommentSection, CountingSection, type SurveyFieldsProps, SurveyQuestionFields } from "./survey-fields.tsx";
import { SurveyPreview } from "./survey-preview.tsx";
import { useLeaveGuard } from "./use-leave-guard.ts";
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
  useLeaveGuard(changed);
  const errorOf: SurveyFieldsProps["errorOf"] = (field) => {
    const problem = problemOf(field);
    return problem !== undefined && t(`survey.problem.${problem}`);
  };
  const fields = { draft, errorOf, onChange: change };
  return (
    <Form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !busy) save();
      }}
    >
      <input type="submit" hidden />
      <EditBar id="survey" open={changed} busy={busy} onSave={save} onDiscard={discard} />
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
    </Form>
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
