import { useSearchParams } from "@remix-run/react";
import { BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { type AnswerChoice, type AnswerList, COUNTED_ANSWERS, leavesOut } from "../metrics/answer-list.ts";
import { ANSWERS_ANCHOR, chooseAnswers } from "./answer-address.ts";
import { AnswerFilters } from "./answer-filters.tsx";
import { AnswerItem, type AnswerView } from "./answer-item.tsx";
import { EmptyNotice } from "./empty-notice.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { ListPagination } from "./list-pagination.tsx";
import { changedReport, setPeriod } from "./report-address.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** A page of answers as the loader gives it. */
export interface AnswerPageView extends Omit<AnswerList, "answers"> {
  answers: AnswerView[];
  pageSize: number;
}

interface AnswerListCardProps {
  page: AnswerPageView;
  choice: AnswerChoice;
}

/** The answers of the report with their tickets, page by page. */
export function AnswerListCard({ page, choice }: AnswerListCardProps) {
  const t = useText();
  return (
    <div id={ANSWERS_ANCHOR}>
      <Card>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("answers.title")}
            </Text>
            <ExportMenu what="answers" parameters={exportOf(choice)} />
          </InlineStack>
          <AnswerFilters choice={choice} />
          <Found page={page} choice={choice} />
          {page.answers.length === 0 ? <NoAnswers page={page} choice={choice} /> : <Answers answers={page.answers} />}
          {page.answers.length > 0 && (
            <ListPagination
              label={t("answers.pages")}
              shown={page.answers.length}
              pageSize={page.pageSize}
              total={page.total}
              next={page.next}
            />
          )}
        </BlockStack>
      </Card>
    </div>
  );
}

/** The file holds what the list holds. Those that do not count are marked in it, so they need no asking for. */
function exportOf({ scores, sources, withComment, text }: AnswerChoice): Record<string, string | string[]> {
  return {
    score: scores.map(String),
    source: [...sources],
    ...(withComment && { comment: "yes" }),
    ...(text !== "" && { q: text }),
  };
}

/** Always there, so that a screen reader says every change of it. */
function Found({ page: { total, search }, choice }: AnswerListCardProps) {
  const t = useText();
  const formats = useFormats();
  const values = { count: total, n: formats.count(total) };
  return (
    <div role="status" data-total={total}>
      <Text as="p" tone="subdued">
        {choice.text === ""
          ? t("answers.count", values)
          : t("answers.search.found", { ...values, text: isolated(choice.text) })}
      </Text>
      {search && !search.complete && (
        <Text as="p">{t("answers.search.bounded", { n: formats.count(search.searched) })}</Text>
      )}
    </div>
  );
}

/** Text that was typed, in marks that keep its direction from turning the sentence around. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

function Answers({ answers }: { answers: readonly AnswerView[] }) {
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {answers.map((answer, index) => (
        <li key={answer.key}>
          <BlockStack gap="400">
            {index > 0 && (
              <div style={{ paddingBlockStart: "var(--p-space-400)" }}>
                <Divider />
              </div>
            )}
            <AnswerItem answer={answer} />
          </BlockStack>
        </li>
      ))}
    </ul>
  );
}

/** Says that nothing is listed, and leads to the nearest list that may hold something. */
function NoAnswers({ page, choice }: AnswerListCardProps) {
  const t = useText();
  const [search] = useSearchParams();
  const way = page.total > 0 ? "first-page" : leavesOut(choice) ? "chosen" : "longer";
  const target =
    way === "first-page"
      ? chooseAnswers(search, choice)
      : way === "chosen"
        ? chooseAnswers(search, COUNTED_ANSWERS)
        : changedReport(search, (changed) => setPeriod(changed, { preset: "last-365-days" }));
  return (
    <EmptyNotice heading={t(`answers.empty.${way}.title`)} body={t(`answers.empty.${way}.body`)} image="/no-orders.svg">
      <Button url={`?${target}`}>{t(`answers.empty.${way}.action`)}</Button>
    </EmptyNotice>
  );
}
