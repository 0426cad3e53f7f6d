import type { TicketRating } from "../tickets/ticket.ts";
import type { RATING_SCALES } from "./import-fields.ts";
import { plainWord } from "./plain-word.ts";

type RatingScale = (typeof RATING_SCALES)[number];
export type RatingValue = Pick<TicketRating, "scale" | "score" | "positive">;

/** Words of a survey that was not answered. */
const UNANSWERED = /^(un)?offered$|^not (offered|rated|answered)$|^(no|without) (rating|answer|response)$/;
const GOOD =
  /^(good|positive|great|happy|satisfied|yes|up|thumbs ?up|goed|positief|bon|bonne|positif|satisfait|gut|positiv|zufrieden|bueno|buena|positivo|satisfecho|1)$/;
const BAD =
  /^(bad|negative|poor|unhappy|dissatisfied|not good|no|down|thumbs ?down|slecht|negatief|mauvais|mauvaise|negatif|insatisfait|schlecht|negativ|unzufrieden|malo|mala|negativo|insatisfecho|0)$/;
const MIDDLING = /^(ok|okay|neutral|average|oke|neutraal|gemiddeld|neutre|moyen|durchschnittlich|regular|neutro)$/;
/** "4", "4.0", "4,0", "4/5" and "4 of 5". */
const SCORE = /^([1-5])(?:[.,]0+)?(?:\s*(?:\/|of|von|van|sur|de)\s*5)?$/i;

/** Reads ratings of one scale: "none" for a survey that was not answered, null for what is no rating of the scale. */
export function ratingReader(scale: RatingScale): (text: string) => RatingValue | "none" | null {
  return (text) => {
    const word = plainWord(text);
    if (UNANSWERED.test(word)) return "none";
    if (scale === "five-point") return fivePoint(text);
    const sign = text.replace("👍", "good").replace("👎", "bad");
    const plain = plainWord(sign);
    if (GOOD.test(plain)) return { scale, score: null, positive: true };
    const isNot = BAD.test(plain) || (scale === "three-point" && MIDDLING.test(plain));
    return isNot ? { scale, score: null, positive: false } : null;
  };
}

const SCORES = [1, 2, 3, 4, 5] as const;

function fivePoint(text: string): RatingValue | null {
  const number = Number(SCORE.exec(text.trim())?.[1]);
  const score = SCORES.find((known) => known === number);
  return score === undefined ? null : { scale: "five-point", score, positive: score >= 4 };
}
