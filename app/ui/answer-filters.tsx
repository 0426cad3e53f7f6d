import { useSearchParams } from "@remix-run/react";
import {
  BlockStack,
  Box,
  Button,
  Checkbox,
  ChoiceList,
  Form,
  Icon,
  InlineStack,
  Popover,
  TextField,
} from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { ANSWER_SOURCES, type AnswerChoice, MOST_SEARCHED_FOR, parseAnswerChoice } from "../metrics/answer-list.ts";
import { SCORES } from "../metrics/answer-scores.ts";
import { chooseAnswers } from "./answer-address.ts";
import { useAnswerWords } from "./answer-words.ts";
import { useText } from "./use-text.ts";

/** Which of the report's answers are listed; all of it is part of the address. */
export function AnswerFilters({ choice }: { choice: AnswerChoice }) {
  const t = useText();
  const words = useAnswerWords();
  const change = useAnswerChange();
  return (
    <BlockStack gap="300">
      <CommentSearchField key={choice.text} text={choice.text} onSearch={(text) => change({ text })} />
      <InlineStack gap="300" blockAlign="center">
        <ChoicePopover
          name={t("answers.filter.score")}
          choices={SCORES.map((score) => ({
            value: String(score),
            label: words.verdict({ score, positive: score >= 4 }),
          }))}
          chosen={choice.scores.map(String)}
          onChange={(values) => change({ scores: SCORES.filter((score) => values.includes(String(score))) })}
        />
        <ChoicePopover
          name={t("answers.filter.source")}
          choices={ANSWER_SOURCES.map((source) => ({ value: source, label: words.source(source) }))}
          chosen={[...choice.sources]}
          onChange={(values) => change({ sources: ANSWER_SOURCES.filter((source) => values.includes(source)) })}
        />
        <Checkbox
          label={t("answers.filter.comment")}
          checked={choice.withComment}
          onChange={(withComment) => change({ withComment })}
        />
        <Checkbox
          label={t("answers.filter.uncounted")}
          checked={choice.uncounted}
          onChange={(uncounted) => change({ uncounted })}
        />
      </InlineStack>
    </BlockStack>
  );
}

/** Shows the list's first page for another choice; the page stays where it is scrolled to. */
export function useAnswerChange(): (changes: Partial<AnswerChoice>) => void {
  const [, setSearch] = useSearchParams();
  return (changes) =>
    setSearch((search) => chooseAnswers(search, { ...parseAnswerChoice(search), ...changes }), {
      preventScrollReset: true,
    });
}

/** Searches when it is sent off: every search decrypts comments. */
function CommentSearchField({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const t = useText();
  const [typed, setTyped] = useState(text);
  return (
    <Form onSubmit={() => onSearch(typed.trim())}>
      <TextField
        label={t("answers.search")}
        type="search"
        autoComplete="off"
        maxLength={MOST_SEARCHED_FOR}
        prefix={<Icon source={SearchIcon} />}
        value={typed}
        onChange={setTyped}
        clearButton
        onClearButtonClick={() => {
          setTyped("");
          if (text !== "") onSearch("");
        }}
        connectedRight={<Button submit>{t("answers.search.start")}</Button>}
      />
    </Form>
  );
}

interface ChoicePopoverProps {
  name: string;
  choices: { value: string; label: string }[];
  chosen: string[];
  onChange(values: string[]): void;
}

function ChoicePopover({ name, choices, chosen, onChange }: ChoicePopoverProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      preferredAlignment="left"
      activator={
        <Button disclosure onClick={() => setOpen(!open)}>
          {chosen.length === 0 ? name : t("filter.facet-with", { facet: name, n: chosen.length })}
        </Button>
      }
    >
      <Box padding="400" maxWidth="min(20rem, 90vw)">
        <ChoiceList title={name} allowMultiple choices={choices} selected={chosen} onChange={onChange} />
      </Box>
    </Popover>
  );
}
