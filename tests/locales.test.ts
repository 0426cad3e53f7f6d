import ts from "typescript";
import { expect, test } from "vitest";
import { ALERT_PROBLEMS } from "../app/alerts/alert.ts";
import { EXPORT_COLUMNS } from "../app/exports/export-table.ts";
import { HELPDESKS } from "../app/helpdesks/registry.server.ts";
import { FILE_PROBLEMS, ROW_NOTES, ROW_PROBLEMS } from "../app/imports/import-problem.ts";
import { HOURS_PROBLEMS } from "../app/metrics/business-hours.ts";
import { PERIOD_PRESETS } from "../app/metrics/period.ts";
import { SETTINGS_PROBLEMS } from "../app/metrics/shop-settings.ts";
import { TICKET_EVENT_KINDS } from "../app/metrics/ticket-page.ts";
import { RATING_SOURCES, SURVEY_SETTING_PROBLEMS } from "../app/surveys/survey-setting-form.ts";
import { HELPDESK_PROBLEM_KINDS, ORDERS_PROBLEM_KINDS } from "../app/sync/sync-status.ts";
import { CHANNELS } from "../app/tickets/ticket.ts";
import { POPULATIONS } from "../app/ui/tickets-behind.ts";
import { untoldBy } from "../app/ui/untold.ts";
import { readLocale, stemOf } from "./setup/locale-texts.ts";
import { isTest, nodesOf, placeOf, readSourceFiles, type SourceFile } from "./setup/source-files.ts";

/** Calls whose first argument is a key. */
const TRANSLATES = /^(t|translate)$/;

const source = readSourceFiles("app").filter((file) => !isTest(file));
const pages = source.filter(({ path }) => path.endsWith(".tsx") && /^app\/(ui|routes|root)/.test(path));
const texts = source.flatMap((file) => [...nodesOf(file.tree)].flatMap(textsOf));
const keys = new Set([...readLocale("en").keys()].map(stemOf));

test("every key that the code asks for is in the English file", () => {
  const asked = source.flatMap((file) => [...nodesOf(file.tree)].flatMap((node) => askedFor(node, file)));
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter(({ pattern }) => !matchesAny(pattern)).map(({ place, key }) => `${place}: ${key}`)).toEqual([]);
});

