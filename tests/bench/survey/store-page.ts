import { type Listener, listen, webHandler } from "../../sandbox/proxy/serve.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { TINY_KEYS, tinyShop } from "../../sandbox/shopify/tiny-app.ts";

const EMBED = { extension: "satisfaction-survey", block: "survey-panel", template: null };

/** The sandbox's online store with the app's real extensions. */
export interface StorePage {
  /** Its home page. */
  url: string;
  /** Switches the survey on with settings other than the theme editor's defaults, or off. */
  setEmbed(settings: Record<string, boolean | string> | null): void;
  /** The home page as it is now. */
  read(): Promise<string>;
  close(): Promise<void>;
}

export async function openStore(): Promise<StorePage> {
  const app: Listener = await listen(webHandler(async () => Response.json({ token: "t1", ok: true })));
  const now = new Date();
  const sandbox = await startSandbox({
    ...{ dataset: tinyShop(now), simulators: [], clock: () => new Date() },
    ...{ app: { origin: app.origin, ...TINY_KEYS }, options: { isInstalled: true } },
  });
  const url = `${sandbox.storefrontOrigin}/`;
  const { theme } = sandbox.storefront;
  return {
    url,
    setEmbed: (settings) => {
      if (settings === null) theme.remove(EMBED.extension, EMBED.block, EMBED.template);
      else theme.save({ ...EMBED, isEnabled: true, settings });
    },
    read: async () => {
      const response = await fetch(url);
      const html = await response.text();
      if (!response.ok) throw new Error(html);
      return html;
    },
    close: async () => {
      await sandbox.close();
      await app.close();
    },
  };
}

/** The survey's part of a page, without the tag that loads its script. @throws where a page has none */
export function surveyMarkupIn(html: string): string {
  const [markup] = /<template\s+data-deskworth-survey[\s\S]*?<\/template>/.exec(html) ?? [];
  if (markup === undefined) throw new Error("There is no survey in the page");
  return markup;
}
