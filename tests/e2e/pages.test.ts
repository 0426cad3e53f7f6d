import { mkdir } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { KPI_IDS } from "../../app/metrics/kpi-book.ts";
import { LOCALES } from "../../app/ui/i18n.ts";
import { behind } from "../../app/ui/tickets-behind.ts";
import { expectSoon } from "../expect-soon.ts";
import { accessibilityProblemsOf, layoutShiftOf, overflowOf, settle, takePicture } from "./inspect-page.ts";
import { expectedTotals, linkedFigures, sampleOf, shownTotals, totalsOf } from "./linked-figures.ts";
import { type ListedPage, listPages } from "./page-list.ts";
import { discard, errorAt, numberIn, pressSave, save, textOf, waitForRebuild } from "./settings-steps.ts";
import { openLoadedWorld, type World } from "./world.ts";

const HEIGHT = 900;
const WIDTHS = [375, 768, 1440];
const [NARROW, , WIDE] = WIDTHS;
/** By browsers' own measure, of which up to 0.1 counts as good. */
const MOST_LAYOUT_SHIFT = 0.02;
const SCREENSHOTS = "test-results/pages";

let world: World;
let pages: ListedPage[];
/** All of the data set's time, as an address says it. */
let all: string;
beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  world = await openLoadedWorld();
  all = `from=${world.everything.from}&to=${world.everything.to}`;
  pages = await listPages(world);
});
afterAll(() => world?.close());
beforeEach(() => world.admin.page.setViewportSize({ width: 1440, height: HEIGHT }));
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await world.admin.page.screenshot({ path: `test-results/pages-${task.id}.png` });
});

test("hours that close before they open are told beside the field and not saved", async () => {
  const { admin } = world;
  await admin.open("/app/settings");
  await admin.app.getByLabel(textOf("settings.hours.use")).check();
  await admin.app.locator('input[name="week.0.0.from"]').fill("18:00");
  await pressSave(admin);
  const wrong = admin.app.locator('input[name="week.0.0.to"], input[name="week.0.0.from"]');
  await expectSoon(() => wrong.and(admin.app.locator('[aria-invalid="true"]')).count()).toBe(1);
  expect(await errorAt(wrong.and(admin.app.locator('[aria-invalid="true"]')))).toContain(
    textOf("settings.problem.ends-before-start"),
  );
  await discard(admin);
  await admin.open("/app/settings");
  expect(await admin.app.getByLabel(textOf("settings.hours.use")).isChecked()).toBe(false);
  expect(complaintsButRefusals()).toEqual([]);
});

test("once business hours are set, the clock can be switched and durations get shorter", async () => {
  const { admin } = world;
  await admin.open(`/app?${all}`);
  const byCalendar = await numberIn(admin, "first_response_seconds");
  await admin.app.getByRole("button", { name: textOf("report.clock.business") }).click();
  await admin.app.getByRole("link", { name: textOf("report.clock.set-hours") }).click();
  await admin.app.getByLabel(textOf("settings.hours.use")).check();
  await save(admin, "settings.saved");
  await waitForRebuild(admin);
  await admin.open(`/app?${all}`);
  await admin.app.getByRole("button", { name: textOf("report.clock.business") }).click();
  await expectSoon(() => admin.page.url()).toContain("clock=business");
  await expectSoon(() => numberIn(admin, "first_response_seconds")).not.toBe(byCalendar);
  const inHours = await numberIn(admin, "first_response_seconds");
  expect(inHours).not.toBeNull();
  expect(inHours).toBeLessThan(byCalendar ?? 0);
  expect(admin.complaints.splice(0)).toEqual([]);
});

