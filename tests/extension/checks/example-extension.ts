import { type ExtensionFiles, withFiles } from "./extension-files.ts";

export const EXAMPLE_LANGUAGES = ["en", "nl"];

export const EXAMPLE_SCHEMA = {
  name: "t:embed.name",
  target: "body",
  javascript: "panel.js",
  stylesheet: "panel.css",
  settings: [
    { type: "header", content: "t:embed.look" },
    { type: "text", id: "question", label: "t:embed.question" },
    { type: "range", id: "delay", min: 0, max: 60, step: 5, unit: "s", default: 10, label: "t:embed.delay" },
    {
      type: "select",
      id: "position",
      label: "t:embed.position",
      options: [
        { value: "left", label: "t:embed.left" },
        { value: "right", label: "t:embed.right" },
      ],
      default: "right",
    },
  ],
};

/** A block with a schema, given as it is written or as its value. */
export function blockWith(schema: unknown): string {
  const written = typeof schema === "string" ? schema : JSON.stringify(schema, null, 2);
  return `<div data-question="{{ block.settings.question | escape }}">{{ 'panel.title' | t }}</div>
{% schema %}
${written}
{% endschema %}
`;
}

/** A small theme app extension with nothing wrong in it. */
export function exampleExtension(): ExtensionFiles {
  const editor = { name: "Panel", look: "Look", question: "Question", delay: "Delay", position: "Position" };
  const sides = { left: "Left", right: "Right" };
  return withFiles(new Map(), {
    "shopify.extension.toml": 'name = "Panel"\ntype = "theme"\n',
    "assets/panel.css": ".panel { color: inherit }",
    "assets/panel.js": 'document.querySelector(".panel")?.removeAttribute("hidden");',
    "blocks/panel.liquid": blockWith(EXAMPLE_SCHEMA),
    "locales/en.default.json": JSON.stringify({ panel: { title: "How was it, {{ name }}?" } }),
    "locales/nl.json": JSON.stringify({ panel: { title: "Hoe was het, {{ name }}?" } }),
    "locales/en.default.schema.json": JSON.stringify({ embed: { ...editor, ...sides } }),
  });
}
