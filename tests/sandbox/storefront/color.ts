/** A colour as Liquid's colour filters see it: red, green and blue from 0 to 255, alpha from 0 to 1. */
export interface Color {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

/** Hue from 0 to 360; saturation and lightness from 0 to 100. */
interface Hsl {
  hue: number;
  saturation: number;
  lightness: number;
}

/** Reads `#abc`, `#aabbcc`, `rgb(…)`, `rgba(…)`. @throws RangeError for anything else, as Liquid does */
export function parseColor(text: string): Color {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
    const [red = 0, green = 0, blue = 0, alpha = 255] = (full.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
    return { red, green, blue, alpha: alpha / 255 };
  }
  const numbers = /^rgba?\(([\d.,\s%/]+)\)$/i
    .exec(text.trim())?.[1]
    ?.split(/[,\s/]+/)
    .filter(Boolean);
  const [red, green, blue, alpha = "1"] = numbers ?? [];
  if (red === undefined || green === undefined || blue === undefined) throw new RangeError(`"${text}" is no colour`);
  return { red: Number(red), green: Number(green), blue: Number(blue), alpha: Number(alpha) };
}

/** As Liquid prints a colour: hex when opaque, else `rgba()`. */
export function printColor(color: Color): string {
  if (color.alpha < 1) return printRgba(color);
  const pair = (value: number) => Math.round(clamp(value, 255)).toString(16).padStart(2, "0");
  return `#${pair(color.red)}${pair(color.green)}${pair(color.blue)}`;
}

export function printRgba({ red, green, blue, alpha }: Color): string {
  const parts = [red, green, blue].map((value) => Math.round(clamp(value, 255)));
  return alpha < 1 ? `rgba(${parts.join(", ")}, ${alpha})` : `rgb(${parts.join(", ")})`;
}

export function toHsl({ red, green, blue }: Color): Hsl {
  const [r, g, b] = [red / 255, green / 255, blue / 255];
  const most = Math.max(r, g, b);
  const least = Math.min(r, g, b);
  const spread = most - least;
  const lightness = (most + least) / 2;
  if (spread === 0) return { hue: 0, saturation: 0, lightness: lightness * 100 };
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  const sixth = most === r ? ((g - b) / spread + 6) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  return { hue: sixth * 60, saturation: saturation * 100, lightness: lightness * 100 };
}

export function fromHsl({ hue, saturation, lightness }: Hsl, alpha: number): Color {
  const [s, l] = [clamp(saturation, 100) / 100, clamp(lightness, 100) / 100];
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return 255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return { red: channel(0), green: channel(8), blue: channel(4), alpha };
}

/** Perceived brightness, 0 to 255 (W3C's accessibility evaluation techniques). */
export function brightness({ red, green, blue }: Color): number {
  return (red * 299 + green * 587 + blue * 114) / 1000;
}

/** `weight` from 0 to 100 is the first colour's part. */
export function mix(one: Color, other: Color, weight: number): Color {
  const part = weight / 100;
  const between = (a: number, b: number) => a * part + b * (1 - part);
  return {
    red: between(one.red, other.red),
    green: between(one.green, other.green),
    blue: between(one.blue, other.blue),
    alpha: between(one.alpha, other.alpha),
  };
}

/** WCAG's contrast ratio, 1 to 21. */
export function contrast(one: Color, other: Color): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return Math.round(((light + 0.05) / (dark + 0.05)) * 10) / 10;
}

function luminance({ red, green, blue }: Color): number {
  const linear = (value: number) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
