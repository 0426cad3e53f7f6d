import { expect, test } from "vitest";
import { maskWebhook, problemOfWebhook, readAlertSettingForm } from "./alert-setting.ts";

const GOOD = { emails: "", webhook: "", webhookChange: "keep", locale: "nl" };

test("addresses may be separated by lines, commas, semicolons or blanks, and each is kept once", () => {
  const read = readAlertSettingForm(form({ emails: "a@example.com\nb@example.com, a@example.com;c@example.com " }), [
    "nl",
  ]);
  expect(read?.setting).toEqual({
    emails: ["a@example.com", "b@example.com", "c@example.com"],
    locale: "nl",
    webhook: { kind: "keep" },
  });
});

test("an address that is none, and the eleventh, keep everything from being saved", () => {
  expect(readAlertSettingForm(form({ emails: "a@example.com\nnobody" }), ["nl"])).toEqual({
    setting: null,
    problems: { emails: { problem: "email", text: "nobody" } },
  });
  const many = Array.from({ length: 11 }, (_, index) => `p${index}@example.com`).join("\n");
  expect(readAlertSettingForm(form({ emails: many }), ["nl"])?.problems).toMatchObject({
    emails: { problem: "too-many" },
  });
});

test.each([
  ["https://hooks.slack.com/services/T0/B0/abcd", null],
  ["http://hooks.slack.com/services/T0", "not-https"],
  ["hooks.slack.com/services/T0", "url"],
  ["https://user:secret@example.com/", "url"],
  ["https://127.0.0.1/hook", "private"],
  ["https://[::1]/hook", "private"],
  ["https://169.254.169.254/latest", "private"],
  ["https://localhost/hook", "private"],
  ["https://intranet/hook", "private"],
  [`https://example.com/${"x".repeat(2_000)}`, "url"],
])("the webhook %s has the problem %s", (url, problem) => {
  expect(problemOfWebhook(url)).toBe(problem);
});

test("a webhook is shown by its host and its end alone", () => {
  expect(maskWebhook("https://hooks.slack.com/services/T0/B0/secret-abcd")).toBe("hooks.slack.com/…abcd");
});

test("a language that there is not, and what no form sends, is refused", () => {
  expect(readAlertSettingForm(form({ locale: "tlh" }), ["nl"])).toBeNull();
  expect(readAlertSettingForm(form({ webhookChange: "burn" }), ["nl"])).toBeNull();
});

test("a webhook that is replaced is looked at, one that is kept is not", () => {
  expect(readAlertSettingForm(form({ webhook: "ftp://x", webhookChange: "set" }), ["nl"])?.problems).toEqual({
    webhook: { problem: "not-https" },
  });
  expect(readAlertSettingForm(form({ webhook: "ftp://x", webhookChange: "keep" }), ["nl"])?.problems).toBeNull();
});

function form(given: Partial<typeof GOOD>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...GOOD, ...given })) data.set(name, value);
  return data;
}
