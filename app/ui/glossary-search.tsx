import { useLocation } from "@remix-run/react";
import { BlockStack, Button, Card, Icon, InlineStack, Link, Text, TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import type { Glossary } from "./glossary-entries.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface GlossarySearchProps {
  query: string;
  onChange: (query: string) => void;
  found: Glossary;
}

/** The search field with what it found in words, and the way to each part of the page. */
export function GlossarySearch({ query, onChange, found }: GlossarySearchProps) {
  const t = useText();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p">{t("glossary.intro")}</Text>
        <TextField
          label={t("glossary.search")}
          placeholder={t("glossary.search.placeholder")}
          prefix={<Icon source={SearchIcon} />}
          type="search"
          autoComplete="off"
          maxLength={100}
          value={query}
          onChange={onChange}
          clearButton
          onClearButtonClick={() => onChange("")}
        />
        <Hits query={query} count={found.count} />
        {found.count === 0 ? (
          <InlineStack>
            <Button onClick={() => onChange("")}>{t("glossary.search.show-all")}</Button>
          </InlineStack>
        ) : (
          <Parts found={found} />
        )}
      </BlockStack>
    </Card>
  );
}

/** Always there, so that a screen reader says every change of it. */
function Hits({ query, count }: { query: string; count: number }) {
  const t = useText();
  const formats = useFormats();
  const values = { count, n: formats.count(count) };
  const searched = query.trim();
  const counted = searched === "" ? t("glossary.entries", values) : t("glossary.hits", values);
  return (
    <div role="status" data-hits={count}>
      <Text as="p" tone="subdued">
        {count === 0 ? t("glossary.none", { query: searched }) : counted}
      </Text>
    </div>
  );
}

function Parts({ found }: { found: Glossary }) {
  const t = useText();
  const { search } = useLocation();
  const parts = [
    ...found.sections.map(({ section }) => ({ anchor: `section-${section}`, name: t(`section.${section}`) })),
    ...(found.words.length > 0 ? [{ anchor: "words", name: t("glossary.words") }] : []),
    ...(found.decisions.length > 0 ? [{ anchor: "decisions", name: t("glossary.decisions") }] : []),
  ];
  return (
    <nav aria-label={t("glossary.title")}>
      <InlineStack gap="300">
        {parts.map(({ anchor, name }) => (
          <Link key={anchor} url={`${search}#${anchor}`}>
            {name}
          </Link>
        ))}
      </InlineStack>
    </nav>
  );
}
