import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const OPEN_SHOP = new URL("open-shop.ts", import.meta.url).href;

/**
 * From now on this process can import the app's routes as they are, without building them: JSX is compiled, and the module
 * that authenticates requests gives way to one that lets everybody in.
 */
export function admitRoutes(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.endsWith("/platform/shop-context.server.ts")
        ? { url: OPEN_SHOP, shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) => {
      if (url.endsWith(".tsx")) return { format: "module", source: compiled(fileURLToPath(url)), shortCircuit: true };
      if (url.endsWith(".json"))
        return { format: "json", source: readFileSync(fileURLToPath(url)), shortCircuit: true };
      return next(url, context);
    },
  });
}

function compiled(path: string): string {
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
    fileName: path,
    compilerOptions: {
      jsx: ts.JsxEmit.ReactJSX,
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  return outputText;
}
