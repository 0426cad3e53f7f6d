import { Badge, BlockStack, Box, Button, Card, Collapsible, Icon, InlineStack, Link, Text } from "@shopify/polaris";
import { AlertCircleIcon, CheckCircleIcon, ClockIcon, MinusCircleIcon } from "@shopify/polaris-icons";
import { useId, useState } from "react";
import { NEEDED_STEPS, SETUP_STEPS, type SetupStep, type StepState, setupSteps } from "./setup-steps.ts";
import { PlacementBadge } from "./survey-placements.tsx";
import type { Placement } from "./survey-status.ts";
import type { SyncView } from "./sync-view.ts";
import { useSurveyStatus } from "./use-survey-status.ts";
import { useText } from "./use-text.ts";

interface SetupGuideProps {
  status: SyncView;
  vendors: readonly { vendor: string; name: string }[];
}

/** Leads a new shop to its first figures; it goes away by itself once they are there. */
export function SetupGuide({ status, vendors }: SetupGuideProps) {
  const t = useText();
  const id = useId();
  const [open, setOpen] = useState(true);
  const survey = useSurveyStatus().embed;
  const steps = setupSteps(status, survey);
  const done = NEEDED_STEPS.filter((step) => steps[step] === "done").length;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("setup.title")}
          </Text>
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" tone="subdued">
              {t("setup.progress", { done, all: NEEDED_STEPS.length })}
            </Text>
            <Button
              variant="tertiary"
              disclosure={open ? "up" : "down"}
              ariaExpanded={open}
              ariaControls={id}
              onClick={() => setOpen(!open)}
            >
              {t(open ? "setup.hide" : "setup.show")}
            </Button>
          </InlineStack>
        </InlineStack>
        <Collapsible id={id} open={open}>
          <BlockStack gap="300">
            {SETUP_STEPS.map((step) => (
              <Step key={step} step={step} state={steps[step]}>
                {step === "helpdesk" && steps.helpdesk !== "done" && <ConnectButtons vendors={vendors} lead />}
                {(step === "orders" || step === "figures") && steps[step] !== "open" && steps[step] !== "done" && (
                  <Link url="/app/helpdesks">{t("setup.see-progress")}</Link>
                )}
                {step === "survey" && <SurveyStep placement={survey} />}
              </Step>
            ))}
          </BlockStack>
        </Collapsible>
      </BlockStack>
    </Card>
  );
}

/** The merchant's choice, so it says how it stands and no more. */
function SurveyStep({ placement }: { placement: Placement }) {
  const t = useText();
  return (
    <InlineStack gap="200" blockAlign="center">
      <PlacementBadge placement={placement} />
      <Link url="/app/satisfaction/survey">{t("survey.card.open")}</Link>
    </InlineStack>
  );
}

const ICONS = {
  done: { source: CheckCircleIcon, tone: "success" },
  moving: { source: ClockIcon, tone: "info" },
  problem: { source: AlertCircleIcon, tone: "critical" },
  open: { source: MinusCircleIcon, tone: "subdued" },
  optional: { source: MinusCircleIcon, tone: "subdued" },
} as const;
const BADGES = { done: "success", moving: "info", problem: "critical", open: undefined, optional: undefined } as const;

function Step({ step, state, children }: { step: SetupStep; state: StepState; children: React.ReactNode }) {
  const t = useText();
  const tone = BADGES[state];
  return (
    <div data-step={step} data-state={state}>
      <InlineStack gap="300" blockAlign="start" wrap={false}>
        <Box>
          <span aria-hidden>
            <Icon {...ICONS[state]} />
          </span>
        </Box>
        <BlockStack gap="100" inlineAlign="start">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" variant="headingSm">
              {t(`setup.${step}.title`)}
            </Text>
            <Badge {...(tone && { tone })}>{t(`setup.state.${state}`)}</Badge>
          </InlineStack>
          <Text as="p">{t(`setup.${step}.body`)}</Text>
          {children}
        </BlockStack>
      </InlineStack>
    </div>
  );
}

interface ConnectButtonsProps {
  vendors: SetupGuideProps["vendors"];
  /** Connecting is what the page is about now: one button is primary, as two would weigh the same. */
  lead: boolean;
}

/** One button for every helpdesk that can be connected. */
export function ConnectButtons({ vendors, lead }: ConnectButtonsProps) {
  const t = useText();
  return (
    <InlineStack gap="200">
      {vendors.map(({ vendor, name }, index) => (
        <Button
          key={vendor}
          variant={lead && index === 0 ? "primary" : "secondary"}
          url={`/app/helpdesks/connect/${vendor}`}
        >
          {t("helpdesks.connect", { vendor: name })}
        </Button>
      ))}
    </InlineStack>
  );
}
