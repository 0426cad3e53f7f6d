import { useSearchParams } from "@remix-run/react";
import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { AnswerPart } from "../metrics/answer-part-queries.server.ts";
import {
  ANSWER_KPIS,
  type AnswerKpi,
  SATISFACTION_KPIS,
  type SatisfactionKpi,
  type SatisfactionPart,
} from "../metrics/answer-parts.ts";
import type { FigureFilter } from "../metrics/figure-filter.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { Dimension, Figures } from "../metrics/kpi-report.ts";
import { NO_HELPDESK } from "../surveys/no-helpdesk.ts";
import { CHANNELS } from "../tickets/ticket.ts";
import { agentAddress } from "./agent-address.ts";
import { answersAddress } from "./answer-address.ts";
import { useAnswerWords } from "./answer-words.ts";
import { formatChannel } from "./channel-name.ts";
import type { Translate } from "./format.ts";
import { KpiTable, type KpiTableRow } from "./kpi-table.tsx";
import { listOf } from "./satisfaction-tiles.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

interface SatisfactionPartsProps {
  by: Dimension;
  /** In the order of their lines. */
  parts: readonly SatisfactionPart[];
  total: Figures<SatisfactionKpi>;
  /** Keys of agents who are not compared. */
  excluded?: readonly string[];
}

/** The figures by channel, agent or helpdesk, with the whole below. Agents come ranked, and it is said how. */
export function SatisfactionParts({ by, parts, total, excluded = [] }: SatisfactionPartsProps) {
  const t = useText();
  const [search] = useSearchParams();
  const rows = parts.map((part): KpiTableRow<SatisfactionKpi> => {
    const spoken = nameOf(part, by, t);
    const filter = filterOf(part, by);
    return {
      ...{ key: part.key, spoken, figures: part.figures },
      name: by === "agent" ? <AgentName part={part} name={spoken} notCompared={excluded.includes(part.key)} /> : spoken,
      href: filter && ((id) => partAddress(id, search, filter)),
    };
  });
  return (
    <PartsCard
      title={t(`breakdown.by.${by}`)}
      explanation={by === "agent" ? t("satisfaction.ranking") : null}
      heading={t(`breakdown.column.${by}`)}
      kpis={SATISFACTION_KPIS}
      rows={rows}
      total={{ figures: total, href: (id) => listOf(id, search) }}
    />
  );
}

function partAddress(id: SatisfactionKpi, search: URLSearchParams, filter: Partial<FigureFilter>): string {
  return id === "csat_response_rate" ? ticketsAddress(id, search, { filter }) : answersAddress(search, { filter });
}

/** Null where the part has no list of its own: there is no filter for what belongs to nobody. */
function filterOf({ key, agent }: SatisfactionPart, by: Dimension): Partial<FigureFilter> | null {
  if (by === "agent") return agent && { agents: [agent] };
  if (by === "helpdesk") return key === NO_HELPDESK ? null : { connectionIds: [key] };
  const channels = CHANNELS.filter((channel) => channel === key);
  return channels.length === 0 ? null : { channels };
}

function nameOf({ key, agent, label }: SatisfactionPart, by: Dimension, t: Translate): string {
  if (by === "channel") return formatChannel(key, t);
  if (by === "helpdesk") return key === NO_HELPDESK ? t("helpdesk.none") : (label ?? key);
  return agent === null ? t("agents.unassigned") : (label ?? key);
}

function AgentName({ part, name, notCompared }: { part: SatisfactionPart; name: string; notCompared: boolean }) {
  const t = useText();
  const [search] = useSearchParams();
  return (
    <BlockStack>
      <InlineStack gap="100" blockAlign="center">
        {part.agent ? <Link url={agentAddress(part.agent, search)}>{name}</Link> : name}
        {notCompared && <Badge>{t("satisfaction.not-compared")}</Badge>}
      </InlineStack>
      {part.helpdesk !== null && (
        <Text as="span" variant="bodySm" tone="subdued">
          {part.helpdesk}
        </Text>
      )}
    </BlockStack>
  );
}

/** The figures by the tags of the tickets; an answer counts under each of them, so they add up to nothing. */
export function SatisfactionTags({ parts }: { parts: readonly AnswerPart[] }) {
  const t = useText();
  const [search] = useSearchParams();
  return (
    <PartsCard
      title={t("satisfaction.by.tag")}
      explanation={t("satisfaction.by.tag.meaning")}
      heading={t("satisfaction.column.tag")}
      kpis={ANSWER_KPIS}
      rows={parts.map(({ key, figures }) => ({
        ...{ key, figures, name: key, spoken: key },
        href: () => answersAddress(search, { filter: { tags: [key] } }),
      }))}
    />
  );
}

/** The figures by the language in which the survey asked; helpdesks do not tell theirs. */
export function SatisfactionLanguages({ parts }: { parts: readonly AnswerPart[] }) {
  const t = useText();
  const words = useAnswerWords();
  return (
    <PartsCard
      title={t("satisfaction.by.language")}
      explanation={null}
      heading={t("satisfaction.column.language")}
      kpis={ANSWER_KPIS}
      rows={parts.map(({ key, figures }): KpiTableRow<AnswerKpi> => {
        const name = key === "" ? t("satisfaction.language.unknown") : words.language(key);
        return { key: key === "" ? "unknown" : key, figures, name, spoken: name, href: null };
      })}
    />
  );
}

interface PartsCardProps<Id extends KpiId> {
  title: string;
  explanation: string | null;
  heading: string;
  kpis: readonly Id[];
  rows: readonly KpiTableRow<Id>[];
  total?: Pick<KpiTableRow<Id>, "href"> & { figures: Figures<Id> };
}

function PartsCard<Id extends KpiId>({ title, explanation, heading, kpis, rows, total }: PartsCardProps<Id>) {
  const t = useText();
  const whole = t("breakdown.total");
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {explanation !== null && (
            <Text as="p" tone="subdued">
              {explanation}
            </Text>
          )}
        </BlockStack>
        {rows.length === 0 ? (
          <Text as="p">{t("satisfaction.parts.empty")}</Text>
        ) : (
          <KpiTable
            label={t("satisfaction.parts", { title })}
            partHeading={heading}
            kpis={kpis}
            rows={rows}
            {...(total && { total: { key: "total", name: whole, spoken: whole, ...total } })}
            average="median"
          />
        )}
      </BlockStack>
    </Card>
  );
}
