import { type Alert, type AlertLetter, type AlertMessage, MOVER_KINDS } from "../alerts/alert.ts";
import { nameOfMover, type Speech, writeDays, writeValue } from "./alert-values.ts";
import { chooseLocale } from "./i18n.ts";
import { createTranslator } from "./strings.ts";

/** What a message says, before it is put into the shape of a way. */
interface Content {
  subject: string;
  sentences: string[];
  /** What moved most, one line each; empty where that is not known. */
  movers: string[];
  moversHeading: string;
  action: string;
  footer: string;
}

/** Writes an alert as a mail and as a message for Slack and its like, in the language that the merchant has set. */
export async function writeAlert(letter: AlertLetter): Promise<AlertMessage> {
  const locale = chooseLocale([letter.locale]);
  const translator = await createTranslator(locale);
  const t = (key: string, values?: Record<string, string | number>) => translator(key, values ?? {});
  const speech = { t, locale, currency: letter.shop.currency };
  const { alert, shop } = letter;
  const content = alert ? contentOf(alert, letter, speech) : testContent(letter, speech);
  const footer = t("alerts.message.footer", { shop: shop.name });
  return shapesOf({ ...content, footer }, letter.link);
}

function testContent({ shop }: AlertLetter, { t }: Speech): Omit<Content, "footer"> {
  return {
    subject: t("alerts.message.test.subject"),
    sentences: [t("alerts.message.test.body", { shop: shop.name })],
    ...{ movers: [], moversHeading: "", action: t("alerts.message.open") },
  };
}

function contentOf(alert: Alert, { untilOn }: AlertLetter, speech: Speech): Omit<Content, "footer"> {
  const { t } = speech;
  const { kpiId, side, rule, n, center, lower, upper, weekOn, movers } = alert;
  const write = (amount: number | null) => writeValue(kpiId, amount, speech);
  const figures = {
    ...{ kpi: t(`kpi.${kpiId}.name`), value: write(alert.value), center: write(center) },
    ...{ lower: write(lower), upper: write(upper), week: writeDays(weekOn, untilOn, speech) },
  };
  const lines = MOVER_KINDS.flatMap((kind) => {
    const mover = movers[kind];
    if (!mover) return [];
    const [value, before] = [write(mover.value), write(mover.before)];
    return [t(`alerts.message.mover.${kind}`, { name: nameOfMover(kind, mover, t), value, before })];
  });
  return {
    subject: t(`alerts.message.subject.${side}`, figures),
    sentences: [
      t("alerts.message.body", figures),
      t(`alerts.message.usual.${rule}`, figures),
      ...(n === null ? [] : [t("alerts.message.n", { n: String(n), count: n })]),
    ],
    ...{ movers: lines, moversHeading: t("alerts.message.movers"), action: t("alerts.message.open") },
  };
}

function shapesOf(content: Content, link: string): AlertMessage {
  return {
    subject: content.subject,
    text: textOf(content, link),
    html: htmlOf(content, link),
    webhook: webhookOf(content, link),
  };
}

function textOf({ sentences, movers, moversHeading, action, footer }: Content, link: string): string {
  const moved = movers.length === 0 ? [] : [moversHeading, ...movers.map((line) => `- ${line}`), ""];
  return [...sentences, "", ...moved, `${action}: ${link}`, "", footer, ""].join("\n");
}

function htmlOf({ subject, sentences, movers, moversHeading, action, footer }: Content, link: string): string {
  const paragraphs = sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("");
  const items = movers.map((line) => `<li>${escapeHtml(line)}</li>`).join("");
  const moved = movers.length === 0 ? "" : `<p><strong>${escapeHtml(moversHeading)}</strong></p><ul>${items}</ul>`;
  return (
    `<!doctype html><html><head><meta charset="utf-8"></head>` +
    `<body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#303030;max-width:600px">` +
    `<h1 style="font-size:18px">${escapeHtml(subject)}</h1>${paragraphs}${moved}` +
    `<p><a href="${escapeHtml(link)}">${escapeHtml(action)}</a></p>` +
    `<p style="color:#616161;font-size:13px">${escapeHtml(footer)}</p></body></html>`
  );
}

function webhookOf(content: Content, link: string): AlertMessage["webhook"] {
  const { subject, sentences, movers, moversHeading, action, footer } = content;
  const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
  const moved = [`*${escapeSlack(moversHeading)}*`, ...movers.map((line) => `• ${escapeSlack(line)}`)];
  return {
    text: escapeSlack(subject),
    blocks: [
      section(`*${escapeSlack(subject)}*\n${escapeSlack(sentences.join(" "))}`),
      ...(movers.length === 0 ? [] : [section(moved.join("\n"))]),
      section(`<${link}|${escapeSlack(action)}>`),
      { type: "context", elements: [{ type: "mrkdwn", text: escapeSlack(footer) }] },
    ],
  };
}

/** Names of agents and tags are of the shop's making, and may hold anything. */
function escapeHtml(text: string): string {
  return escapeSlack(text).replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

/** The three characters that Slack's markup reserves. */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
