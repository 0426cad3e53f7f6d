import { useTranslation } from "react-i18next";
import { useText } from "./use-text.ts";

/** A sentence of the locale files beside the field (or "form") that it is about. */
export interface FieldProblem {
  key: string;
  values?: Record<string, string | number>;
}

const KNOWN_PREFIX = "connect.problem.";

/**
 * Puts problems of connecting into words. Vendors name problems of a field in camel case ("subdomainInvalid"), the sync by
 * the full key; unknown ones are unexpected.
 */
export function useFieldProblem(helpdesk: string): (problem: FieldProblem | undefined) => string | false {
  const t = useText();
  const { i18n } = useTranslation();
  return (problem) => {
    if (!problem) return false;
    const name = problem.key.replace(KNOWN_PREFIX, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const key = i18n.exists(`connect.problem.${name}`) ? `connect.problem.${name}` : "connect.problem.unexpected";
    return t(key, { helpdesk, ...problem.values });
  };
}
