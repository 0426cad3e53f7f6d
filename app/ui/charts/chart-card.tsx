import { useSearchParams } from "@remix-run/react";
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useText } from "../use-text.ts";

interface ChartCardProps {
  title: string;
  /** What the chart shows, in words. */
  summary: string;
  /** Parameter of the address that holds whether the table is shown; begins with "view". */
  parameter: string;
  /** Further choices beside the switch. */
  controls?: ReactNode;
  chart: ReactNode;
  /** The same as a table, of the chart's height. */
  table: ReactNode;
}

/** The card of every chart: title, summary in words, and a switch between the chart and its table. */
export function ChartCard({ title, summary, parameter, controls, chart, table }: ChartCardProps) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const view = search.get(parameter) === "table" ? "table" : "chart";
  const choose = (chosen: "chart" | "table") =>
    setSearch(
      (current) => {
        if (chosen === "table") current.set(parameter, chosen);
        else current.delete(parameter);
        return current;
      },
      { preventScrollReset: true, replace: true },
    );
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <InlineStack gap="200" blockAlign="center">
            {controls}
            <ButtonGroup variant="segmented">
              {(["chart", "table"] as const).map((id) => (
                <Button
                  key={id}
                  pressed={view === id}
                  onClick={() => choose(id)}
                  accessibilityLabel={t(`chart.view.${id}.of`, { title })}
                >
                  {t(`chart.view.${id}`)}
                </Button>
              ))}
            </ButtonGroup>
          </InlineStack>
        </InlineStack>
        <Text as="p" tone="subdued">
          {summary}
        </Text>
        {view === "chart" ? chart : table}
      </BlockStack>
    </Card>
  );
}
