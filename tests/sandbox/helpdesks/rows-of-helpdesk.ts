import type { Dataset, HelpdeskRows } from "../dataset/dataset.ts";
import { gorgiasFiles } from "./gorgias/played-gorgias.ts";
import { zendeskFiles } from "./zendesk/played-zendesk.ts";

/** A vendor's rows in a data set, by the names of their files; null where it has no account. The lists are the same ones. */
export function rowsOfHelpdesk({ gorgias, zendesk, helpdesks }: Dataset, vendor: string): HelpdeskRows | null {
  if (vendor === "gorgias") return gorgias && gorgiasFiles(gorgias);
  if (vendor === "zendesk") return zendesk && zendeskFiles(zendesk);
  return helpdesks[vendor] ?? null;
}
