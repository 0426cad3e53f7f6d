import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Translate } from "./format.ts";

/** The page's translator, narrowed to what the app uses: a flat key and plain values in, plain text out. */
export function useText(): Translate {
  const { t } = useTranslation();
  return useCallback<Translate>((key, values) => t(key, values ?? {}), [t]);
}
