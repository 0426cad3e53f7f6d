import { plainWord } from "./plain-word.ts";

const LANGUAGES = ["en", "nl", "fr", "de", "es"];
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

const months = new Map(
  LANGUAGES.flatMap((language) =>
    (["long", "short"] as const).flatMap((length) => {
      const format = new Intl.DateTimeFormat(language, { month: length, timeZone: "UTC" });
      return MONTHS.map((month) => [plainWord(format.format(new Date(Date.UTC(2026, month - 1)))), month] as const);
    }),
  ),
);

/** 1 to 12 for the name of a month in English, Dutch, French, German or Spanish, in full or cut short; null else. */
export function monthOf(name: string): number | null {
  return months.get(plainWord(name)) ?? null;
}
