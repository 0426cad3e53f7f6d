import { createContext, type ReactNode, useContext } from "react";
import type { PolarisStrings } from "./strings.ts";

const PolarisContext = createContext<PolarisStrings>({});

/** Hands Polaris' own strings from the entry, which has loaded them, to the layout that sets Polaris up. */
export function LocaleFilesProvider({ polaris, children }: { polaris: PolarisStrings; children: ReactNode }) {
  return <PolarisContext.Provider value={polaris}>{children}</PolarisContext.Provider>;
}

export function usePolarisStrings(): PolarisStrings {
  return useContext(PolarisContext);
}
