import { DecryptionError } from "../platform/crypto.server.ts";
import { openComment } from "../surveys/comment.server.ts";

/** A stored comment with its place; the parts are null where there is none. */
export interface SealedComment {
  shopId: string;
  surveyId: string | null;
  ordinal: number | null;
  comment: string | null;
}

export interface OpenedComment {
  /** Plain text as the customer wrote it; null where there is none or it cannot be read. */
  comment: string | null;
  /** There is one, but not the key to it: the rest of the answer is as good as ever. */
  isCommentUnreadable: boolean;
}

/** Decrypts a comment. One that cannot be read is told and not thrown, so that it takes no page or file with it. */
export function readComment({ shopId, surveyId, ordinal, comment }: SealedComment): OpenedComment {
  if (comment === null || surveyId === null || ordinal === null) return { comment: null, isCommentUnreadable: false };
  try {
    return { comment: openComment(comment, { shopId, surveyId, ordinal }), isCommentUnreadable: false };
  } catch (error) {
    if (error instanceof DecryptionError) return { comment: null, isCommentUnreadable: true };
    throw error;
  }
}
