import { decrypt, encrypt } from "../platform/crypto.server.ts";

/** The version of an answer that a comment belongs to; its ciphertext opens nowhere else. */
export interface CommentPlace {
  shopId: string;
  surveyId: string;
  ordinal: number;
}

/** Encrypts a shopper's comment for its place in the table of answers. */
export function sealComment(text: string, place: CommentPlace): string {
  return encrypt(text, nameOf(place));
}

/** The comment in clear. @throws DecryptionError when it was sealed for another place, or under a key that is gone */
export function openComment(sealed: string, place: CommentPlace): string {
  return decrypt(sealed, nameOf(place));
}

function nameOf({ shopId, surveyId, ordinal }: CommentPlace): string {
  return `survey_answer/${shopId}/${surveyId}/${ordinal}/comment`;
}
