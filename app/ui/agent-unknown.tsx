import { useSearchParams } from "@remix-run/react";
import { Button, Card } from "@shopify/polaris";
import { teamAddress } from "./agent-address.ts";
import { EmptyNotice } from "./empty-notice.tsx";
import { useText } from "./use-text.ts";

/** What stands where an address names an agent whom no helpdesk has, with the way to those it has. */
export function AgentUnknown() {
  const t = useText();
  const [search] = useSearchParams();
  return (
    <Card>
      <EmptyNotice heading={t("agents.unknown.title")} body={t("agents.unknown.body")} image="/no-helpdesk.svg">
        <Button url={teamAddress(search)}>{t("agents.unknown.back")}</Button>
      </EmptyNotice>
    </Card>
  );
}
