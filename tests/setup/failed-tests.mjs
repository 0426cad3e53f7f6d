import { relative } from "node:path";
import { ROOT } from "./programs.mjs";

const LONGEST_LINE = 400;
const MOST_LINES = 8;

/**
 * What failed in a file of tests, a text each: the test's name, then the beginning of its message, which for a property has
 * the seed and path that repeat it. A file that could not be run at all has a message of its own and no tests.
 */
export function failuresOf({ name, message, assertionResults }) {
  const file = relative(ROOT, name);
  const failed = assertionResults.filter(({ status }) => status === "failed");
  const texts = failed.map(({ fullName, failureMessages }) => `${file} > ${fullName}: ${shorten(failureMessages[0])}`);
  return message ? [...texts, `${file}: ${shorten(message)}`] : texts;
}

/** The message without the places in the code. */
function shorten(text = "") {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return lines
    .slice(0, MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE))
    .join("\n    ");
}
