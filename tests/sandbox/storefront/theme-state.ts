import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isObject } from "../shopify/values.ts";
import type { JsonObject } from "../simulator.ts";
import type { BlockSetting, SettingValue, ThemeBlock, ThemeExtension } from "./theme-extension.ts";

/** An app block or app embed that a merchant has put into the theme. */
export interface PlacedBlock {
  /** Unique in the theme, as the wrapping element's id shows it. */
  id: string;
  extension: string;
  block: string;
  /** Template that an app block was added to; null for an app embed, which is everywhere. */
  template: string | null;
  isEnabled: boolean;
  settings: Record<string, SettingValue>;
}

export const THEME_ID = "gid://shopify/OnlineStoreTheme/161400111222";

/** What the theme editor has saved; kept in a file, when there is one, so that a demo goes on as it was left. */
export class ThemeState {
  #placed: PlacedBlock[] = [];
  readonly #file: string | undefined;

  constructor(file?: string) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    const saved: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (!Array.isArray(saved) || !saved.every(isPlaced)) {
      throw new Error(`${file} is not a theme's state of the sandbox; delete it to start afresh`);
    }
    this.#placed = saved;
  }

  placed(): readonly PlacedBlock[] {
    return this.#placed;
  }

  /** The embed of that name, or the app block of that name on a template. */
  find(extension: string, block: string, template: string | null): PlacedBlock | null {
    const isIt = (one: PlacedBlock) => one.extension === extension && one.block === block && one.template === template;
    return this.#placed.find(isIt) ?? null;
  }

  /** Replaces what is known of the block at this place. */
  save(placed: Omit<PlacedBlock, "id">): void {
    const known = this.find(placed.extension, placed.block, placed.template);
    const id = known?.id ?? `A${placed.block.replaceAll("-", "_")}${this.#placed.length + 1}`;
    this.#placed = [...this.#placed.filter((one) => one !== known), { ...placed, id }];
    if (this.#file !== undefined) writeFileSync(this.#file, JSON.stringify(this.#placed));
  }

  remove(extension: string, block: string, template: string | null): void {
    const known = this.find(extension, block, template);
    this.#placed = this.#placed.filter((one) => one !== known);
    if (this.#file !== undefined) writeFileSync(this.#file, JSON.stringify(this.#placed));
  }
}

function isPlaced(value: unknown): value is PlacedBlock {
  return isObject(value) && typeof value.id === "string" && typeof value.block === "string" && isObject(value.settings);
}

/** Every setting of a block: what the merchant has saved, else its default. Saved values of unknown settings are dropped. */
export function settingsOf(block: ThemeBlock, saved: Readonly<Record<string, SettingValue>>) {
  const withId = block.settings.filter((setting): setting is BlockSetting & { id: string } => setting.id !== null);
  return Object.fromEntries(withId.map(({ id, initial }) => [id, saved[id] ?? initial]));
}

/**
 * What a form or a script sent, as the settings that it stands for.
 * @throws RangeError for a value that the theme editor would not let a merchant enter
 */
export function parseSettings(block: ThemeBlock, given: JsonObject): Record<string, SettingValue> {
  const known = new Map(block.settings.flatMap((setting) => (setting.id === null ? [] : [[setting.id, setting]])));
  return Object.fromEntries(
    Object.entries(given).map(([id, value]) => {
      const setting = known.get(id);
      if (!setting) throw new RangeError(`${block.handle} has no setting "${id}"`);
      return [id, parseSetting(setting, value)];
    }),
  );
}

function parseSetting(setting: BlockSetting, value: unknown): SettingValue {
  const { type, range, options, id } = setting;
  if (type === "checkbox") return value === true || value === "true" || value === "on";
  if (range || type === "number") {
    const number = Number(value);
    if (value === "" && !range) return null;
    const isInside = !range || (number >= range.min && number <= range.max);
    if (!Number.isFinite(number) || !isInside) throw new RangeError(`${id}: ${String(value)} is not in its range`);
    return number;
  }
  const text = String(value ?? "");
  const isOption = options.length === 0 || options.some((option) => option.value === text);
  if (!isOption) throw new RangeError(`${id}: there is no option "${text}"`);
  return type.startsWith("color") && text === "" ? null : text;
}

/** What `shopify.app.extensions()` tells of theme app extensions, in the shape of App Bridge's `ExtensionInfo`. */
export function extensionInfo(
  extensions: readonly ThemeExtension[],
  state: ThemeState,
  label: (e: ThemeExtension, name: string) => string,
): JsonObject[] {
  return extensions.map((extension) => ({
    handle: extension.handle,
    type: "theme_app_extension",
    activations: extension.blocks.map((block) => {
      const activations = state
        .placed()
        .filter((one) => one.extension === extension.handle && one.block === block.handle && one.isEnabled)
        .map(({ id, template }) => ({
          target: template === null ? block.target : `template--${template}/main/${id}`,
          themeId: THEME_ID,
        }));
      const status = activations.length > 0 ? "active" : "available";
      return { target: block.target, handle: block.handle, name: label(extension, block.name), status, activations };
    }),
  }));
}
