import { useFetcher, useNavigation, useSubmit } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { AlertProblem } from "../alerts/alert.ts";
import { type AlertSetting, type AlertSettingProblems, MOST_EMAILS } from "../alerts/alert-setting.ts";
import { ALERTS_PAGE } from "./alert-acknowledge.tsx";
import { EditForm } from "./edit-form.tsx";
import { LOCALES } from "./i18n.ts";
import { LANGUAGE_NAMES } from "./language-names.ts";
import { SettingsSection } from "./settings-section.tsx";
import { useText } from "./use-text.ts";

interface AlertSettingsProps {
  setting: AlertSetting;
  /** Whether this server sends mail at all. */
  canMail: boolean;
  /** Of what was sent last; null where there are none. */
  problems: AlertSettingProblems | null;
}

/** The fields as they are typed. An empty webhook keeps the one that is set, unless it is to be removed. */
interface Draft {
  emails: string;
  locale: string;
  webhook: string;
  removesWebhook: boolean;
}

/** Where alerts go besides the Overview; changes are kept or dropped in the admin's save bar. */
export function AlertSettings({ setting, canMail, problems }: AlertSettingsProps) {
  const t = useText();
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const saved = draftOf(setting);
  const [draft, setDraft] = useState(saved);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const changed = JSON.stringify(draft) !== JSON.stringify(saved);
  const save = () => submit(formOf(draft), { method: "post", preventScrollReset: true });
  return (
    <EditForm id="alerts" {...{ changed, busy }} onSave={save} onDiscard={() => setDraft(saved)}>
      <SettingsSection title={t("alerts.settings")} body={t("alerts.settings.body")}>
        <BlockStack gap="400">
          {!canMail && (
            <Banner tone="info">
              <p>{t("alerts.settings.no-mail")}</p>
            </Banner>
          )}
          <TextField
            label={t("alerts.settings.emails")}
            helpText={t("alerts.settings.emails.help", { most: MOST_EMAILS })}
            value={draft.emails}
            onChange={(emails) => change({ emails })}
            multiline={3}
            autoComplete="off"
            error={
              problems?.emails
                ? t(`alerts.settings.problem.${problems.emails.problem}`, { ...problems.emails, most: MOST_EMAILS })
                : false
            }
          />
          <WebhookField {...{ setting, draft, problems }} onChange={change} />
          <Select
            label={t("alerts.settings.locale")}
            options={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))}
            value={draft.locale}
            onChange={(locale) => change({ locale })}
          />
          <TestButton disabled={changed || !(setting.emails.length > 0 || setting.webhookMask !== null)} />
        </BlockStack>
      </SettingsSection>
    </EditForm>
  );
}

interface WebhookFieldProps extends Pick<AlertSettingsProps, "setting" | "problems"> {
  draft: Draft;
  onChange(change: Partial<Draft>): void;
}

/** What is set is never shown in full: it can be replaced or taken away. */
function WebhookField({ setting: { webhookMask }, draft, problems, onChange }: WebhookFieldProps) {
  const t = useText();
  const isSet = webhookMask !== null && !draft.removesWebhook;
  return (
    <BlockStack gap="200">
      <TextField
        label={t("alerts.settings.webhook")}
        helpText={t("alerts.settings.webhook.help")}
        type="url"
        value={draft.webhook}
        onChange={(webhook) => onChange({ webhook, removesWebhook: false })}
        autoComplete="off"
        spellCheck={false}
        error={problems?.webhook ? t(`alerts.settings.problem.${problems.webhook.problem}`) : false}
      />
      {webhookMask !== null && (
        <InlineStack gap="200" blockAlign="center">
          <Text as="p" tone="subdued" breakWord>
            {isSet ? t("alerts.settings.webhook.set", { address: webhookMask }) : t("alerts.settings.webhook.removed")}
          </Text>
          {isSet && (
            <Button variant="plain" onClick={() => onChange({ removesWebhook: true, webhook: "" })}>
              {t("alerts.settings.webhook.remove")}
            </Button>
          )}
        </InlineStack>
      )}
    </BlockStack>
  );
}

/** Answer to a test: how each way went; null where one has just been sent. */
export interface TestAnswer {
  outcome: { email?: AlertProblem | "sent"; webhook?: AlertProblem | "sent" } | null;
}

/** Sends a message to what is saved, and says what became of it. */
function TestButton({ disabled }: { disabled: boolean }) {
  const t = useText();
  const fetcher = useFetcher<TestAnswer>();
  const { state, data } = fetcher;
  const send = () => fetcher.submit({ intent: "test" }, { method: "post", action: ALERTS_PAGE });
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Button onClick={send} disabled={disabled} loading={state !== "idle"}>
          {t("alerts.settings.test")}
        </Button>
        <Text as="p" tone="subdued">
          {t("alerts.settings.test.help")}
        </Text>
      </InlineStack>
      <div aria-live="polite">{state === "idle" && data && <TestOutcome outcome={data.outcome} />}</div>
    </BlockStack>
  );
}

function TestOutcome({ outcome }: TestAnswer) {
  const t = useText();
  if (!outcome) return <Text as="p">{t("alerts.settings.test.too-soon")}</Text>;
  return (
    <>
      {(["email", "webhook"] as const).map((way) => {
        const result = outcome[way];
        if (!result) return null;
        return (
          <Text as="p" key={way} tone={result === "sent" ? "success" : "critical"}>
            {result === "sent" ? t(`alerts.settings.test.sent.${way}`) : t(`alerts.problem.${result}`)}
          </Text>
        );
      })}
    </>
  );
}

function draftOf({ emails, locale }: AlertSetting): Draft {
  return { emails: emails.join("\n"), locale, webhook: "", removesWebhook: false };
}

function formOf({ emails, locale, webhook, removesWebhook }: Draft): Record<string, string> {
  const webhookChange = webhook.trim() !== "" ? "set" : removesWebhook ? "remove" : "keep";
  return { intent: "settings", emails, locale, webhook, webhookChange };
}