test("a cost that is no amount is refused beside its field, one that is gives every ticket its cost", async () => {
  const { admin } = world;
  const amount = admin.app.getByLabel(textOf("costs.form.amount"));
  await admin.open("/app/costs");
  await settle(admin);
  expect(await accessibilityProblemsOf(admin), "without costs").toEqual([]);
  await admin.app.getByRole("button", { name: textOf("costs.empty.enter") }).click();
  await amount.fill("a lot");
  await pressSave(admin);
  expect(await errorAt(amount)).toContain(textOf("costs.problem.amount"));
  expect(complaintsButRefusals()).toEqual([]);
  await discard(admin);
  await admin.open("/app/costs");
  expect(await amount.count()).toBe(0);
  await admin.app.getByRole("button", { name: textOf("costs.empty.enter") }).click();
  await amount.fill("3000");
  await admin.app.getByLabel(textOf("costs.form.start")).fill(world.everything.from.slice(0, 7));
  await save(admin, "costs.saved");
  await admin.open(`/app?${all}`);
  expect(await numberIn(admin, "cost_per_ticket")).toBeGreaterThan(0);
  expect(admin.complaints.splice(0)).toEqual([]);
});

test("a goal that is no number is refused beside its field, one that is stands on Overview", async () => {
  const { admin } = world;
  const field = admin.app.locator('[data-goal-of="one_touch_rate"] input').first();
  await admin.open("/app/goals");
  await field.fill("most");
  await pressSave(admin);
  expect(await errorAt(field)).toContain(textOf("goals.problem.share"));
  expect(complaintsButRefusals()).toEqual([]);
  await field.fill("99");
  await save(admin, "goals.saved");
  await admin.open(`/app?${all}`);
  await admin.app.locator('[data-kpi="one_touch_rate"] [data-goal="missed"]').waitFor();
  expect(admin.complaints.splice(0)).toEqual([]);
});

test("a saved view brings its report back", async () => {
  const { admin } = world;
  await admin.open(`/app/channels?${all}&compare=year&channel=email`);
  await admin.app.getByRole("button", { name: textOf("views.open") }).click();
  await admin.app.getByRole("button", { name: textOf("views.save.title"), exact: true }).click();
  await admin.app.getByRole("button", { name: textOf("views.save"), exact: true }).click();
  expect(await errorAt(admin.app.getByLabel(textOf("views.name")))).toContain(textOf("views.problem.no-name"));
  await admin.app.getByLabel(textOf("views.name")).fill("E-mail, all of it");
  await admin.app.getByRole("button", { name: textOf("views.save"), exact: true }).click();
  await admin.app.getByRole("link", { name: "E-mail, all of it", exact: true }).waitFor();
  await admin.open("/app/channels");
  await admin.app.getByRole("button", { name: textOf("views.open") }).click();
  await admin.app.getByRole("link", { name: "E-mail, all of it", exact: true }).click();
  await expectSoon(() => new URL(admin.page.url()).searchParams.get("channel")).toBe("email");
  expect(new URL(admin.page.url()).searchParams.get("compare")).toBe("year");
  expect(complaintsButRefusals()).toEqual([]);
});

test("every figure that leads to a list has exactly as many rows there", async () => {
  const { admin } = world;
  const wrong: string[] = [];
  const walked = new Set<string>();
  for (const name of [
    "overview",
    "overview-filters",
    "overview-business",
    "agents",
    "agent",
    "channels",
    "automation",
    "conversions",
    "costs",
  ]) {
    await admin.open(pages.find((page) => page.name === name)?.path ?? "");
    const figures = await linkedFigures(admin);
    const sample = sampleOf(figures);
    expect.soft(sample.length, name).toBeGreaterThan(0);
    const totals = await totalsOf(
      admin,
      sample.map(({ href }) => href),
    );
    for (const figure of sample) {
      const expected = expectedTotals(figure, figures);
      const found = totals.get(figure.href);
      if (figure.kpi) walked.add(figure.kpi);
      const fits =
        expected &&
        found &&
        Object.entries(expected).every(([part, count]) => found[part === "hits" ? part : "all"] === count);
      if (!fits) wrong.push(`${name}, ${JSON.stringify(figure)}: ${JSON.stringify({ expected, found })}`);
    }
  }
  expect(wrong).toEqual([]);
  const listed = KPI_IDS.filter((id) => behind(id).rows !== "none");
  // The share stands beside the number that leads to its tickets; how answers are spread is no figure of one value; and
  // nobody has been shown a survey here, so what only surveys tell is unknown and leads nowhere.
  const leadNowhere = ["channel_share", "csat_distribution", "csat_response_rate", "nps"];
  expect(listed.filter((id) => !walked.has(id))).toEqual(leadNowhere);
});

