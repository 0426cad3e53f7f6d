import { BlockStack, Combobox, InlineStack, Listbox, Tag } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "./use-text.ts";

/** More would only be scrolled through; typing narrows the list. */
const MOST_SHOWN = 50;

export interface Choice {
  value: string;
  label: string;
}

interface SettingsChoicesProps {
  label: string;
  helpText: string;
  placeholder: string;
  options: readonly Choice[];
  chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
  /** The words that offer what was typed, where that may be chosen too. */
  offer?(text: string): string;
  error: string | false;
}

/** Any number of choices out of a list, or of one's own; what is chosen stands below and can be taken out again. */
export function SettingsChoices(props: SettingsChoicesProps) {
  const { label, helpText, placeholder, options, chosen, onChange, error } = props;
  const t = useText();
  const [typed, setTyped] = useState("");
  const labels = new Map(options.map((option) => [option.value, option.label]));
  const toggle = (value: string) => {
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value].sort());
    setTyped("");
  };
  return (
    <BlockStack gap="200">
      <Combobox
        allowMultiple
        activator={
          <Combobox.TextField
            label={label}
            helpText={helpText}
            placeholder={placeholder}
            autoComplete="off"
            value={typed}
            onChange={setTyped}
            error={error}
          />
        }
      >
        <ChoiceList {...props} typed={typed.trim()} onSelect={toggle} />
      </Combobox>
      {chosen.length > 0 && (
        <InlineStack gap="200">
          {chosen.map((value) => (
            <Tag
              key={value}
              accessibilityLabel={t("settings.choices.remove", { name: labels.get(value) ?? value })}
              onRemove={() => toggle(value)}
            >
              {labels.get(value) ?? value}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}

interface ChoiceListProps extends Pick<SettingsChoicesProps, "options" | "chosen" | "offer"> {
  typed: string;
  onSelect(value: string): void;
}

function ChoiceList({ options, chosen, offer, typed, onSelect }: ChoiceListProps) {
  const t = useText();
  const wanted = typed.toLocaleLowerCase();
  const shown = options.filter(({ label }) => label.toLocaleLowerCase().includes(wanted)).slice(0, MOST_SHOWN);
  const isNew = offer && typed !== "" && !chosen.includes(typed) && !options.some(({ value }) => value === typed);
  if (shown.length === 0 && !isNew) {
    return (
      <Listbox>
        <Listbox.Header>{t("settings.choices.none")}</Listbox.Header>
      </Listbox>
    );
  }
  return (
    <Listbox onSelect={onSelect}>
      {isNew ? <Listbox.Action value={typed}>{offer(typed)}</Listbox.Action> : null}
      {shown.map(({ value, label }) => (
        <Listbox.Option key={value} value={value} selected={chosen.includes(value)}>
          {label}
        </Listbox.Option>
      ))}
    </Listbox>
  );
}
