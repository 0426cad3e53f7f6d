import ts from "typescript";
import { expect, test } from "vitest";
import { isTest, nodesOf, placeOf, readSourceFiles, type SourceFile } from "./setup/source-files.ts";

const FILE_LINES = 400;
const FUNCTION_LINES = 60;
const COMPONENT_LINES = 120;

const app = readSourceFiles("app");
const everything = [app, ...["extensions", "tests", "prisma"].map(readSourceFiles)].flat();

test(`no file is longer than ${FILE_LINES} lines`, () => {
  const long = everything.filter(({ text }) => linesOf(text) > FILE_LINES);
  expect(long.map(({ path, text }) => `${path}: ${linesOf(text)} lines`)).toEqual([]);
});

test(`no function is longer than ${FUNCTION_LINES} lines, no component longer than ${COMPONENT_LINES}`, () => {
  const long = inEvery(everything, (node, file) => {
    if (!isFunction(node)) return null;
    const lines = linesOf(node.getText());
    return lines > (isComponent(node, file) ? COMPONENT_LINES : FUNCTION_LINES) ? `${lines} lines` : null;
  });
  expect(long).toEqual([]);
});

test("the type any and the non-null assertion appear nowhere", () => {
  const loose = inEvery(everything, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) return "any";
    return ts.isNonNullExpression(node) ? "!" : null;
  });
  expect(loose).toEqual([]);
});

test("nothing tells the compiler or the linter to look away", () => {
  const hushed = everything.flatMap(({ path, text }) =>
    [...text.matchAll(/@ts-(ignore|nocheck|expect-error)|biome[-]ignore(?! [\w/]+: \S)/g)].map(
      ([found]) => `${path}: ${found}`,
    ),
  );
  expect(hushed).toEqual([]);
});

test("every function and class that a module of app exports says in a docstring what it is for", () => {
  const documented = app.filter(
    (file) => !isTest(file) && file.path.endsWith(".ts") && !file.path.startsWith("app/routes/"),
  );
  const silent = documented.flatMap((file) =>
    file.tree.statements
      .filter((statement) => isExportedFunctionOrClass(statement) && ts.getJSDocCommentsAndTags(statement).length === 0)
      .map((statement) => placeOf(file, statement)),
  );
  expect(silent).toEqual([]);
});

test("no test is skipped, left for later, or alone", () => {
  const tests = everything.filter(isTest);
  expect(tests.length).toBeGreaterThan(10);
  const quiet = inEvery(tests, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !/^(test|it|describe|suite)$/.test(node.expression.getText()))
      return null;
    return /^(skip|only|todo|fails|skipIf|runIf)$/.test(node.name.text) ? node.getText() : null;
  });
  expect(quiet).toEqual([]);
});

test("every test can fail: it expects something of a value that is not written down there", () => {
  const idle = inEvery(everything.filter(isTest), (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== "expect") return null;
    const [actual] = node.arguments;
    return actual && /^(true|false|null|undefined|\d+)$/.test(actual.getText()) ? node.parent.parent.getText() : null;
  });
  expect(idle).toEqual([]);
});

test("no catch swallows its error without a word", () => {
  const empty = inEvery(everything, (node) => {
    if (ts.isCatchClause(node) && node.block.statements.length === 0) return "catch {}";
    return null;
  });
  expect(empty).toEqual([]);
});

function inEvery(
  files: readonly SourceFile[],
  complaint: (node: ts.Node, file: SourceFile) => string | null,
): string[] {
  return files.flatMap((file) =>
    [...nodesOf(file.tree)].flatMap((node) => {
      const found = complaint(node, file);
      return found === null ? [] : [`${placeOf(file, node)}: ${found}`];
    }),
  );
}

function linesOf(text: string): number {
  return text.trimEnd().split("\n").length;
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** A function of a .tsx file whose name begins with a capital. */
function isComponent(node: ts.FunctionLikeDeclaration, { path }: SourceFile): boolean {
  return path.endsWith(".tsx") && /^[A-Z]/.test(node.name?.getText() ?? "");
}

function isExportedFunctionOrClass(statement: ts.Statement): boolean {
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return false;
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return true;
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(({ initializer }) => initializer && ts.isArrowFunction(initializer))
  );
}
