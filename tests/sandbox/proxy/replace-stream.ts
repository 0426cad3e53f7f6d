import { Transform } from "node:stream";

/**
 * Replaces exact texts in a stream of UTF-8, also where they are split over chunks. Only what could still become one of
 * the texts is held back, so that a page which is sent in parts arrives in the same parts.
 */
export function replaceStream(replacements: ReadonlyMap<string, string>): Transform {
  const needles = [...replacements.keys()];
  const pattern = new RegExp(needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  const replaced = (text: string) => text.replace(pattern, (needle) => replacements.get(needle) ?? needle);
  const decoder = new TextDecoder();
  let held = "";
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const text = replaced(held + decoder.decode(chunk, { stream: true }));
      const from = text.length - unfinishedLength(text, needles);
      held = text.slice(from);
      done(null, text.slice(0, from));
    },
    flush(done) {
      done(null, replaced(held + decoder.decode()));
    },
  });
}

/** Length of the longest end of `text` that one of the needles starts with. */
function unfinishedLength(text: string, needles: readonly string[]): number {
  const longest = Math.min(text.length, Math.max(...needles.map((needle) => needle.length)) - 1);
  for (let length = longest; length > 0; length -= 1) {
    const end = text.slice(text.length - length);
    if (needles.some((needle) => needle.startsWith(end))) return length;
  }
  return 0;
}
