import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useFormats } from "./shop-formats.tsx";
import type { HelpdeskSyncView, ProblemView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

interface HelpdeskProblemProps {
  helpdesk: HelpdeskSyncView;
  problem: ProblemView;
}

/** What went wrong in plain words, and the one thing to do: mend the credentials, try again, or nothing. */
export function HelpdeskProblem({ helpdesk, problem }: HelpdeskProblemProps) {
  const t = useText();
  const formats = useFormats();
  const fetcher = useFetcher();
  const paused = helpdesk.status === "paused";
  const resume = {
    content: t("helpdesks.resume"),
    loading: fetcher.state !== "idle",
    onAction: () => fetcher.submit({ intent: "resume", connectionId: helpdesk.connectionId }, { method: "post" }),
  };
  return (
    <Banner
      tone={paused ? "critical" : "warning"}
      title={t(`helpdesk.problem.${problem.kind}.title`, { helpdesk: helpdesk.vendorName })}
      {...(paused && { action: resume })}
    >
      <BlockStack gap="100">
        <Text as="p">
          {t(`helpdesk.problem.${problem.kind}.body`, { helpdesk: helpdesk.vendorName, account: helpdesk.account })}
        </Text>
        <Text as="p">{t(paused ? "helpdesks.problem.paused" : "helpdesks.problem.goes-on")}</Text>
        <Text as="p" variant="bodySm">
          {problem.detail === null
            ? t("helpdesks.problem.at", { at: formats.instant(problem.at) })
            : t("helpdesks.problem.at-detail", { at: formats.instant(problem.at), detail: problem.detail })}
        </Text>
      </BlockStack>
    </Banner>
  );
}
