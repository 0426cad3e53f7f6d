import { Form, useNavigation } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { CredentialField } from "../helpdesks/credential-field.ts";
import { CredentialInputs } from "./credential-inputs.tsx";
import { ConnectFailed } from "./credentials-form.tsx";
import type { FieldProblem } from "./use-field-problem.ts";
import { useText } from "./use-text.ts";

interface SignInFormProps {
  vendor: string;
  vendorName: string;
  /** What has to be known before leaving for the vendor; often nothing. */
  fields: readonly CredentialField[];
  problems: Record<string, FieldProblem>;
  initial: Record<string, string>;
}

/** Leads to the vendor's own page, on which an administrator allows the app to read. */
export function SignInForm({ vendor, vendorName, fields, problems, initial }: SignInFormProps) {
  const t = useText();
  const [values, setValues] = useState(initial);
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" noValidate>
      <input type="hidden" name="intent" value="sign-in" />
      <BlockStack gap="400">
        <ConnectFailed vendorName={vendorName} problem={problems.form} />
        <Card>
          <BlockStack gap="400">
            <Text as="h2" variant="headingMd">
              {t("sign-in.title", { helpdesk: vendorName })}
            </Text>
            <Text as="p">{t("sign-in.body", { helpdesk: vendorName })}</Text>
            {fields.length > 0 && (
              <CredentialInputs {...{ vendor, vendorName, fields, problems, values, busy }} onChange={setValues} />
            )}
            <InlineStack blockAlign="center" gap="300">
              <Button url="?by=key" variant="plain">
                {t("sign-in.use-key")}
              </Button>
              <div style={{ marginInlineStart: "auto" }}>
                <Button submit variant="primary" loading={busy}>
                  {t("sign-in.submit", { helpdesk: vendorName })}
                </Button>
              </div>
            </InlineStack>
          </BlockStack>
        </Card>
      </BlockStack>
    </Form>
  );
}
