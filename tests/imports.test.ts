import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import {
  type ImportedModule,
  importsOf,
  isTest,
  nodesOf,
  placeOf,
  readSourceFiles,
  type SourceFile,
} from "./setup/source-files.ts";

/** Folders of app/ and what each may import besides itself. `ui` may use the pure files of all but `routes`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  platform: [],
  customers: ["platform"],
  tickets: ["platform", "customers"],
  orders: ["platform", "customers"],
  helpdesks: ["platform", "customers", "tickets"],
  imports: ["platform", "customers", "tickets", "helpdesks"],
  attribution: ["platform", "customers", "tickets", "orders"],
  surveys: ["platform", "customers", "tickets", "orders"],
  metrics: ["platform", "customers", "tickets", "orders", "helpdesks", "attribution", "surveys"],
  alerts: ["platform", "customers", "tickets", "orders", "helpdesks", "attribution", "surveys", "metrics"],
  exports: ["platform", "customers", "tickets", "orders", "helpdesks", "attribution", "surveys", "metrics"],
  sync: [
    "platform",
    "customers",
    "tickets",
    "orders",
    "helpdesks",
    "imports",
    "attribution",
    "surveys",
    "metrics",
    "alerts",
    "exports",
  ],
  ui: [
    "platform",
    "customers",
    "tickets",
    "orders",
    "helpdesks",
    "imports",
    "attribution",
    "surveys",
    "metrics",
    "alerts",
    "exports",
    "sync",
  ],
  routes: [
    "platform",
    "customers",
    "tickets",
    "orders",
    "helpdesks",
    "imports",
    "attribution",
    "surveys",
    "metrics",
    "alerts",
    "exports",
    "sync",
    "ui",
  ],
  /** Programs and the document around all pages. */
  ".": ["platform", "sync", "ui", "prisma"],
};

const IO_PACKAGES =
  /^(node:(fs|net|http|https|child_process|cluster|dgram|tls|dns|worker_threads)(\/|$)|pg$|pg-boss$|pino$|@prisma\/|@electric-sql\/|express$)/;
