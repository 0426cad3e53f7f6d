import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AnswerSource } from "../metrics/answer-list.ts";
import type { Verdict } from "../metrics/answer-versions.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

export interface AnswerWords {
  /** Such as "Very positive (5 of 5)", or "Good" on shorter scales. */
  verdict(verdict: Pick<Verdict, "score" | "positive">): string;
  /** A language by its tag, in the page's language; the tag itself where it is none. */
  language(tag: string): string;
  source(source: AnswerSource): string;
}

/** What answers are called in the page's language. */
export function useAnswerWords(): AnswerWords {
  const t = useText();
  const formats = useFormats();
  const { i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(() => {
    const languages = new Intl.DisplayNames([locale], { type: "language" });
    return {
      verdict: ({ score, positive }) =>
        score === null
          ? t(positive ? "answers.good" : "answers.not-good")
          : t("answers.score-of", { name: t(`answers.score.${score}`), score: formats.count(score) }),
      language: (tag) => {
        try {
          return languages.of(tag) ?? tag;
        } catch (error) {
          if (error instanceof RangeError) return tag;
          throw error;
        }
      },
      source: (source) => t(`answers.source.${source}`),
    };
  }, [t, formats, locale]);
}