test("every key in the English file is asked for somewhere", () => {
  const patterns = texts.map(({ pattern }) => pattern);
  expect([...keys].filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});

test("whatever a list of the code can put into a key has words", () => {
  const needed = [
    ...PERIOD_PRESETS.map((preset) => `period.preset.${preset}`),
    ...CHANNELS.map((channel) => `channel.${channel}`),
    ...POPULATIONS.map((population) => `tickets.behind.${population}`),
    ...TICKET_EVENT_KINDS.map((kind) => `ticket.event-kind.${kind}`),
    ...[...HOURS_PROBLEMS, ...SETTINGS_PROBLEMS].map((problem) => `settings.problem.${problem}`),
    ...EXPORT_COLUMNS.map((column) => `csv.column.${column}`),
    ...ALERT_PROBLEMS.map((problem) => `alerts.problem.${problem}`),
    ...SURVEY_SETTING_PROBLEMS.map((problem) => `survey.problem.${problem}`),
    ...RATING_SOURCES.flatMap((source) => [`survey.counting.${source}`, `survey.counting.${source}.help`]),
    ...FILE_PROBLEMS.map((problem) => `import.problem.${problem}`),
    ...[...ROW_PROBLEMS, ...ROW_NOTES].map((reason) => `import.reason.${reason}`),
    ...HELPDESKS.flatMap(({ capabilities }) => untoldBy(capabilities)),
    ...ORDERS_PROBLEM_KINDS.flatMap((kind) => [`orders.problem.${kind}.title`, `orders.problem.${kind}.body`]),
    ...HELPDESK_PROBLEM_KINDS.flatMap((kind) => [
      `helpdesk.problem.${kind}.title`,
      `helpdesk.problem.${kind}.body`,
      `connect.problem.${kind}`,
    ]),
    ...HELPDESKS.flatMap(({ vendor, credentialFields }) => [
      `vendor.${vendor}.survey`,
      `vendor.${vendor}.where`,
      ...credentialFields.flatMap(({ name }) => [`vendor.${vendor}.${name}.label`, `vendor.${vendor}.${name}.help`]),
    ]),
  ];
  expect(needed.filter((key) => !keys.has(key))).toEqual([]);
});

test("every problem that a credential schema names has words", () => {
  const named = HELPDESKS.flatMap(({ credentialSchema, credentialFields }) => {
    const wrong = Object.fromEntries(credentialFields.map(({ name }) => [name, "no t ä value!"]));
    return credentialSchema.safeParse(wrong).error?.issues.map(({ message }) => message) ?? [];
  });
  expect(named.length).toBeGreaterThan(0);
  const missing = named.filter((name) => !keys.has(`connect.problem.${name.replace(/[A-Z]/g, "-$&").toLowerCase()}`));
  expect(missing).toEqual([]);
});

test("no page has words of its own: everything that is read comes from the locale files", () => {
  expect(pages.length).toBeGreaterThan(20);
  const literal = pages.flatMap((file) =>
    [...nodesOf(file.tree)].filter(isVisibleText).map((node) => `${placeOf(file, node)}: ${node.getText().trim()}`),
  );
  expect(literal).toEqual([]);
});

interface KeyText {
  key: string;
  pattern: RegExp;
}

/** String literals, and template literals with anything but a dot in their gaps. */
function textsOf(node: ts.Node): KeyText[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return [{ key: node.text, pattern: exactly(escaped(node.text)) }];
  }
  if (!ts.isTemplateExpression(node)) return [];
  const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  // A template without a fixed part would match every key.
  if (!/[a-z]/.test(parts.join(""))) return [];
  return [{ key: node.getText(), pattern: exactly(parts.map(escaped).join("[^.]+")) }];
}

/** What a call of the translator, or a page's handle, asks for; both sides of a choice count. */
function askedFor(node: ts.Node, file: SourceFile): (KeyText & { place: string })[] {
  const argument = keyArgument(node);
  if (!argument) return [];
  return literalsIn(argument).flatMap((literal) =>
    textsOf(literal).map((text) => ({ ...text, place: placeOf(file, node) })),
  );
}

function keyArgument(node: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node) && node.name.getText() === "titleKey") return node.initializer;
  if (ts.isCallExpression(node) && TRANSLATES.test(node.expression.getText())) return node.arguments[0];
  return undefined;
}

function literalsIn(expression: ts.Expression): ts.Expression[] {
  if (ts.isConditionalExpression(expression)) {
    return [...literalsIn(expression.whenTrue), ...literalsIn(expression.whenFalse)];
  }
  return [expression];
}

function matchesAny(pattern: RegExp): boolean {
  return [...keys].some((key) => pattern.test(key));
}

function exactly(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
}

/** Attributes that people read or hear. */
const READ_ATTRIBUTES =
  /^(title|label|alt|placeholder|content|heading|helpText|accessibilityLabel|ariaLabel|aria-label|error|description)$/;

function isVisibleText(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return /\p{L}/u.test(node.text);
  if (!ts.isStringLiteral(node) && !ts.isTemplateExpression(node) && !ts.isNoSubstitutionTemplateLiteral(node))
    return false;
  if (!/\p{L}/u.test(ts.isTemplateExpression(node) ? node.head.text : node.text)) return false;
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return isRead(parent);
  if (ts.isJsxExpression(parent)) {
    return ts.isJsxAttribute(parent.parent) ? isRead(parent.parent) : true;
  }
  return ts.isPropertyAssignment(parent) && READ_ATTRIBUTES.test(parent.name.getText());
}

/** What a <meta> holds is for browsers. */
function isRead(attribute: ts.JsxAttribute): boolean {
  const element = attribute.parent.parent;
  return element.tagName.getText() !== "meta" && READ_ATTRIBUTES.test(attribute.name.getText());
}
