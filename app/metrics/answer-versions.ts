import type { Score } from "./answer-scores.ts";

/** What a customer answered at one time. */
export interface AnswerVersion {
  answeredAt: Date;
  score: Score | null;
  positive: boolean;
  nps: number | null;
  comment: string | null;
}

/** What both sides of a change are told by. */
export type Verdict = Pick<AnswerVersion, "score" | "positive" | "nps">;

/** A later answer in place of an earlier one. */
export interface AnswerChange {
  at: Date;
  from: Verdict;
  to: Verdict;
  /** The comment that was taken back or rewritten; null where it stayed, was only added to, or there was none. */
  replacedComment: string | null;
}

/**
 * What the customer took back, oldest first. The survey sends what has been answered so far with every step, so a version
 * that only says more than the one before is no change.
 * @param versions in order of time, the one that counts last
 */
export function changesOf(versions: readonly AnswerVersion[]): AnswerChange[] {
  return versions.slice(1).flatMap((to, index) => {
    const from = versions[index];
    if (!from) return [];
    const replacedComment = isReplaced(from.comment, to.comment) ? from.comment : null;
    return sameVerdict(from, to) && replacedComment === null
      ? []
      : [{ at: to.answeredAt, from: verdictOf(from), to: verdictOf(to), replacedComment }];
  });
}

function isReplaced(before: string | null, after: string | null): boolean {
  return before !== null && !(after ?? "").startsWith(before);
}

function sameVerdict(from: AnswerVersion, to: AnswerVersion): boolean {
  return from.score === to.score && from.positive === to.positive && (from.nps === null || from.nps === to.nps);
}

function verdictOf({ score, positive, nps }: AnswerVersion): Verdict {
  return { score, positive, nps };
}
