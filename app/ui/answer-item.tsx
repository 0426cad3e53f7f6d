import { useSearchParams } from "@remix-run/react";
import { Badge, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import type { Answer } from "../metrics/answer-list.ts";
import type { AnswerChange } from "../metrics/answer-versions.ts";
import { useAnswerWords } from "./answer-words.ts";
import { formatChannel } from "./channel-name.ts";
import { Disclosure } from "./disclosure.tsx";
import { reportOnly } from "./report-address.ts";
import { useFormats } from "./shop-formats.tsx";
import { ticketAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

/** A change as the page gets it: times as text. */
export type ChangeView = Omit<AnswerChange, "at"> & { at: string };

/** An answer as the page gets it: times as text. */
export type AnswerView = Omit<Answer, "answeredAt" | "changes"> & { answeredAt: string; changes: ChangeView[] };

/** One answer: what was said, where it belongs, and behind a button what had been said before. */
export function AnswerItem({ answer }: { answer: AnswerView }) {
  const t = useText();
  const formats = useFormats();
  const { score, positive, nps, counts, comment, changes } = answer;
  return (
    <div data-answer={answer.key} data-score={score ?? ""} data-positive={positive} data-counts={counts}>
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          <VerdictBadge score={score} positive={positive} />
          {nps !== null && <Badge>{t("answers.nps", { nps: formats.count(nps) })}</Badge>}
          {!counts && <Badge tone="attention">{t("answers.does-not-count")}</Badge>}
          <Text as="span" variant="bodySm" tone="subdued">
            {formats.instant(answer.answeredAt)}
          </Text>
        </InlineStack>
        {comment !== null && <Comment text={comment} />}
        {answer.isCommentUnreadable && (
          <Text as="p" tone="subdued">
            {t("answers.unreadable")}
          </Text>
        )}
        <Belongings answer={answer} />
        {changes.length > 0 && (
          <Disclosure label={t("answers.changes", { count: changes.length, n: formats.count(changes.length) })}>
            {changes.map((change) => (
              <Change key={change.at} change={change} />
            ))}
          </Disclosure>
        )}
      </BlockStack>
    </div>
  );
}

function VerdictBadge({ score, positive }: Pick<AnswerView, "score" | "positive">) {
  const words = useAnswerWords();
  const tone = positive ? "success" : score === 3 ? "attention" : "critical";
  return <Badge tone={tone}>{words.verdict({ score, positive })}</Badge>;
}

/** Plain text of a stranger: it wraps anywhere, keeps its lines, and its direction stays its own. */
function Comment({ text }: { text: string }) {
  return (
    <div dir="auto" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", unicodeBidi: "isolate" }}>
      <Text as="p">{text}</Text>
    </div>
  );
}

/** Ticket, agent, channel, helpdesk, language and source, each with what it is. */
function Belongings({ answer }: { answer: AnswerView }) {
  const t = useText();
  const words = useAnswerWords();
  const [search] = useSearchParams();
  const { ticketId, connectionId, language, helpdeskName } = answer;
  // Of an answer without a ticket neither is known.
  const ofTicket = [
    t("answers.fact.agent", { name: answer.agentName ?? t("agents.unassigned") }),
    t("answers.fact.channel", { name: formatChannel(answer.channel, t) }),
  ];
  const facts = [
    ...(ticketId === null ? [] : ofTicket),
    ...(helpdeskName === null ? [] : [t("answers.fact.helpdesk", { name: helpdeskName })]),
    ...(language === null ? [] : [t("answers.fact.language", { name: words.language(language) })]),
    words.source(answer.source),
  ];
  return (
    <InlineStack gap="300" blockAlign="center">
      {ticketId === null ? (
        <Text as="span" variant="bodySm" tone="subdued">
          {t("answers.no-ticket")}
        </Text>
      ) : (
        <Link url={ticketAddress({ connectionId, ticketId }, reportOnly(search))}>
          {t("orders-list.ticket", { id: ticketId })}
        </Link>
      )}
      {facts.map((fact) => (
        <Text key={fact} as="span" variant="bodySm" tone="subdued">
          {fact}
        </Text>
      ))}
    </InlineStack>
  );
}

function Change({ change: { at, from, to, replacedComment } }: { change: ChangeView }) {
  const t = useText();
  const formats = useFormats();
  const words = useAnswerWords();
  const when = { at: formats.instant(at) };
  const isSameScore = from.score === to.score && from.positive === to.positive;
  return (
    <BlockStack gap="100">
      {!isSameScore && (
        <Text as="p">{t("answers.change.score", { from: words.verdict(from), to: words.verdict(to), ...when })}</Text>
      )}
      {from.nps !== null && from.nps !== to.nps && (
        <Text as="p">
          {t("answers.change.nps", { from: formats.count(from.nps), to: formats.count(to.nps), ...when })}
        </Text>
      )}
      {replacedComment !== null && (
        <>
          <Text as="p">{t("answers.change.comment", when)}</Text>
          <Comment text={replacedComment} />
        </>
      )}
    </BlockStack>
  );
}
