import { useNavigation, useSubmit } from "@remix-run/react";
import { BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { type CostProblem, type CostRow, emptyCostRow } from "../metrics/cost-rows.ts";
import { COST_KINDS } from "../metrics/support-cost.ts";
import { costFormOf } from "./cost-address.ts";
import { CostLine } from "./cost-line.tsx";
import { EditBar } from "./edit-bar.tsx";
import { EmptyNotice } from "./empty-notice.tsx";
import { useText } from "./use-text.ts";

interface CostFormProps {
  saved: readonly CostRow[];
  currency: string;
  /** Month that a new line begins with, YYYY-MM. */
  firstMonth: string;
  /** Of the list that was sent last. */
  problems: readonly CostProblem[];
}

/** A line keeps its id while lines above it come and go. */
interface Line {
  id: number;
  row: CostRow;
}

/** The list of monthly costs, saved whole by the admin's save bar. */
export function CostForm({ saved, currency, firstMonth, problems }: CostFormProps) {
  const t = useText();
  const initial = saved.map((row, id) => ({ id, row }));
  const [lines, setLines] = useState<Line[]>(initial);
  /** Ids of the lines as they were sent, which the problems' indices count. */
  const [sent, setSent] = useState<number[]>([]);
  const isChanged = JSON.stringify(lines.map(({ row }) => row)) !== JSON.stringify(saved);
  const add = () => {
    const id = 1 + lines.reduce((highest, line) => Math.max(highest, line.id), saved.length);
    const kind = COST_KINDS.find((known) => !lines.some(({ row }) => row.kind === known)) ?? "other";
    setLines([...lines, { id, row: emptyCostRow(kind, firstMonth) }]);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("costs.form.title")}
        </Text>
        {lines.length === 0 ? (
          <EmptyNotice heading={t("costs.empty.title")} body={t("costs.empty.body")} image="/no-orders.svg">
            <Button variant="primary" onClick={add}>
              {t("costs.empty.enter")}
            </Button>
          </EmptyNotice>
        ) : (
          <>
            <Text as="p">{t("costs.form.body", { currency })}</Text>
            {lines.map((line, index) => (
              <BlockStack key={line.id} gap="400">
                <CostLine
                  number={index + 1}
                  row={line.row}
                  isNew={line.id > saved.length}
                  currency={currency}
                  problems={problems.filter(({ row }) => sent[row] === line.id)}
                  otherOf={(problem) => lines.find(({ id }) => id === sent[problem.other ?? -1])?.row ?? null}
                  onChange={(row) => setLines(lines.map((each) => (each.id === line.id ? { ...each, row } : each)))}
                  onRemove={() => setLines(lines.filter(({ id }) => id !== line.id))}
                />
                <Divider />
              </BlockStack>
            ))}
            <InlineStack>
              <Button onClick={add}>{t("costs.form.add")}</Button>
            </InlineStack>
          </>
        )}
        <CostSaveBar
          open={isChanged}
          rows={lines.map(({ row }) => row)}
          onSend={() => setSent(lines.map(({ id }) => id))}
          onDiscard={() => {
            setLines(initial);
            setSent([]);
          }}
        />
      </BlockStack>
    </Card>
  );
}

interface CostSaveBarProps {
  open: boolean;
  rows: readonly CostRow[];
  onSend(): void;
  onDiscard(): void;
}

function CostSaveBar({ open, rows, onSend, onDiscard }: CostSaveBarProps) {
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const save = () => {
    onSend();
    submit(costFormOf(rows), { method: "post", preventScrollReset: true });
  };
  return <EditBar id="costs" {...{ open, busy, onDiscard }} onSave={save} />;
}
