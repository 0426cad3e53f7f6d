import { Icon, InlineStack, Text } from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon, MinusIcon } from "@shopify/polaris-icons";
import { changeBetween, isNoChange, type ValueKind } from "./format.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface ChangeLabelProps {
  current: number | null;
  previous: number | null;
  kind: ValueKind;
  /** Which way is better; null where neither is. */
  better: "up" | "down" | null;
}

/** The change against the previous period: arrow, size, and in words whether that is better. Never colour alone. */
export function ChangeLabel({ current, previous, kind, better }: ChangeLabelProps) {
  const t = useText();
  const formats = useFormats();
  const change = changeBetween(current, previous, kind);
  if (!change) return <Quiet>{t("change.unknown")}</Quiet>;
  if (isNoChange(change)) return <Quiet>{t("change.none")}</Quiet>;
  const direction = change.size > 0 ? "up" : "down";
  const verdict = better === null ? "neutral" : better === direction ? "better" : "worse";
  return (
    <InlineStack gap="050" blockAlign="center" wrap={false}>
      <span aria-hidden>
        <Icon source={direction === "up" ? ArrowUpIcon : ArrowDownIcon} tone={ICON_TONE[verdict]} />
      </span>
      <Text as="span" variant="bodySm" tone={TEXT_TONE[verdict]}>
        {t(`change.${direction}.${verdict}`, { size: formats.changeSize(change) })}
      </Text>
    </InlineStack>
  );
}

const ICON_TONE = { better: "success", worse: "critical", neutral: "subdued" } as const;
const TEXT_TONE = { better: "success", worse: "critical", neutral: "subdued" } as const;

function Quiet({ children }: { children: string }) {
  return (
    <InlineStack gap="050" blockAlign="center" wrap={false}>
      <span aria-hidden>
        <Icon source={MinusIcon} tone="subdued" />
      </span>
      <Text as="span" variant="bodySm" tone="subdued">
        {children}
      </Text>
    </InlineStack>
  );
}
