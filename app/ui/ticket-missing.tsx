import { useSearchParams } from "@remix-run/react";
import { Button, Card, InlineStack } from "@shopify/polaris";
import { AppPage } from "./app-page.tsx";
import { EmptyNotice } from "./empty-notice.tsx";
import { listAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

/** What stands at the address of a ticket that is not here: why that may be, and where to go on. */
export function TicketMissing() {
  const t = useText();
  const [search] = useSearchParams();
  return (
    <AppPage title={t("ticket.missing.title")} back={{ label: t("nav.tickets"), url: listAddress(search) }}>
      <Card>
        <EmptyNotice heading={t("ticket.missing.heading")} body={t("ticket.missing.body")} image="/no-helpdesk.svg">
          <InlineStack gap="200" align="center">
            <Button variant="primary" url={listAddress(search)}>
              {t("ticket.missing.list")}
            </Button>
            <Button url="/app/helpdesks">{t("ticket.missing.helpdesks")}</Button>
          </InlineStack>
        </EmptyNotice>
      </Card>
    </AppPage>
  );
}
