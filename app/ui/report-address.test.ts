import { expect, test } from "vitest";
import { changedReport, removeValue, reportOnly, setOrRemove, setPeriod } from "./report-address.ts";

test("a changed report keeps the page's choices and drops the list's page and what is Shopify's", () => {
  const search = new URLSearchParams("preset=last-7-days&tag=a&tag=b&view-hours=table&kpi=nps&after=x&id_token=secret");
  const changed = changedReport(search, (edited) => {
    setPeriod(edited, { from: "2026-02-01", to: "2026-02-03" });
    setOrRemove(edited, "compare", "year");
    removeValue(edited, "tag", "a");
  });
  expect(changed.toString()).toBe("view-hours=table&kpi=nps&from=2026-02-01&to=2026-02-03&compare=year&tag=b");
  expect(search.getAll("tag")).toEqual(["a", "b"]);
});

test("a link to another page carries the report and none of this page's choices", () => {
  const search = new URLSearchParams("compare=year&clock=business&kpi=nps&view=table&host=x");
  expect(reportOnly(search).toString()).toBe("compare=year&clock=business");
});

test("what is the default does not stand in the address", () => {
  const search = new URLSearchParams("avg=mean");
  setOrRemove(search, "avg", null);
  expect(search.toString()).toBe("");
});
