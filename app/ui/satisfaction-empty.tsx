import { Banner, Button, Card } from "@shopify/polaris";
import { EmptyNotice } from "./empty-notice.tsx";
import { useText } from "./use-text.ts";

/** Page of the survey's settings. */
export const SURVEY_PAGE = "/app/satisfaction/survey";

/** What stands on the page of a shop that nobody has rated yet. */
export function NothingAsked() {
  const t = useText();
  return (
    <Card>
      <EmptyNotice heading={t("satisfaction.empty.title")} body={t("satisfaction.empty.body")} image="/no-orders.svg">
        <Button variant="primary" url={SURVEY_PAGE}>
          {t("satisfaction.empty.action")}
        </Button>
      </EmptyNotice>
    </Card>
  );
}

/** Says that only the helpdesks ask, and that the shop could. */
export function SurveyOffer() {
  const t = useText();
  return (
    <Banner
      tone="info"
      title={t("satisfaction.offer.title")}
      action={{ content: t("satisfaction.empty.action"), url: SURVEY_PAGE }}
    >
      <p>{t("satisfaction.offer.body")}</p>
    </Banner>
  );
}
