/** Longest comment, in characters as people count them: an emoji of one code point is one. */
export const MOST_COMMENT_CHARACTERS = 2_000;

/** Control characters but the line feed; NUL, which no database takes, is one of them. */
const CONTROL = /(?!\n)\p{Cc}/gu;
/** They turn the direction of all text that follows, also outside of the comment. */
const DIRECTION_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/gu;
/** Halves of characters. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * A shopper's comment as it is kept: line breaks in one manner, no characters that do harm where it is shown or stored, and
 * no space around it. Emoji and every script stay. Null where nothing is left.
 */
export function cleanComment(text: string): string | null {
  const cleaned = withPlainBreaks(text)
    .replaceAll("\t", " ")
    .replaceAll(CONTROL, "")
    .replaceAll(DIRECTION_OVERRIDES, "")
    .replaceAll(LONE_SURROGATES, "")
    .trim();
  return cleaned === "" ? null : cleaned;
}

/** Whether a comment is longer than a shopper may write; a line break is one character, whatever a form makes of it. */
export function isCommentTooLong(text: string): boolean {
  const plain = withPlainBreaks(text);
  // Counting is only worth it where it can make a difference.
  if (plain.length <= MOST_COMMENT_CHARACTERS) return false;
  return plain.length > 2 * MOST_COMMENT_CHARACTERS || [...plain].length > MOST_COMMENT_CHARACTERS;
}

function withPlainBreaks(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
}
