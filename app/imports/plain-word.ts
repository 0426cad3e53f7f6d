/** A heading or value as it is looked up: lower case, without accents, everything else than letters and digits one blank. */
export function plainWord(text: string): string {
  return text
    .slice(0, 200)
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
