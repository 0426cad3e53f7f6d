import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of an extension by their path inside it, so that a test can break a copy without touching the disk. */
export type ExtensionFiles = Map<string, Buffer>;

/** Every file of a folder but those whose names begin with a dot, which are the tools' own. */
export function readExtension(folder: string): ExtensionFiles {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/(^|\/)\./.test(path) && statSync(join(folder, path)).isFile())
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** Writes files into a folder, which is made if need be. */
export function writeExtension(files: ExtensionFiles, folder: string): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A copy with these files replaced or added; null takes a file away. */
export function withFiles(files: ExtensionFiles, changes: Record<string, string | null>): ExtensionFiles {
  const copy = new Map(files);
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) copy.delete(path);
    else copy.set(path, Buffer.from(text));
  }
  return copy;
}

/** Text of a file, "" where there is none. */
export function textOf(files: ExtensionFiles, path: string): string {
  return files.get(path)?.toString("utf8") ?? "";
}

/** Files of a folder of an extension, with their paths. */
export function filesIn(files: ExtensionFiles, folder: string): [path: string, content: Buffer][] {
  return [...files].filter(([path]) => path.startsWith(`${folder}/`));
}
