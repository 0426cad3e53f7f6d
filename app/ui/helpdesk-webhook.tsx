import { Form, useNavigation } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, Card, InlineStack, List, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** How the vendor tells of changes, as a loader sends it. */
export interface WebhookView {
  by: "api" | "hand";
  ready: boolean;
  /** Changes also come without an address of the connection's own, to those who signed in. */
  alsoByApp: boolean;
  url: string;
  secret: string | null;
  wantsSecret: boolean;
  /** ISO 8601; null before the first delivery. */
  lastDeliveryAt: string | null;
}

interface HelpdeskWebhookProps {
  vendor: string;
  vendorName: string;
  webhook: WebhookView;
}

/** Whether changes arrive within seconds; where only the merchant can set that up, how. */
export function HelpdeskWebhook({ vendor, vendorName, webhook }: HelpdeskWebhookProps) {
  const t = useText();
  const formats = useFormats();
  const { by, ready, lastDeliveryAt } = webhook;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("webhook.title")}
          </Text>
          {lastDeliveryAt !== null && <Badge tone="success">{t("webhook.arriving")}</Badge>}
        </InlineStack>
        <Text as="p">
          {by === "hand"
            ? t("webhook.by-hand", { helpdesk: vendorName })
            : t(ready ? "webhook.automatic" : "webhook.not-yet", { helpdesk: vendorName })}
        </Text>
        {by === "hand" && (
          <>
            <WebhookSteps vendor={vendor} webhook={webhook} />
            {webhook.secret !== null && <ToCopy label={t("webhook.secret")} text={webhook.secret} />}
            {webhook.wantsSecret && <SecretForm vendorName={vendorName} known={ready} />}
            {webhook.alsoByApp && <Text as="p">{t("webhook.also-by-app", { helpdesk: vendorName })}</Text>}
          </>
        )}
        <Text as="p" variant="bodySm" tone="subdued">
          {lastDeliveryAt === null
            ? t("webhook.no-delivery", { helpdesk: vendorName })
            : t("webhook.last-delivery", { at: formats.instant(lastDeliveryAt) })}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** Stands in the steps for the address, which is too long to be part of a sentence. */
const ADDRESS = "\u0000";

function WebhookSteps({ vendor, webhook: { url } }: { vendor: string; webhook: WebhookView }) {
  const t = useText();
  const steps = t(`vendor.${vendor}.webhook`, { url: ADDRESS }).split("\n");
  return (
    <List type="number">
      {steps.map((step) => (
        <List.Item key={step}>
          {step.replace(ADDRESS, "")}
          {step.includes(ADDRESS) && (
            <Box paddingBlockStart="100">
              <ToCopy label={t("webhook.address")} labelHidden text={url} />
            </Box>
          )}
        </List.Item>
      ))}
    </List>
  );
}

/** Long texts that nobody types: selected as a whole, to be copied. */
function ToCopy({ label, labelHidden = false, text }: { label: string; labelHidden?: boolean; text: string }) {
  return (
    <TextField {...{ label, labelHidden, value: text }} readOnly autoComplete="off" monospaced selectTextOnFocus />
  );
}

/** What the merchant copied from the vendor; it is never sent back to the browser. */
function SecretForm({ vendorName, known }: { vendorName: string; known: boolean }) {
  const t = useText();
  const [secret, setSecret] = useState("");
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="webhook-secret" />
      <BlockStack gap="200">
        <TextField
          name="secret"
          type="password"
          autoComplete="off"
          label={t("webhook.vendor-secret", { helpdesk: vendorName })}
          helpText={
            known ? t("webhook.vendor-secret.known") : t("webhook.vendor-secret.help", { helpdesk: vendorName })
          }
          value={secret}
          onChange={setSecret}
        />
        <InlineStack align="end">
          <Button submit loading={busy} disabled={secret.trim() === ""}>
            {t("webhook.save-secret")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Form>
  );
}
