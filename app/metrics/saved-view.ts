/** A report as a user wants to see it again. */
export interface SavedView {
  viewId: string;
  name: string;
  /** Parameters of the report, as they stand behind the question mark. */
  search: string;
}

/** Longest name, in characters. */
export const MOST_NAME_LENGTH = 60;
/** So many views a user may have on a page. */
export const MOST_VIEWS = 50;

/** Why a view was not saved: without a name, with one that another view of the page has, or one too many. */
export type SavedViewProblem = "no-name" | "long-name" | "taken" | "too-many";

/** A name as it is kept, or why it cannot be one. */
export function parseViewName(text: string): { name: string } | { problem: SavedViewProblem } {
  const name = text.trim().normalize("NFC");
  if (name === "") return { problem: "no-name" };
  return name.length > MOST_NAME_LENGTH ? { problem: "long-name" } : { name };
}
