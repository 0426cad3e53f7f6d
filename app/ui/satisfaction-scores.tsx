import { useSearchParams } from "@remix-run/react";
import { Link } from "@shopify/polaris";
import { SCORES, type Score } from "../metrics/answer-scores.ts";
import { answersAddress } from "./answer-address.ts";
import { useAnswerWords } from "./answer-words.ts";
import { BarChart } from "./charts/bar-chart.tsx";
import { ChartCard } from "./charts/chart-card.tsx";
import { CHART_HEIGHT } from "./charts/chart-frame.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

type Scores = Readonly<Record<Score, number>>;

interface SatisfactionScoresProps {
  scores: Scores;
  /** Answers of the period on all scales. */
  answers: number;
}

/** How many customers gave each of the five answers, best first, as bars and as a table that leads to the answers. */
export function SatisfactionScores({ scores, answers }: SatisfactionScoresProps) {
  const t = useText();
  const formats = useFormats();
  const title = t("kpi.csat_distribution.name");
  return (
    <ChartCard
      title={title}
      summary={useSummary({ scores, answers })}
      parameter="view-scores"
      chart={
        <BarChart
          data={{
            keys: SCORES.map(String),
            series: [{ name: t("answers.title"), values: SCORES.map((score) => scores[score]) }],
          }}
          formatKey={(score) => t(`answers.score.${score}`)}
          formatValue={formats.count}
          emptyText={t("trend.summary.empty")}
          integers
        />
      }
      table={<ScoreTable title={title} scores={scores} />}
    />
  );
}

function totalOf(scores: Scores): number {
  return SCORES.reduce((sum, score) => sum + scores[score], 0);
}

function useSummary({ scores, answers }: SatisfactionScoresProps): string {
  const t = useText();
  const formats = useFormats();
  const total = totalOf(scores);
  const others = answers - total;
  const onShorterScales =
    others > 0 ? [t("satisfaction.scores.others", { count: others, n: formats.count(others) })] : [];
  if (total === 0) return [t("satisfaction.scores.empty"), ...onShorterScales].join(" ");
  const share = formats.percent((scores[4] + scores[5]) / total);
  const told = t("satisfaction.scores.summary", { count: total, n: formats.count(total), share });
  return [told, ...onShorterScales].join(" ");
}

function ScoreTable({ title, scores }: { title: string; scores: Scores }) {
  const t = useText();
  const formats = useFormats();
  const words = useAnswerWords();
  const [search] = useSearchParams();
  const total = totalOf(scores);
  const nameOf = (score: Score) => words.verdict({ score, positive: score >= 4 });
  return (
    <ScrollTable
      label={t("chart.table", { title })}
      height={CHART_HEIGHT}
      columns={[
        { heading: t("answers.filter.score"), type: "text" },
        { heading: t("answers.title"), type: "numeric" },
        { heading: t("satisfaction.scores.share"), type: "numeric" },
      ]}
      rows={SCORES.map((score) => [
        nameOf(score),
        <span key={score} data-class={score} data-value={scores[score]}>
          {scores[score] === 0 ? (
            formats.count(0)
          ) : (
            <Link
              url={answersAddress(search, { choice: { scores: [score] } })}
              accessibilityLabel={t("satisfaction.scores.open", {
                count: scores[score],
                n: formats.count(scores[score]),
                name: nameOf(score),
              })}
            >
              {formats.count(scores[score])}
            </Link>
          )}
        </span>,
        formats.percent(total === 0 ? null : scores[score] / total),
      ])}
    />
  );
}
