import { z } from "zod";

/** Handle of the theme app extension, and the names of its files. */
const EXTENSION = "satisfaction-survey";

/**
 * Whether the theme on show has something: "unknown" where the admin does not tell (an older one, or none at all),
 * "checking" until it has answered.
 */
export type Placement = "on" | "off" | "unknown" | "checking";

export interface SurveyStatus {
  /** The panel that opens by itself. */
  embed: Placement;
  /** The survey as a part of a page. */
  block: Placement;
}

export const CHECKING: SurveyStatus = { embed: "checking", block: "checking" };
export const NOT_TOLD: SurveyStatus = { embed: "unknown", block: "unknown" };

const extensionsSchema = z.array(
  z.looseObject({
    handle: z.string(),
    type: z.string(),
    activations: z.array(z.looseObject({ target: z.string(), status: z.string().optional() })),
  }),
);

/**
 * Reads what App Bridge tells of the app's extensions. A form that is not known, or no word of the survey, is unknown and
 * not off: the survey may well be on.
 */
export function surveyStatusOf(extensions: unknown): SurveyStatus {
  const parsed = extensionsSchema.safeParse(extensions);
  const survey = parsed.data?.find(({ type, handle }) => type === "theme_app_extension" && handle === EXTENSION);
  if (!survey) return NOT_TOLD;
  const placementOf = (isWanted: (target: string) => boolean): Placement => {
    const found = survey.activations.filter(({ target }) => isWanted(target));
    if (found.length === 0) return "unknown";
    return found.some(({ status }) => status === "active") ? "on" : "off";
  };
  return { embed: placementOf((target) => target !== "section"), block: placementOf((target) => target === "section") };
}

/** Where the theme editor opens; the placement is chosen there and saved by the merchant. */
export interface EditorAddresses {
  embed: string;
  block: string;
}

/** Names of the extension's files for the two placements, without their ending. */
const FILES = { embed: "survey-panel", block: "survey-section" } as const;

/** Addresses that open the editor of the theme on show with the panel switched on, or with the survey added to the page. */
export function editorAddresses(shopDomain: string, apiKey: string): EditorAddresses {
  const editor = `https://${shopDomain}/admin/themes/current/editor`;
  const idOf = (file: string) => `${encodeURIComponent(apiKey)}/${file}`;
  return {
    embed: `${editor}?context=apps&template=index&activateAppId=${idOf(FILES.embed)}`,
    block: `${editor}?template=index&addAppBlockId=${idOf(FILES.block)}&target=newAppsSection`,
  };
}
