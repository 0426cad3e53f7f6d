import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** One file of the checkout, parsed. */
export interface SourceFile {
  /** From the root, with forward slashes: "app/metrics/period.ts". */
  path: string;
  text: string;
  tree: ts.SourceFile;
}

export interface ImportedModule {
  /** A path from the root for the project's own files, else the name of a package. */
  target: string;
  isOwn: boolean;
  /** Nothing of it is left once the types are stripped. */
  isTypeOnly: boolean;
  /** Names that are imported, as the other module exports them. */
  names: string[];
}

/** Every TypeScript file under a folder, tests included. */
export function readSourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name).replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map(readSourceFile);
}

function readSourceFile(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind) };
}

export function isTest({ path }: SourceFile): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** Every node of a tree, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** What a file imports or re-exports, dynamic imports included. */
export function importsOf(file: SourceFile): ImportedModule[] {
  return [...nodesOf(file.tree)].flatMap((node) => {
    const found = specifierOf(node);
    if (found === null) return [];
    const { specifier, isTypeOnly, names } = found;
    const isOwn = specifier.startsWith(".");
    const target = isOwn ? relative(ROOT, join(ROOT, dirname(file.path), specifier)).replaceAll("\\", "/") : specifier;
    return [{ target: target.replace(/\?.*$/, ""), isOwn, isTypeOnly, names }];
  });
}

function specifierOf(node: ts.Node): { specifier: string; isTypeOnly: boolean; names: string[] } | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const names = namesOf(node.importClause?.namedBindings);
    return { specifier: node.moduleSpecifier.text, isTypeOnly: isTypeOnlyClause(node.importClause), names };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, isTypeOnly: node.isTypeOnly, names: [] };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteral(argument) ? { specifier: argument.text, isTypeOnly: false, names: [] } : null;
  }
  return null;
}

function isTypeOnlyClause(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return !clause.name && !!bindings && ts.isNamedImports(bindings) && bindings.elements.every((one) => one.isTypeOnly);
}

function namesOf(bindings: ts.NamedImportBindings | undefined): string[] {
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

/** "app/metrics/period.ts:12", for messages. */
export function placeOf(file: SourceFile, node: ts.Node): string {
  return `${file.path}:${file.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
