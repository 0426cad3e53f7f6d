import type { AuthorKind, Channel, Exclusion } from "../tickets/ticket.ts";
import { plainWord } from "./plain-word.ts";

/** What a cell of the status column says. */
export type TicketState = "open" | "closed" | Exclusion;

const STATES: Record<TicketState, string> = {
  open:
    "open|opened|new|active|unassigned|assigned|in progress|pending|waiting|waiting on customer|waiting on third party|waiting for customer|on hold|hold|snoozed|" +
    "reopened|re opened|unresolved|todo|to do|nieuw|openstaand|in behandeling|in afwachting|wachtend|ouvert|nouveau|en cours|en attente|en pause|" +
    "offen|neu|in bearbeitung|wartend|ausstehend|angehalten|abierto|abierta|nuevo|nueva|en curso|pendiente|en espera|true|1",
  closed:
    "closed|close|solved|resolved|done|completed|complete|archived|finished|gesloten|opgelost|afgerond|afgesloten|ferme|fermee|clos|cloture|resolu|resolue|termine|" +
    "geschlossen|gelost|erledigt|abgeschlossen|beendet|cerrado|cerrada|resuelto|resuelta|terminado|archivado|false|0",
  spam: "spam|junk|courrier indesirable|ongewenst|correo no deseado",
  deleted: "deleted|verwijderd|supprime|geloscht|eliminado|borrado",
  trashed: "trash|trashed|prullenbak|corbeille|papierkorb|papelera",
  merged: "merged|samengevoegd|fusionne|zusammengefuhrt|fusionado|combinado",
};

const CHANNEL_WORDS: Record<Exclude<Channel, "other">, string> = {
  email: "email|e mail|mail|correo|correo electronico|courriel|email api|gmail|outlook|forwarded email",
  chat: "chat|live chat|livechat|messaging|messenger chat|web chat|webchat|widget|chat widget|web widget|conversation|native messaging|in app|beacon|website",
  phone: "phone|call|voice|telefoon|telephone|telefon|telefono|voicemail|inbound call|outbound call|aircall|phone call",
  sms: "sms|text|text message|mms",
  whatsapp: "whatsapp|whats app|whatsapp message",
  facebook: "facebook|facebook messenger|facebook message|facebook comment|facebook mention|facebook post|messenger|fb",
  instagram: "instagram|instagram comment|instagram direct message|instagram dm|instagram mention|instagram ad comment",
  twitter: "twitter|twitter dm|tweet|x|x twitter|twitter direct message|x dm",
  "contact-form":
    "contact form|form|web|web form|webform|portal|help center|helpcenter|help centre|contactformulier|formulier|formulaire|formulaire de contact|kontaktformular|formular|" +
    "formulario|formulario de contacto|feedback widget",
  review: "review|reviews|product review|yotpo review|google review|avis|bewertung|resena|beoordeling",
};

/** Who wrote a message; a note is an agent's and not public. */
export type MessageAuthor = { author: AuthorKind; isPublic: boolean };

const AUTHORS: Record<AuthorKind | "note", string> = {
  customer:
    "customer|client|contact|user|end user|enduser|requester|visitor|lead|incoming|inbound|received|shopper|klant|bezoeker|inkomend|" +
    "demandeur|utilisateur|visiteur|entrant|kunde|kundin|besucher|eingehend|cliente|usuario|solicitante|visitante|entrante",
  human:
    "agent|human|staff|admin|operator|support|teammate|employee|outgoing|outbound|sent|reply|agent reply|medewerker|collega|uitgaand|" +
    "conseiller|sortant|reponse|mitarbeiter|agentin|ausgehend|antwort|agente|empleado|saliente|respuesta",
  automation:
    "automation|automated|bot|chatbot|ai|ai agent|rule|macro|trigger|system|auto reply|auto responder|autoresponder|automatisering|automatisch|systeem|" +
    "automatisation|automatique|robot|systeme|automatisierung|regel|automatizacion|automatico|sistema|regla",
  note:
    "note|internal note|internal|private note|private|comment internal|notitie|interne notitie|intern|note interne|interne|notiz|interne notiz|" +
    "nota|nota interna|interno|interna",
};

const YES = "yes|y|true|1|x|spam|ja|oui|vrai|wahr|si|verdadero|waar";
const NO = "no|n|false|0|nee|non|faux|nein|falsch|falso|onwaar|not spam";

const states = lookUp(STATES);
const channels = lookUp(CHANNEL_WORDS);
const authors = lookUp(AUTHORS);
const flags = lookUp({ yes: YES, no: NO });

/** Reads states, with the merchant's own words before the common ones; null for a word that says neither. */
export function stateReader(own: { openWords: readonly string[]; closedWords: readonly string[] }) {
  const words = new Map<string, TicketState>([
    ...states,
    ...own.openWords.map((word) => [plainWord(word), "open"] as const),
    ...own.closedWords.map((word) => [plainWord(word), "closed"] as const),
  ]);
  return (text: string): TicketState | null => words.get(plainWord(text)) ?? null;
}

/** The channel of a common word, or of one that begins or ends with such; everything else is "other". */
export function channelOf(text: string): Channel {
  const word = plainWord(text);
  const known = channels.get(word);
  if (known) return known;
  const parts = word.split(" ");
  return channels.get(parts[0] ?? "") ?? channels.get(parts.at(-1) ?? "") ?? "other";
}

/** Null for a word that names nobody. */
export function authorOf(text: string): MessageAuthor | null {
  const kind = authors.get(plainWord(text));
  if (!kind) return null;
  return kind === "note" ? { author: "human", isPublic: false } : { author: kind, isPublic: true };
}

/** Null for what is neither yes nor no. */
export function flagOf(text: string): boolean | null {
  const word = flags.get(plainWord(text));
  return word === undefined ? null : word === "yes";
}

function lookUp<Meaning extends string>(words: Record<Meaning, string>): Map<string, Meaning> {
  const meanings = Object.keys(words) as Meaning[]; // the record's own keys
  return new Map(meanings.flatMap((meaning) => words[meaning].split("|").map((word) => [word, meaning] as const)));
}
