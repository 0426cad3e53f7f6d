import { Banner, BlockStack, Button, ButtonGroup, Card, List, Select, Text, TextField } from "@shopify/polaris";
import type { SurveyLinkPlaceholders } from "../helpdesks/survey-link-placeholders.ts";
import { directionOf, type SurveyLanguage, surveyTextsOf } from "../surveys/survey-texts.ts";
import { CopyButtons } from "./copy-buttons.tsx";
import { SHOPPER_LANGUAGES } from "./survey-languages.ts";
import {
  htmlSurveyMessage,
  plainSurveyMessage,
  SURVEY_SCORES,
  type SurveyLinkTarget,
  surveyLink,
  TICKET_MARKER,
} from "./survey-link.ts";
import { useAddressChoice } from "./use-address-choice.ts";
import { useText } from "./use-text.ts";

/** A helpdesk whose messages can hold survey links, connected or not. */
export interface SurveyHelpdesk {
  vendor: string;
  vendorName: string;
  /** Null where it is not connected. */
  connection: { connectionId: string; name: string } | null;
  placeholders: SurveyLinkPlaceholders;
}

interface SurveyLinksProps {
  helpdesks: readonly SurveyHelpdesk[];
  shopDomain: string;
  /** The merchant's own question; blank for the usual one. */
  question: string;
  language: SurveyLanguage;
  onLanguage(language: string): void;
}

/** Texts with survey links for the helpdesk's own messages, to be copied. */
export function SurveyLinks({ helpdesks, shopDomain, question, language, onLanguage }: SurveyLinksProps) {
  const t = useText();
  const keys = helpdesks.map(keyOf);
  const [key, choose] = useAddressChoice("helpdesk", keys, keys[0] ?? "");
  const helpdesk = helpdesks.find((one) => keyOf(one) === key);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("survey.links.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("survey.links.body")}
          </Text>
        </BlockStack>
        <Select
          label={t("survey.links.helpdesk")}
          options={helpdesks.map((one) => ({
            value: keyOf(one),
            label: labelOf(one, t("survey.links.not-connected")),
          }))}
          value={key}
          onChange={choose}
        />
        {helpdesk?.connection && (
          <LinkTexts
            target={{
              ...{ shopDomain, placeholders: helpdesk.placeholders },
              connectionId: helpdesk.connection.connectionId,
            }}
            {...{ question, language, onLanguage }}
          />
        )}
        {helpdesk && <LinkNotes helpdesk={helpdesk} />}
      </BlockStack>
    </Card>
  );
}

const FORMS = ["link", "text", "html"] as const;

interface LinkTextsProps {
  target: Omit<SurveyLinkTarget, "language">;
  question: string;
  language: SurveyLanguage;
  onLanguage(language: string): void;
}

/** One link, or one for every score, as text or HTML. */
function LinkTexts({ target, question, language, onLanguage }: LinkTextsProps) {
  const t = useText();
  const [form, choose] = useAddressChoice("as", FORMS, "link");
  const usual = surveyTextsOf(language);
  const words = {
    ...{ language, direction: directionOf(language) },
    question: question.trim() || usual.csatQuestion,
    scores: SURVEY_SCORES.map((score) => usual[`score${score}`]),
  };
  const texts = {
    link: surveyLink({ ...target, language: null }, null),
    text: plainSurveyMessage({ ...target, language }, words),
    html: htmlSurveyMessage({ ...target, language }, words),
  };
  return (
    <BlockStack gap="300">
      <ButtonGroup variant="segmented">
        {FORMS.map((one) => (
          <Button key={one} pressed={form === one} onClick={() => choose(one)}>
            {t(`survey.links.form.${one}`)}
          </Button>
        ))}
      </ButtonGroup>
      {form !== "link" && (
        <Select
          label={t("survey.links.language")}
          helpText={t("survey.links.language.help")}
          options={SHOPPER_LANGUAGES}
          value={language}
          onChange={onLanguage}
        />
      )}
      <TextField
        label={t(`survey.links.form.${form}.label`)}
        helpText={t(`survey.links.form.${form}.help`)}
        value={texts[form]}
        multiline={form === "link" ? 4 : 8}
        readOnly
        monospaced
        selectTextOnFocus
        autoComplete="off"
      />
      <CopyButtons
        key={form}
        text={texts[form]}
        {...(form === "html" && { formatted: { html: texts.html, plain: texts.text } })}
      />
    </BlockStack>
  );
}

/** Where the text belongs in the helpdesk's screens, and what to look out for. */
function LinkNotes({ helpdesk }: { helpdesk: SurveyHelpdesk }) {
  const t = useText();
  const { vendor, vendorName, connection, placeholders } = helpdesk;
  const { ticketId, customerId, isCertain } = placeholders;
  return (
    <BlockStack gap="300">
      {connection === null && (
        <Banner
          tone="info"
          action={{ content: t("helpdesks.connect", { vendor: vendorName }), url: `/app/helpdesks/connect/${vendor}` }}
        >
          <p>{t("survey.links.connect-first", { helpdesk: vendorName })}</p>
        </Banner>
      )}
      {connection && ticketId === null && (
        <Banner tone="warning">
          <p>{t("survey.links.by-hand", { helpdesk: vendorName, marker: TICKET_MARKER })}</p>
        </Banner>
      )}
      {connection && !isCertain && (
        <Banner tone="warning">
          <p>{t("survey.links.uncertain", { helpdesk: vendorName })}</p>
        </Banner>
      )}
      <Text as="h3" variant="headingSm">
        {t("survey.links.where", { helpdesk: vendorName })}
      </Text>
      <List type="number">
        {t(`vendor.${vendor}.survey`)
          .split("\n")
          .map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
      </List>
      <Text as="p" tone="subdued">
        {customerId === null ? t("survey.links.no-customer", { helpdesk: vendorName }) : t("survey.links.tied")}
      </Text>
    </BlockStack>
  );
}

function keyOf({ vendor, connection }: SurveyHelpdesk): string {
  return connection?.connectionId ?? vendor;
}

function labelOf({ vendorName, connection }: SurveyHelpdesk, notConnected: string): string {
  return connection ? `${vendorName}: ${connection.name}` : `${vendorName} (${notConnected})`;
}
