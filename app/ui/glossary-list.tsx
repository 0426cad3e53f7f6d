import { BlockStack, Card, DescriptionList, Divider, List, Text } from "@shopify/polaris";
import { Fragment, type ReactNode } from "react";
import { GlossaryAnchor } from "./glossary-anchor.tsx";
import type { DecisionEntry, Glossary, WordEntry } from "./glossary-entries.ts";
import { GlossaryKpi } from "./glossary-kpi.tsx";
import { useText } from "./use-text.ts";

/** The entries: KPIs by section, then the words their definitions use, then what was decided. */
export function GlossaryList({ found: { sections, words, decisions } }: { found: Glossary }) {
  const t = useText();
  return (
    <BlockStack gap="400">
      {sections.map(({ section, kpis }) => (
        <GlossaryPart key={section} anchor={`section-${section}`} title={t(`section.${section}`)}>
          {kpis.map((entry, index) => (
            <Fragment key={entry.id}>
              {index > 0 && <Divider />}
              <GlossaryKpi entry={entry} />
            </Fragment>
          ))}
        </GlossaryPart>
      ))}
      {words.length > 0 && <Words words={words} />}
      {decisions.length > 0 && <Decisions decisions={decisions} />}
    </BlockStack>
  );
}

interface GlossaryPartProps {
  anchor: string;
  title: string;
  children: ReactNode;
}

function GlossaryPart({ anchor, title, children }: GlossaryPartProps) {
  return (
    <GlossaryAnchor id={anchor}>
      <Card>
        <BlockStack gap="400">
          <Text as="h2" variant="headingLg">
            {title}
          </Text>
          {children}
        </BlockStack>
      </Card>
    </GlossaryAnchor>
  );
}

function Words({ words }: { words: readonly WordEntry[] }) {
  const t = useText();
  return (
    <GlossaryPart anchor="words" title={t("glossary.words")}>
      <DescriptionList
        gap="tight"
        items={words.map(({ word, anchor }) => ({
          term: <span id={anchor}>{t(`glossary.word.${word}.name`)}</span>,
          description: t(`glossary.word.${word}.text`),
        }))}
      />
    </GlossaryPart>
  );
}

function Decisions({ decisions }: { decisions: readonly DecisionEntry[] }) {
  const t = useText();
  return (
    <GlossaryPart anchor="decisions" title={t("glossary.decisions")}>
      <List>
        {decisions.map(({ decision, anchor }) => (
          <List.Item key={decision}>
            <span id={anchor}>{t(`glossary.decision.${decision}`)}</span>
          </List.Item>
        ))}
      </List>
    </GlossaryPart>
  );
}
