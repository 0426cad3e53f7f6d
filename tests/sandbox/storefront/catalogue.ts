/** What the played shop sells: a store has pages only where it has goods. */
export interface Product {
  id: number;
  handle: string;
  title: string;
  /** In cents. */
  price: number;
  description: string;
  /** Hue of its drawing, 0 to 360. */
  hue: number;
}

const GOODS: readonly (readonly [string, number, number, string])[] = [
  ["Canal mug", 1450, 205, "Stoneware, thrown by hand, glazed in the blue of the water at noon. Holds 320 ml."],
  ["Linen tea towel", 1200, 42, "Woven from Flemish flax. Gets softer with every wash."],
  ["Oak serving board", 4900, 28, "One piece of oak, oiled, with a groove for the juice."],
  ["Brass candle holder", 3250, 48, "Turned brass for a dinner candle; darkens with age."],
  ["Wool throw", 8900, 265, "Spun and woven in Tilburg from new wool. 140 by 200 cm."],
  ["Gable house vase", 2750, 12, "A narrow house for a single stem. Porcelain, 21 cm high."],
  ["Copper kettle", 11900, 18, "Whistles politely. For every stove, induction too."],
  ["Herb planter", 3600, 130, "Zinc box for the window sill, with three pots."],
];

export const PRODUCTS: readonly Product[] = GOODS.map(([title, price, hue, description], index) => ({
  ...{ id: 7_900_100 + index, handle: title.toLowerCase().replaceAll(" ", "-"), title, price, description, hue },
}));

export function findProduct(handle: string): Product | null {
  return PRODUCTS.find((product) => product.handle === handle) ?? null;
}