const VENDORS = /gorgias|zendesk|re:?amaze|freshdesk|help ?scout|kustomer|richpanel|gladly/i;
const DATABASE_TIME =
  /\bnow\s*\(\s*\)|\b(current_(timestamp|date|time)|local(timestamp|time))\b|\b(clock|statement|transaction)_timestamp\s*\(/i;

const app = readSourceFiles("app");
const modules = app.filter((file) => !isTest(file));
const extensions = readSourceFiles("extensions");

test("every folder of app imports only the folders that its line of the table names", () => {
  expect(
    violations(modules, (file, imported) => {
      if (!imported.isOwn) return false;
      const [from, to] = [folderOf(file.path), folderOf(imported.target)];
      return from !== to && !MAY_IMPORT[from]?.includes(to);
    }),
  ).toEqual([]);
});

test("no chain of imports leads back to its first file", () => {
  expect(cyclesAmong(modules)).toEqual([]);
});

test("every relative import names a file that exists, with its ending", () => {
  const files = [...app, ...extensions];
  expect(violations(files, (_file, imported) => imported.isOwn && !existsSync(imported.target))).toEqual([]);
});

test("the storefront's script carries nothing of the app, types and pure surveys excepted", () => {
  const strangers = violations(
    extensions,
    (_file, { isOwn, isTypeOnly, target }) =>
      isOwn && !isTypeOnly && !/^extensions\/|^app\/surveys\/(?!.*\.server\.)/.test(target),
  );
  expect(strangers).toEqual([]);
});

test("no file only passes on what others export", () => {
  const barrels = modules.filter(({ tree, path }) => {
    const statements = tree.statements.filter((statement) => !ts.isImportDeclaration(statement));
    const passesOn = statements.length > 0 && statements.every((statement) => ts.isExportDeclaration(statement));
    return passesOn || /\/index\.tsx?$/.test(path);
  });
  expect(barrels.map(({ path }) => path)).toEqual([]);
});

test("a file without .server in its name imports nothing that does input or output, types excepted", () => {
  const pure = modules.filter(({ path }) => !isServerFile(path) && !isRouteModule(path));
  expect(
    violations(
      pure,
      (_file, imported) => !imported.isTypeOnly && (isServerFile(imported.target) || IO_PACKAGES.test(imported.target)),
    ),
  ).toEqual([]);
});

test("helpdesk vendors are named only in their own folder, in the registry and in the locale files", () => {
  const named = app.filter(
    (file) => !/^app\/helpdesks\/([a-z-]+\/|registry\.server\.)/.test(file.path) && VENDORS.test(codeOf(file)),
  );
  expect(named.map(({ path }) => path)).toEqual([]);
  const strangers = app.filter(({ path, text }) => {
    const vendor = /^app\/helpdesks\/([a-z-]+)\//.exec(path)?.[1];
    return (
      vendor !== undefined && importsOfText(text).some((target) => VENDORS.test(target) && !target.includes(vendor))
    );
  });
  expect(strangers.map(({ path }) => path)).toEqual([]);
});

test("the chart library is imported in app/ui/charts alone", () => {
  expect(
    violations(
      app,
      ({ path }, { target }) => target.startsWith("@shopify/polaris-viz") && !path.startsWith("app/ui/charts/"),
    ),
  ).toEqual([]);
});

test("pages inside the admin never use Remix's redirect, which would lose the session token", () => {
  const pages = modules.filter(({ path }) => /^app\/routes\/app[._]/.test(path));
  expect(
    violations(
      pages,
      (_file, { target, names }) => target.startsWith("@remix-run/") && names.some((name) => /^redirect/.test(name)),
    ),
  ).toEqual([]);
});

test("no SQL asks the database for the time", () => {
  const asking = modules.flatMap((file) =>
    [...nodesOf(file.tree)]
      .filter((node) => isText(node) && DATABASE_TIME.test(node.text))
      .map((node) => placeOf(file, node)),
  );
  expect(asking).toEqual([]);
  expect(readFileSync("prisma/schema.prisma", "utf8")).not.toMatch(
    /@default\(now\(\)\)|@updatedAt|dbgenerated\("(now|current)/,
  );
});

test("the clock is read in one file", () => {
  const readers = modules.flatMap((file) =>
    [...nodesOf(file.tree)].filter(readsClock).map((node) => placeOf(file, node)),
  );
  expect(readers.filter((place) => !place.startsWith("app/platform/clock.ts:"))).toEqual([]);
});

function violations(
  files: readonly SourceFile[],
  isForbidden: (file: SourceFile, imported: ImportedModule) => boolean,
): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => isForbidden(file, imported))
      .map((imported) => `${file.path} imports ${imported.target}`),
  );
}

/** "metrics" of app/metrics/period.ts, "." of app/worker.server.ts, "prisma" of prisma/migrate.ts. */
function folderOf(path: string): string {
  const [top = "", folder = "", rest] = path.split("/");
  if (top !== "app") return top;
  return rest === undefined ? "." : folder;
}

function isServerFile(path: string): boolean {
  return /\.server\.tsx?$/.test(path);
}

/** Remix cuts loaders and actions, and what only they import, out of the browser's copy of these. */
function isRouteModule(path: string): boolean {
  return path.startsWith("app/routes/") || path === "app/root.tsx";
}

/** Names and texts of a file, without its comments. */
function codeOf({ tree }: SourceFile): string {
  const words = [...nodesOf(tree)].filter((node) => ts.isIdentifier(node) || ts.isJsxText(node) || isText(node));
  return words.map((node) => node.text).join("\n");
}

function importsOfText(text: string): string[] {
  return [...text.matchAll(/from "([^"]+)"/g)].map(([, target = ""]) => target);
}

function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateLiteralLikeNode {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

function readsClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === "Date" && !node.arguments?.length;
  return (
    ts.isCallExpression(node) &&
    /^(Date\.now|Date|DateTime\.(now|local|utc))$/.test(node.expression.getText()) &&
    node.arguments.length === 0
  );
}

/** Each cycle once, as "a → b → a". */
function cyclesAmong(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter(({ isOwn }) => isOwn)
        .map(({ target }) => target),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path].join(" → "));
    if (at >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}
