import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSentPage, parseSurveyLink, parseSurveyRequest } from "./survey-request.ts";
import { subjectOfLink, subjectOfVisit } from "./survey-subject.ts";

const OPEN = { do: "open", visitor: "v".repeat(16), lang: "nl", widget: null, vendor: null, ticket: null };
const ANSWER = { do: "answer", token: "a.b.c", score: 4, nps: null, comment: "" };
const CONNECTION = "0c7a52f4-6f3c-4a5e-9a55-6b1f4d1f2a10";

test("a request of the panel is read as it is meant", () => {
  expect(parseSurveyRequest(OPEN)).toEqual(OPEN);
  expect(parseSurveyRequest({ ...ANSWER, nps: 0, comment: " fine\u0000 " })).toEqual({
    ...ANSWER,
    nps: 0,
    comment: "fine",
  });
  expect(parseSurveyRequest({ do: "dismiss", token: "a.b.c" })).toEqual({ do: "dismiss", token: "a.b.c" });
});

test("anything else is refused: other names, shapes, sizes and scores out of range", () => {
  const wrong: unknown[] = [
    ...[null, undefined, [], "open", 5, {}, { do: "drop" }, { ...OPEN, shop: "x" }, { ...ANSWER, shopId: "x" }],
    ...[0, 6, 4.5, -1, "4", null, Number.NaN, Infinity, [4], { gt: 0 }].map((score) => ({ ...ANSWER, score })),
    ...[-1, 11, 0.5, "9", {}].map((nps) => ({ ...ANSWER, nps })),
    ...[null, 7, ["x"], "x".repeat(2_001)].map((comment) => ({ ...ANSWER, comment })),
    ...["", "x".repeat(1_001), null, { a: 1 }].map((token) => ({ ...ANSWER, token })),
    ...["short", "x".repeat(65), "v v v v v v v v v", "<script>alert(1)"].map((visitor) => ({ ...OPEN, visitor })),
    ...["", "x", "english language", "nl_NL", "<b>"].map((lang) => ({ ...OPEN, lang })),
    ...["", "x".repeat(201), "a\u0000b", "\ud800", 7].map((ticket) => ({ ...OPEN, ticket })),
    ...["Chat", "a b", "x".repeat(41)].map((widget) => ({ ...OPEN, widget })),
  ];
  for (const body of wrong) expect(parseSurveyRequest(body), JSON.stringify(body)).toBeNull();
});

test("whatever arrives, reading it throws nothing and leaves prototypes alone", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      parseSurveyRequest(body);
      return !("polluted" in {});
    }),
    { numRuns: 2_000 },
  );
  expect(parseSurveyRequest(JSON.parse('{"do":"dismiss","token":"a","__proto__":{"polluted":1}}'))).toBeNull();
});

test("a link names a helpdesk and a ticket; a placeholder that was left as it is names none", () => {
  const link = { h: CONNECTION, t: "12345" };
  expect(parseSurveyLink(link)).toEqual({
    ...{ connectionId: CONNECTION, ticketId: "12345", customerId: null, score: null, language: null },
  });
  expect(parseSurveyLink({ ...link, c: "99", score: "5", lang: "pt-BR" })).toMatchObject({
    ...{ customerId: "99", score: 5, language: "pt-BR" },
  });
  expect(parseSurveyLink({ ...link, score: "9", lang: "<b>" })).toMatchObject({ score: null, language: null });
  for (const t of ["", "{{ticket.id}}", "%ticket%", "a b", "x".repeat(201)])
    expect(parseSurveyLink({ ...link, t }), t).toBeNull();
  for (const h of ["", "1", CONNECTION.toUpperCase(), `${CONNECTION}0`])
    expect(parseSurveyLink({ ...link, h }), h).toBeNull();
  expect(parseSurveyLink({ ...link, c: "{{ticket.customer.id}}" })).toBeNull();
});

test("the page's form is read, with what is wrong said and what was written kept", () => {
  const read = (fields: Record<string, string>) => parseSentPage(new URLSearchParams({ token: "a.b.c", ...fields }));
  expect(read({ score: "4", nps: "10", comment: "ok\r\nthen", lang: "nl" })).toMatchObject({
    ...{ answer: { score: 4, nps: 10, comment: "ok\nthen" }, problem: null, language: "nl" },
  });
  expect(read({ comment: "but why" })).toMatchObject({
    ...{ answer: null, problem: "scoreMissing", filled: { score: null, comment: "but why" } },
  });
  expect(read({ score: "1", comment: "x".repeat(2_001) })).toMatchObject({ answer: null, problem: "commentTooLong" });
  for (const fields of [{ score: "6" }, { score: "04" }, { nps: "11" }, { token: "" }, { admin: "1" }])
    expect(read(fields), JSON.stringify(fields)).toBeNull();
  expect(parseSentPage(new URLSearchParams("token=a&score=1&score=5"))).toBeNull();
});

test("one subject is one conversation and person, or one person and day", () => {
  const at = new Date("2026-11-22T23:59:59Z");
  const visit = { visitor: "v".repeat(16), vendor: null, ticket: null };
  expect(subjectOfVisit(visit, null, at)).toBe(`visitor:visitor:${"v".repeat(16)}/2026-11-22`);
  expect(subjectOfVisit(visit, "s:42", at)).toBe("visitor:customer:s:42/2026-11-22");
  expect(subjectOfVisit({ ...visit, vendor: "chatter", ticket: "a/b" }, "s:42", at)).toBe(
    "ticket:chatter/a%2Fb/customer:s:42",
  );
  const link = { connectionId: CONNECTION, ticketId: "7", score: null, language: null };
  expect(subjectOfLink({ ...link, customerId: null })).toBe(`link:${CONNECTION}/7`);
  expect(subjectOfLink({ ...link, customerId: "9" })).not.toBe(subjectOfLink({ ...link, customerId: "8" }));
});
