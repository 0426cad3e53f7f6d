const MARKS = /\p{M}/gu;

/**
 * Text as a search sees it: without case, accents and other marks, and without the differences between characters that
 * mean the same ("ﬁ" and "fi", full and half width).
 */
export function searchable(text: string): string {
  // Lower case first and last: some capitals decompose, and some compatible forms are capitals.
  return text.toLowerCase().normalize("NFKD").replace(MARKS, "").toLowerCase();
}
