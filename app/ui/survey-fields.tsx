import { BlockStack, Card, Checkbox, ChoiceList, Text, TextField } from "@shopify/polaris";
import {
  COMMENT_MONTHS,
  LONGEST_SURVEY_TEXT,
  RATING_SOURCES,
  type SurveyTextField,
} from "../surveys/survey-setting-form.ts";
import type { SurveyTexts } from "../surveys/survey-texts.ts";
import { SettingsSection } from "./settings-section.tsx";
import type { SurveyDraft } from "./survey-draft.ts";
import { useText } from "./use-text.ts";

export interface SurveyFieldsProps {
  draft: SurveyDraft;
  onChange(part: Partial<SurveyDraft>): void;
  /** What is wrong with a field, in words. */
  errorOf(field: keyof SurveyDraft): string | false;
}

/** What pages behind links ask. @param texts the usual words, which stand in blank fields */
export function SurveyQuestionFields({ draft, onChange, errorOf, texts }: SurveyFieldsProps & { texts: SurveyTexts }) {
  const t = useText();
  const words = (field: SurveyTextField) => (
    <TextField
      label={t(`survey.field.${field}`)}
      placeholder={texts[field]}
      maxLength={LONGEST_SURVEY_TEXT}
      autoComplete="off"
      value={draft[field]}
      onChange={(value) => onChange({ [field]: value })}
      error={errorOf(field)}
    />
  );
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            {t("survey.words.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("survey.words.body")}
          </Text>
        </BlockStack>
        {words("csatQuestion")}
        <Checkbox
          label={t("survey.asks-nps")}
          helpText={t("survey.asks-nps.help")}
          checked={draft.asksNps}
          onChange={(asksNps) => onChange({ asksNps })}
          error={errorOf("asksNps")}
        />
        {draft.asksNps && words("npsQuestion")}
        <Checkbox
          label={t("survey.asks-comment")}
          checked={draft.asksComment}
          onChange={(asksComment) => onChange({ asksComment })}
          error={errorOf("asksComment")}
        />
        {draft.asksComment && words("commentQuestion")}
        {words("thanks")}
      </BlockStack>
    </Card>
  );
}

/** Which of several answers counts for one ticket. */
export function CountingSection({ draft, onChange, errorOf }: SurveyFieldsProps) {
  const t = useText();
  return (
    <SettingsSection title={t("survey.counting.title")} body={t("survey.counting.body")}>
      <ChoiceList
        title={t("survey.counting.label")}
        choices={RATING_SOURCES.map((source) => ({
          value: source,
          label: t(`survey.counting.${source}`),
          helpText: t(`survey.counting.${source}.help`),
        }))}
        selected={[draft.ratingSource]}
        onChange={([chosen]) => {
          const ratingSource = RATING_SOURCES.find((source) => source === chosen);
          if (ratingSource) onChange({ ratingSource });
        }}
        error={errorOf("ratingSource") || ""}
      />
    </SettingsSection>
  );
}

/** How long comments are kept. */
export function CommentSection({ draft, onChange, errorOf }: SurveyFieldsProps) {
  const t = useText();
  return (
    <SettingsSection title={t("survey.comments.title")} body={t("survey.comments.body")}>
      <TextField
        label={t("survey.field.commentMonths")}
        helpText={t("survey.comments.help")}
        type="number"
        inputMode="numeric"
        min={COMMENT_MONTHS.least}
        max={COMMENT_MONTHS.most}
        step={1}
        suffix={t("survey.months")}
        autoComplete="off"
        value={draft.commentMonths}
        onChange={(commentMonths) => onChange({ commentMonths })}
        error={errorOf("commentMonths")}
      />
    </SettingsSection>
  );
}
