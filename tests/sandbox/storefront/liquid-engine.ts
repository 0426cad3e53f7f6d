import {
  type Context,
  Drop,
  type Emitter,
  Liquid,
  type Parser,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from "liquidjs";
import { type FilterWorld, inHtml, registerFilters } from "./liquid-filters.ts";
import type { Texts } from "./theme-extension.ts";

export interface EngineSettings extends FilterWorld {
  /** Folder that `render` takes its snippets from. */
  snippets: string;
}

/** Tags of the library that Shopify does not have. */
const UNKNOWN_TO_SHOPIFY = ["include", "layout", "block"];

/**
 * A Liquid engine that knows what Shopify knows and nothing more: an unknown filter, tag, snippet or variable is an error
 * of the page instead of an empty place, so that a mistake is seen.
 */
export function makeLiquid(settings: EngineSettings): Liquid {
  const engine = new Liquid({
    ...{ strictFilters: true, strictVariables: true, ownPropertyOnly: true },
    ...{ root: [], partials: [settings.snippets], layouts: [], extname: ".liquid", relativeReference: false },
  });
  for (const name of UNKNOWN_TO_SHOPIFY) delete engine.tags[name];
  registerFilters(engine, settings);
  for (const name of ["schema", "doc"]) engine.registerTag(name, silentTag(name));
  engine.registerTag("style", StyleTag);
  return engine;
}

/** A tag whose inside never reaches the page. */
function silentTag(name: string) {
  return {
    parse(_: TagToken, rest: TopLevelToken[]) {
      for (let token = rest.shift(); token !== undefined; token = rest.shift()) {
        if ("name" in token && token.name === `end${name}`) return;
      }
      throw new Error(`tag {% ${name} %} not closed`);
    },
    render: () => "",
  };
}

class StyleTag extends Tag {
  readonly #inside: Template[] = [];

  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, rest, liquid);
    let isClosed = false;
    const stream = parser.parseStream(rest);
    stream
      .on("tag:endstyle", () => {
        isClosed = true;
        stream.stop();
      })
      .on("template", (template: Template) => this.#inside.push(template))
      .on("end", () => {
        if (!isClosed) throw new Error("tag {% style %} not closed");
      });
    stream.start();
  }

  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    emitter.write("<style data-shopify>");
    yield this.liquid.renderer.renderTemplates(this.#inside, context, emitter);
    emitter.write("</style>");
  }
}

/** An object of Liquid that prints and compares as a text, such as `template` and a colour setting. */
export class TextDrop extends Drop {
  readonly #text: string;

  constructor(text: string, properties: Readonly<Record<string, unknown>>) {
    super();
    this.#text = text;
    Object.assign(this, properties);
  }

  override valueOf(): string {
    return this.#text;
  }

  /** Filters see it as the text that it prints. */
  override toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

export interface Translations {
  /** Texts by language. */
  texts: ReadonlyMap<string, Texts>;
  locale: string;
  defaultLocale: string;
}

/**
 * The `t` filter: the page's language, then the language without its country, then the default one. A count chooses among
 * the plural forms below the key. Values are escaped; the text itself is not, as it is the author's.
 * @throws RangeError where no language has the key
 */
export function translate(given: Translations, key: string, values: ReadonlyMap<string, unknown>): string {
  const { texts, locale, defaultLocale } = given;
  const languages = [...new Set([locale, locale.split("-")[0] ?? locale, defaultLocale])];
  for (const language of languages) {
    const known = texts.get(language);
    const text =
      known &&
      (known.get(key) ?? known.get(pluralKey(key, language, values.get("count"))) ?? known.get(`${key}.other`));
    if (text !== undefined) {
      return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => inHtml(values.get(name)));
    }
  }
  throw new RangeError(`translation missing: ${locale}.${key}`);
}

function pluralKey(key: string, language: string, count: unknown): string {
  return `${key}.${new Intl.PluralRules(language).select(Number(count ?? 0))}`;
}
