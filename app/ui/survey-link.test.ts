import { expect, test } from "vitest";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import {
  htmlSurveyMessage,
  plainSurveyMessage,
  type SurveyLinkTarget,
  type SurveyMessageWords,
  surveyLink,
  TICKET_MARKER,
} from "./survey-link.ts";

const CONNECTION = "0b6e9f0a-5d0e-4a47-9a0c-6f5f9a1f6a11";

test("a helpdesk's placeholders stand in the link untouched, braces and all", () => {
  expect(surveyLink(target({ ticketId: "{{ticket.id}}", customerId: "{%customer.id%}" }), 5)).toBe(
    `https://fern.myshopify.com/apps/deskworth/survey?h=${CONNECTION}&t={{ticket.id}}&c={%customer.id%}&score=5`,
  );
});

test("once the helpdesk has filled them in, the address holds exactly the ids", () => {
  for (const { surveyLink: placeholders, vendor } of HELPDESKS) {
    const { ticketId, customerId } = placeholders;
    const sent = surveyLink(target({ ticketId, customerId }), 3)
      .replace(ticketId ?? TICKET_MARKER, "1042")
      .replace(customerId ?? "no placeholder", "77");
    const { searchParams, pathname } = new URL(sent);
    expect(pathname, vendor).toBe("/apps/deskworth/survey");
    expect([...searchParams], vendor).toEqual([
      ["h", CONNECTION],
      ["t", "1042"],
      ...(customerId === null ? [] : [["c", "77"]]),
      ["score", "3"],
    ]);
  }
});

test("what the helpdesk has no placeholder for is left out, and a ticket's id is then written by hand", () => {
  const link = surveyLink(target({ ticketId: null, customerId: null }), null);
  expect(link).toBe(`https://fern.myshopify.com/apps/deskworth/survey?h=${CONNECTION}&t=${TICKET_MARKER}`);
});

test("a language goes along only where one is chosen", () => {
  expect(surveyLink({ ...target({}), language: "pt-BR" }, null)).toMatch(/&lang=pt-BR$/);
  expect(surveyLink(target({}), null)).not.toContain("lang=");
});

test("a plain message has the question and one line a score, from very bad to very good", () => {
  const lines = plainSurveyMessage(target({}), WORDS).split("\n");
  expect(lines.map((line) => line.split(":")[0])).toEqual(["How did we do?", "1", "2", "3", "4", "<5>"]);
  expect(lines.slice(1).every((line, index) => line.endsWith(`score=${index + 1}`))).toBe(true);
});

test("an HTML message escapes words and joins parameters as HTML asks, and leaves placeholders alone", () => {
  const html = htmlSurveyMessage(target({}), { ...WORDS, question: 'A & B "?" <script>' });
  expect(html).toContain('<p lang="en" dir="ltr">A &amp; B &quot;?&quot; &lt;script&gt;</p>');
  expect(html).toContain('&amp;t={{ticket.id}}&amp;c={{ticket.customer.id}}&amp;score=5">&lt;5&gt;</a>');
  expect(html.match(/<a href=/g)).toHaveLength(5);
});

const WORDS: SurveyMessageWords = {
  question: "How did we do?",
  scores: ["1", "2", "3", "4", "<5>"],
  language: "en",
  direction: "ltr",
};

function target(placeholders: Partial<SurveyLinkTarget["placeholders"]>): SurveyLinkTarget {
  return {
    shopDomain: "fern.myshopify.com",
    connectionId: CONNECTION,
    placeholders: {
      ...{ ticketId: "{{ticket.id}}", customerId: "{{ticket.customer.id}}", isCertain: true },
      ...placeholders,
    },
    language: null,
  };
}
