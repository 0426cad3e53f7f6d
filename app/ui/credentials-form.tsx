import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import type { CredentialField } from "../helpdesks/credential-field.ts";
import { CredentialInputs } from "./credential-inputs.tsx";
import { type FieldProblem, useFieldProblem } from "./use-field-problem.ts";
import { useText } from "./use-text.ts";

interface CredentialsFormProps {
  vendor: string;
  vendorName: string;
  fields: readonly CredentialField[];
  problems: Record<string, FieldProblem>;
  /** A new connection is a step to take; a change of an existing one is kept or dropped in the admin's save bar. */
  purpose: "connect" | "change";
  /** What the fields hold at first; secrets are never sent back to the browser. */
  initial: Record<string, string>;
  /** Leads to another way of connecting, where there is one. */
  alternative: ReactNode;
}

/** A vendor's credential fields, with what the vendor said about the last try. */
export function CredentialsForm(props: CredentialsFormProps) {
  const { vendor, vendorName, fields, problems, purpose, initial, alternative } = props;
  const t = useText();
  const [values, setValues] = useState(initial);
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" noValidate>
      <BlockStack gap="400">
        <ConnectFailed vendorName={vendorName} problem={problems.form} />
        <Card>
          <BlockStack gap="400">
            <Text as="h2" variant="headingMd">
              {t("connect.credentials")}
            </Text>
            <CredentialInputs {...{ vendor, vendorName, fields, problems, values, busy }} onChange={setValues} />
            {purpose === "connect" ? (
              <ConnectActions busy={busy} alternative={alternative} />
            ) : (
              <>
                {alternative && <InlineStack>{alternative}</InlineStack>}
                <ChangeActions busy={busy} values={values} initial={initial} onDiscard={() => setValues(initial)} />
              </>
            )}
          </BlockStack>
        </Card>
      </BlockStack>
    </Form>
  );
}

/** What is wrong with more than one field. */
export function ConnectFailed({ vendorName, problem }: { vendorName: string; problem: FieldProblem | undefined }) {
  const t = useText();
  const explain = useFieldProblem(vendorName);
  if (!problem) return null;
  return (
    <Banner tone="critical" title={t("connect.failed", { helpdesk: vendorName })}>
      <p>{explain(problem)}</p>
    </Banner>
  );
}

function ConnectActions({ busy, alternative }: { busy: boolean; alternative: ReactNode }) {
  const t = useText();
  return (
    <InlineStack blockAlign="center" gap="300">
      {alternative}
      {/* Buttons stay at the end of the line where they do not fit beside the alternative. */}
      <div style={{ marginInlineStart: "auto" }}>
        <InlineStack gap="200">
          <Button url="/app/helpdesks">{t("action.cancel")}</Button>
          <Button submit variant="primary" loading={busy}>
            {t("connect.submit")}
          </Button>
        </InlineStack>
      </div>
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
