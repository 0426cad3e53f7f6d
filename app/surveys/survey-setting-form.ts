import { z } from "zod";

/** Which answer counts for a ticket that has several: the latest of all, a survey's before the helpdesk's, or the reverse. */
export const RATING_SOURCES = ["latest", "survey", "helpdesk"] as const;

/** What a merchant may say in their own words instead of the usual ones. */
export const SURVEY_TEXT_FIELDS = ["csatQuestion", "npsQuestion", "commentQuestion", "thanks"] as const;
export type SurveyTextField = (typeof SURVEY_TEXT_FIELDS)[number];

export const LONGEST_SURVEY_TEXT = 200;
export const COMMENT_MONTHS = { least: 1, most: 60 } as const;

/** What can be wrong with a field; each has words in the locale files. */
export const SURVEY_SETTING_PROBLEMS = ["unknown-choice", "text-too-long", "months-out-of-range"] as const;
export type SurveySettingProblem = (typeof SURVEY_SETTING_PROBLEMS)[number];

export interface SurveySettings {
  ratingSource: (typeof RATING_SOURCES)[number];
  /** Whether pages behind links ask how likely the shopper is to recommend the shop. */
  asksNps: boolean;
  asksComment: boolean;
  /** The merchant's own words; null stands for the usual ones in the shopper's language. */
  csatQuestion: string | null;
  npsQuestion: string | null;
  commentQuestion: string | null;
  thanks: string | null;
  /** How long comments are kept. */
  commentMonths: number;
}

/** What holds until the merchant says otherwise. */
export const USUAL_SURVEY_SETTINGS: SurveySettings = {
  ratingSource: "latest",
  asksNps: true,
  asksComment: true,
  csatQuestion: null,
  npsQuestion: null,
  commentQuestion: null,
  thanks: null,
  commentMonths: 12,
};

export type SurveySettingProblems = Partial<Record<keyof SurveySettings, SurveySettingProblem>>;

export type ParsedSurveySettings =
  | { ok: true; settings: SurveySettings }
  | { ok: false; problems: SurveySettingProblems };

/** Control characters, and those that turn the direction of all that follows them. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

const ownWords = z
  .string()
  .transform((text) => text.toWellFormed().replaceAll(UNSEEN, " ").replaceAll(/\s+/g, " ").trim())
  .pipe(z.string().max(LONGEST_SURVEY_TEXT, "text-too-long"))
  .transform((text) => (text === "" ? null : text));

const yesOrNo = z.enum(["yes", "no"], "unknown-choice").transform((choice) => choice === "yes");

const formSchema = z.object({
  ratingSource: z.enum(RATING_SOURCES, "unknown-choice"),
  asksNps: yesOrNo,
  asksComment: yesOrNo,
  csatQuestion: ownWords,
  npsQuestion: ownWords,
  commentQuestion: ownWords,
  thanks: ownWords,
  commentMonths: z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, "months-out-of-range")
    .transform(Number)
    .refine((months) => months >= COMMENT_MONTHS.least && months <= COMMENT_MONTHS.most, "months-out-of-range"),
});

/**
 * Reads the form of survey settings: `ratingSource`, `asksNps` and `asksComment` as yes or no, four texts of at most 200
 * characters (blank: the usual words; what cannot be seen is taken out), and `commentMonths` from 1 to 60.
 * @returns a problem for every field that is wrong or missing, and then no settings at all
 */
export function parseSurveySettingsForm(form: FormData): ParsedSurveySettings {
  const parsed = formSchema.safeParse(Object.fromEntries(FIELDS.map((name) => [name, textOf(form, name)])));
  if (parsed.success) return { ok: true, settings: parsed.data };
  const problems: SurveySettingProblems = {};
  for (const { path, message } of parsed.error.issues) {
    const field = FIELDS.find((name) => name === path[0]);
    if (field) problems[field] ??= problemNamed(message);
  }
  return { ok: false, problems };
}

const FIELDS = formSchema.keyof().options;

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function problemNamed(message: string): SurveySettingProblem {
  return SURVEY_SETTING_PROBLEMS.find((problem) => problem === message) ?? "unknown-choice";
}
