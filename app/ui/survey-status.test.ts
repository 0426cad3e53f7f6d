import { expect, test } from "vitest";
import { editorAddresses, NOT_TOLD, surveyStatusOf } from "./survey-status.ts";

test("the panel is on when the admin says that its embed is active, whatever the block is", () => {
  expect(surveyStatusOf([survey({ embed: "active", block: "available" })])).toEqual({ embed: "on", block: "off" });
  expect(surveyStatusOf([survey({ embed: "available", block: "active" })])).toEqual({ embed: "off", block: "on" });
  expect(surveyStatusOf([survey({ embed: "unavailable", block: "unavailable" })])).toEqual({
    embed: "off",
    block: "off",
  });
});

test("other extensions of the app say nothing about the survey", () => {
  const flow = { handle: "flow-csat-answer", type: "flow_trigger", activations: [] };
  const other = { ...survey({ embed: "active", block: "active" }), handle: "something-else" };
  expect(surveyStatusOf([flow, other])).toEqual(NOT_TOLD);
});

test("no answer, or one of a form that is not known, is unknown and not off", () => {
  for (const answer of [undefined, null, "yes", {}, [], [{ handle: "satisfaction-survey" }]])
    expect(surveyStatusOf(answer)).toEqual(NOT_TOLD);
});

test("the editor opens on the shop's own admin, with the app's id and the file that is to be added", () => {
  const { embed, block } = editorAddresses("fern.myshopify.com", "abc123");
  const panel = new URL(embed);
  expect(panel.origin + panel.pathname).toBe("https://fern.myshopify.com/admin/themes/current/editor");
  expect(panel.searchParams.get("activateAppId")).toMatch(/^abc123\/[a-z-]+$/);
  expect(new URL(block).searchParams.get("addAppBlockId")).toMatch(/^abc123\/[a-z-]+$/);
});

function survey({ embed, block }: { embed: string; block: string }) {
  return {
    handle: "satisfaction-survey",
    type: "theme_app_extension",
    activations: [
      { target: "body", handle: "panel", name: "Panel", status: embed, activations: [] },
      { target: "section", handle: "section", name: "Section", status: block, activations: [] },
    ],
  };
}
