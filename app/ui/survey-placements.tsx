import { Badge, BlockStack, Button, Divider, InlineStack, Text } from "@shopify/polaris";
import { SettingsSection } from "./settings-section.tsx";
import type { EditorAddresses, Placement } from "./survey-status.ts";
import { useSurveyStatus } from "./use-survey-status.ts";
import { useText } from "./use-text.ts";

const TONES = { on: "success", off: "attention", unknown: undefined, checking: undefined } as const;

/** Stays when the sentence is still to come, so that nothing below it moves. */
const ONE_LINE = "1.25rem";

/** Whether something is on in the theme, in words and colour. */
export function PlacementBadge({ placement }: { placement: Placement }) {
  const t = useText();
  const tone = TONES[placement];
  return (
    <span data-placement={placement} aria-live="polite">
      <Badge {...(tone && { tone })}>{t(`survey.placement.${placement}`)}</Badge>
    </span>
  );
}

/** Where the storefront shows the survey, and the way to where that is switched. */
export function SurveyPlacements({ editor }: { editor: EditorAddresses }) {
  const t = useText();
  const status = useSurveyStatus();
  return (
    <SettingsSection title={t("survey.storefront.title")} body={t("survey.storefront.body")}>
      <BlockStack gap="400">
        <PlacementRow part="embed" placement={status.embed} url={editor.embed} />
        <Divider />
        <PlacementRow part="block" placement={status.block} url={editor.block} />
        <Text as="p" tone="subdued">
          {t("survey.storefront.own-page")}
        </Text>
      </BlockStack>
    </SettingsSection>
  );
}

interface PlacementRowProps {
  part: keyof EditorAddresses;
  placement: Placement;
  url: string;
}

function PlacementRow({ part, placement, url }: PlacementRowProps) {
  const t = useText();
  return (
    <div data-part={part}>
      <BlockStack gap="200" inlineAlign="start">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {t(`survey.${part}.title`)}
          </Text>
          <PlacementBadge placement={placement} />
        </InlineStack>
        <Text as="p">{t(`survey.${part}.body`)}</Text>
        <div style={{ minHeight: ONE_LINE }}>
          <Text as="p" tone="subdued">
            {t(`survey.placement.${placement}.help`)}
          </Text>
        </div>
        <Button url={url} target="_top" variant={part === "embed" && placement === "off" ? "primary" : "secondary"}>
          {t(placement === "on" ? `survey.${part}.change` : `survey.${part}.add`)}
        </Button>
      </BlockStack>
    </div>
  );
}
