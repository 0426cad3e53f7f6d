import { BlockStack, Card, Divider, InlineStack, Select, Text } from "@shopify/polaris";
import type { CSSProperties, ReactNode } from "react";
import { directionOf, type SurveyLanguage, type SurveyTexts, surveyTextsOf } from "../surveys/survey-texts.ts";
import type { SurveyDraft } from "./survey-draft.ts";
import { SHOPPER_LANGUAGES } from "./survey-languages.ts";
import { SURVEY_SCORES } from "./survey-link.ts";
import { useText } from "./use-text.ts";

const LIKELIHOODS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

const PAGE: CSSProperties = {
  border: "1px solid var(--p-color-border)",
  borderRadius: "var(--p-border-radius-200)",
  padding: "var(--p-space-400)",
  overflowWrap: "anywhere",
};
const FIELD: CSSProperties = {
  border: "1px solid currentColor",
  borderRadius: "var(--p-border-radius-150)",
  padding: "var(--p-space-150)",
  textAlign: "center",
};
const SCORES: CSSProperties = {
  display: "grid",
  gridTemplateColumns: "repeat(5, minmax(0, 1fr))",
  gap: "var(--p-space-100)",
};
const SCORE: CSSProperties = { ...FIELD, display: "flex", flexDirection: "column", paddingInline: 0 };
const NUMBERS: CSSProperties = {
  display: "grid",
  gridTemplateColumns: "repeat(6, minmax(0, 1fr))",
  gap: "var(--p-space-100)",
};
const SEND: CSSProperties = {
  ...FIELD,
  background: "var(--p-color-bg-fill-brand)",
  color: "var(--p-color-text-brand-on-bg-fill)",
  fontWeight: 650,
  minWidth: "8rem",
};

interface SurveyPreviewProps {
  draft: SurveyDraft;
  language: SurveyLanguage;
  onLanguage(language: string): void;
}

/** The page behind a link as shoppers get to see it. It is drawn, not used: nothing in it can be pressed or sent. */
export function SurveyPreview({ draft, language, onLanguage }: SurveyPreviewProps) {
  const t = useText();
  const texts = surveyTextsOf(language);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h3" variant="headingSm">
          {t("survey.preview.title")}
        </Text>
        <Select
          label={t("survey.preview.language")}
          options={SHOPPER_LANGUAGES}
          value={language}
          onChange={onLanguage}
        />
        <div style={PAGE} lang={language} dir={directionOf(language)} data-survey-preview>
          <BlockStack gap="500">
            <Text as="p" variant="headingLg">
              {texts.title}
            </Text>
            <Questions draft={draft} texts={texts} />
            <Divider />
            <Words text={draft.thanks.trim() || texts.thanks} />
          </BlockStack>
        </div>
        <Text as="p" tone="subdued">
          {t("survey.preview.help")}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Questions({ draft, texts }: { draft: SurveyDraft; texts: SurveyTexts }) {
  const optional = `(${texts.optional})`;
  return (
    <>
      <Question text={draft.csatQuestion.trim() || texts.csatQuestion}>
        <div style={SCORES}>
          {SURVEY_SCORES.map((score) => (
            <span key={score} style={SCORE}>
              <b>{score}</b> {texts[`score${score}`]}
            </span>
          ))}
        </div>
      </Question>
      {draft.asksNps && (
        <Question text={draft.npsQuestion.trim() || texts.npsQuestion} note={optional}>
          <div style={NUMBERS}>
            {LIKELIHOODS.map((likelihood) => (
              <span key={likelihood} style={FIELD}>
                {likelihood}
              </span>
            ))}
          </div>
          <InlineStack align="space-between" gap="200">
            <span>{`0: ${texts.npsLow}`}</span>
            <span>{`10: ${texts.npsHigh}`}</span>
          </InlineStack>
        </Question>
      )}
      {draft.asksComment && (
        <Question text={draft.commentQuestion.trim() || texts.commentQuestion} note={optional}>
          <div style={{ ...FIELD, height: "5rem" }} />
        </Question>
      )}
      <InlineStack>
        <span style={SEND}>{texts.send}</span>
      </InlineStack>
    </>
  );
}

/** @param note what the app adds to the question by itself */
function Question({ text, note, children }: { text: string; note?: string; children: ReactNode }) {
  return (
    <BlockStack gap="200">
      <Words text={text} {...(note !== undefined && { note })} />
      {children}
    </BlockStack>
  );
}

/** Whatever language the words are in, they are written in its own direction. */
function Words({ text, note }: { text: string; note?: string }) {
  return (
    <div dir="auto">
      <Text as="span" fontWeight="semibold">
        {text}
      </Text>{" "}
      {note}
    </div>
  );
}
