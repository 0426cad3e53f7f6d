import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, Card, FormLayout, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CredentialField } from "../helpdesks/adapter.ts";
import { useText } from "./use-text.ts";

/** A sentence of the locale files beside the field (or "form") that it is about. */
export interface FieldProblem {
  key: string;
  values?: Record<string, string | number>;
}

interface CredentialsFormProps {
  vendor: string;
  vendorName: string;
  fields: readonly CredentialField[];
  problems: Record<string, FieldProblem>;
  /** A new connection is a step to take; a change of an existing one is kept or dropped in the admin's save bar. */
  purpose: "connect" | "change";
  /** What the fields hold at first; secrets are never sent back to the browser. */
  initial: Record<string, string>;
}

/** A vendor's credential fields, with what the vendor said about the last try. */
export function CredentialsForm({ vendor, vendorName, fields, problems, purpose, initial }: CredentialsFormProps) {
  const t = useText();
  const explain = useFieldProblem(vendorName);
  const [values, setValues] = useState(initial);
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" noValidate>
      <BlockStack gap="400">
        {problems.form && (
          <Banner tone="critical" title={t("connect.failed", { helpdesk: vendorName })}>
            <p>{explain(problems.form)}</p>
          </Banner>
        )}
        <Card>
          <BlockStack gap="400">
            <Text as="h2" variant="headingMd">
              {t("connect.credentials")}
            </Text>
            <FormLayout>
              {fields.map((field) => (
                <TextField
                  key={field.name}
                  name={field.name}
                  label={t(`vendor.${vendor}.${field.name}.label`)}
                  helpText={t(`vendor.${vendor}.${field.name}.help`)}
                  {...INPUT_OF_KIND[field.kind]}
                  {...(field.suffix && { suffix: field.suffix })}
                  value={values[field.name] ?? ""}
                  onChange={(value) => setValues({ ...values, [field.name]: value })}
                  error={explain(problems[field.name])}
                  disabled={busy}
                  requiredIndicator
                />
              ))}
            </FormLayout>
            {purpose === "connect" ? (
              <ConnectActions busy={busy} />
            ) : (
              <ChangeActions busy={busy} values={values} initial={initial} onDiscard={() => setValues(initial)} />
            )}
          </BlockStack>
        </Card>
      </BlockStack>
    </Form>
  );
}

function ConnectActions({ busy }: { busy: boolean }) {
  const t = useText();
  return (
    <InlineStack align="end" gap="200">
      <Button url="/app/helpdesks">{t("action.cancel")}</Button>
      <Button submit variant="primary" loading={busy}>
        {t("connect.submit")}
      </Button>
    </InlineStack>
  );
}

interface ChangeActionsProps {
  busy: boolean;
  values: Record<string, string>;
  initial: Record<string, string>;
  onDiscard(): void;
}

/** The save bar comes up with the first change. The hidden control lets Enter save too. */
function ChangeActions({ busy, values, initial, onDiscard }: ChangeActionsProps) {
  const t = useText();
  const submit = useSubmit();
  const changed = Object.entries(values).some(([name, value]) => value !== (initial[name] ?? ""));
  return (
    <>
      <input type="submit" hidden />
      <SaveBar id="credentials" open={changed}>
        <button type="button" variant="primary" disabled={busy} onClick={() => submit(values, { method: "post" })}>
          {t("credentials.submit")}
        </button>
        <button type="button" disabled={busy} onClick={onDiscard}>
          {t("credentials.discard")}
        </button>
      </SaveBar>
    </>
  );
}

const INPUT_OF_KIND = {
  text: { type: "text", autoComplete: "off" },
  host: { type: "text", autoComplete: "off", spellCheck: false },
  email: { type: "email", autoComplete: "email" },
  secret: { type: "password", autoComplete: "off" },
} as const;

const KNOWN_PREFIX = "connect.problem.";

/** Vendors name problems of a field in camel case ("subdomainInvalid"), the sync by the full key; unknown ones are unexpected. */
function useFieldProblem(helpdesk: string): (problem: FieldProblem | undefined) => string | false {
  const t = useText();
  const { i18n } = useTranslation();
  return (problem) => {
    if (!problem) return false;
    const name = problem.key.replace(KNOWN_PREFIX, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const key = i18n.exists(`connect.problem.${name}`) ? `connect.problem.${name}` : "connect.problem.unexpected";
    return t(key, { helpdesk, ...problem.values });
  };
}