test("a press on a figure shows its list, back and forward lead between them without losing anything", async () => {
  const { admin } = world;
  const { app, page } = admin;
  await admin.open(`/app?${all}&channel=email&compare=year`);
  const figures = await linkedFigures(admin);
  const overview = page.url();
  for (const figure of figures.filter((_, index) => index % 4 === 0)) {
    await app.locator(`[data-kpi="${figure.kpi}"] a[href^="/app/tickets?"]`).first().click();
    const { text, ...totals } = await shownTotals(admin);
    expect(totals, figure.kpi ?? "").toEqual(expectedTotals(figure, figures));
    expect(text).toContain(totals.all.toLocaleString("en"));
    expect(new URL(page.url()).searchParams.getAll("channel")).toEqual(["email"]);
    const list = page.url();
    await page.goBack();
    await app.locator('[data-kpi="tickets_created"] [data-value]').first().waitFor();
    await expectSoon(() => page.url()).toBe(overview);
    await expectSoon(() => numberIn(admin, figure.kpi ?? "")).toBe(figure.value);
    await page.goForward();
    expect((await shownTotals(admin)).all).toBe(totals.all);
    await expectSoon(() => page.url()).toBe(list);
    await page.goBack();
    await app.locator('[data-kpi="tickets_closed"]').first().waitFor();
  }
  expect(admin.complaints.splice(0)).toEqual([]);
});

for (const width of WIDTHS) {
  test(`every page fits into ${width} pixels, stands still, is accessible and makes nobody complain`, async () => {
    const { admin } = world;
    await admin.page.setViewportSize({ width, height: HEIGHT });
    const found: Record<string, unknown[]> = {};
    for (const { name, path, main } of pages) {
      if (!main && width !== NARROW && width !== WIDE) continue;
      await admin.open(path);
      await settle(admin);
      const problems: unknown[] = admin.complaints.splice(0);
      const overflow = await overflowOf(admin);
      if (overflow > 0) problems.push(`${overflow} pixels too wide`);
      const { sum, moved } = await layoutShiftOf(admin);
      if (sum > MOST_LAYOUT_SHIFT) problems.push(`moves by ${sum}: ${moved.join(" ")}`);
      if (width === WIDE || (width === NARROW && main)) problems.push(...(await accessibilityProblemsOf(admin)));
      if (problems.length > 0) found[name] = problems;
      await takePicture(admin, `${SCREENSHOTS}/${name}-${width}.png`);
    }
    expect(found).toEqual({});
  });
}

for (const locale of LOCALES.filter((other) => other !== "en")) {
  test(`every page is accessible in the language ${locale}, and fits`, async () => {
    const { admin, running } = world;
    running.sandbox.shopify.setLocale(locale);
    const found: Record<string, unknown[]> = {};
    for (const { name, path } of pages.filter((page) => page.main)) {
      await admin.open(path);
      await admin.app.locator(`html[lang="${locale}"]`).waitFor({ state: "attached" });
      await settle(admin);
      const problems: unknown[] = [...admin.complaints.splice(0), ...(await accessibilityProblemsOf(admin))];
      await admin.page.setViewportSize({ width: NARROW ?? 0, height: HEIGHT });
      const overflow = await overflowOf(admin);
      if (overflow > 0) problems.push(`${overflow} pixels too wide for ${NARROW}`);
      await admin.page.setViewportSize({ width: WIDE ?? 0, height: HEIGHT });
      if (problems.length > 0) found[name] = problems;
    }
    running.sandbox.shopify.setLocale("en");
    expect(found).toEqual({});
  });
}

test("an address that does not exist answers in plain words, without a stack trace", async () => {
  const { admin } = world;
  await admin.open("/app/no-such-page");
  const text = await admin.app.locator("body").textContent();
  expect(text).not.toMatch(/\n\s+at |node_modules|\.tsx?:\d/);
  expect(text?.length).toBeGreaterThan(20);
});

/** What the browser complains of besides forms that were refused, which it takes note of. */
function complaintsButRefusals() {
  return world.admin.complaints.splice(0).filter(({ text }) => !text.includes("422"));
}
