import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { guessCsvFormat, readCsvHead } from "./csv-table.ts";
import { fieldsOf, missingFields } from "./import-fields.ts";
import { guessMapping, previewRows } from "./import-preview.ts";

test.each([
  ["tickets", 4, ["assigneeId"]],
  ["messages", 6, ["agentId"]],
] as const)(
  "the sample file of %s needs no help: every column is found and every row is fine",
  (content, count, unused) => {
    const bytes = readFileSync(new URL(`../../public/sample-${content}.csv`, import.meta.url));
    const format = guessCsvFormat(bytes, true);
    const [heading, ...rows] = format ? readCsvHead(bytes, { isWhole: true, format }) : [];
    const table = { header: [...(heading?.cells ?? [])], rows };
    const mapping = guessMapping(table, { timeZone: "Europe/Amsterdam", csv: format });
    expect(mapping.content).toBe(content);
    expect(missingFields(mapping)).toEqual([]);
    expect(fieldsOf(content).filter((field) => mapping.columns[field] === undefined)).toEqual(unused);
    const previews = previewRows(rows, mapping, new Date("2026-11-22T12:00:00Z"));
    expect(previews).toHaveLength(count);
    expect(previews.flatMap(({ problem, notes }) => [problem, ...notes]).filter((remark) => remark !== null)).toEqual(
      [],
    );
  },
);
