import { fieldsOf, type ImportContent, type ImportField } from "./import-fields.ts";
import type { ImportMapping } from "./import-mapping.ts";
import { plainWord } from "./plain-word.ts";

/** Headings that helpdesks and people write, as `plainWord` gives them, the surest first: en, nl, fr, de, es. */
const HEADINGS: Record<ImportField, string> = {
  ticketId:
    "ticket id|ticketid|ticket number|ticket no|ticket nr|ticket|conversation id|conversation number|case id|case number|request id|" +
    "ticketnummer|ticket nummer|gespreks id|gespreksnummer|id du ticket|id ticket|numero de ticket|numero du ticket|n de ticket|identifiant du ticket|" +
    "ticketkennung|fallnummer|vorgangsnummer|id del ticket|id de ticket|numero de caso|id de conversacion|display id|number|nummer|id",
  createdAt:
    "created at|created|created date|created time|creation date|creation time|ticket created|ticket created at|date created|opened at|opened|" +
    "open date|created on|created at utc|conversation started at|started at|aangemaakt op|aangemaakt|aanmaakdatum|gemaakt op|geopend op|" +
    "cree le|date de creation|creation|ouvert le|erstellt am|erstellt|erstellungsdatum|angelegt am|eroffnet am|" +
    "creado el|creado|fecha de creacion|creacion|abierto el|date|datum|fecha",
  status:
    "status|ticket status|state|ticket state|conversation status|current status|statut|etat|statut du ticket|ticketstatus|zustand|estado|estado del ticket|toestand",
  closedAt:
    "closed at|closed|closed date|closed time|date closed|closed on|resolved at|resolved|resolved time|resolution date|resolved on|solved at|solved|" +
    "solved date|gesloten op|gesloten|sluitdatum|opgelost op|opgelost|ferme le|date de fermeture|date de cloture|cloture le|resolu le|date de resolution|" +
    "geschlossen am|geschlossen|gelost am|gelost|abgeschlossen am|erledigt am|cerrado el|cerrado|fecha de cierre|resuelto el|resuelto|fecha de resolucion",
  firstResponseAt:
    "first response at|first reply at|first responded at|initial response time|first response date|first reply date|first agent response at|" +
    "first response sent at|eerste reactie op|eerste antwoord op|premiere reponse le|date de premiere reponse|erste antwort am|primera respuesta el|" +
    "fecha de primera respuesta",
  updatedAt:
    "updated at|updated|last updated|last update time|last updated at|last modified|last update|modified at|updated on|bijgewerkt op|laatst bijgewerkt|" +
    "gewijzigd op|mis a jour le|derniere mise a jour|modifie le|aktualisiert am|zuletzt aktualisiert|geandert am|actualizado el|ultima actualizacion|modificado el",
  channel:
    "channel|ticket channel|source|via|origin|medium|type of channel|initial channel|kanaal|bron|canal|source du ticket|origine|kanal|quelle|herkunft|origen|canal del ticket",
  customerEmail:
    "requester email|customer email|contact email|email|e mail|email address|e mail address|requester e mail|customer e mail|client email|sender email|from email|" +
    "user email|klant e mail|klant email|e mailadres|emailadres|e mail klant|e mail du client|email du client|adresse e mail|email client|courriel|" +
    "kunden e mail|kunde e mail|e mail adresse|e mail des kunden|correo electronico|correo|email del cliente|correo del cliente",
  customerPhone:
    "requester phone|customer phone|phone|phone number|contact phone|mobile|telephone|work phone|telefoon|telefoonnummer|mobiel|telephone du client|" +
    "numero de telephone|telefon|telefonnummer|rufnummer|handynummer|telefono|numero de telefono|movil",
  shopifyCustomerId:
    "shopify customer id|shopify id|customer shopify id|shopify customer|shopify klant id|id client shopify|shopify kundennummer|shopify kunden id|id de cliente de shopify|id cliente shopify",
  assigneeName:
    "assignee|assignee name|assigned to|assigned agent|agent|agent name|owner|assigned user|assignee user|ticket owner|behandelaar|toegewezen aan|medewerker|eigenaar|" +
    "assigne a|attribue a|agent assigne|responsable|nom de l agent|zugewiesen an|bearbeiter|zustandig|mitarbeiter|asignado a|agente|agente asignado",
  assigneeId:
    "assignee id|agent id|owner id|assigned user id|assignee user id|behandelaar id|id de l agent|id agent|bearbeiter id|agenten id|id del agente|id de agente",
  tags: "tags|tag|labels|label|ticket tags|etiquettes|etiquette|mots cles|schlagworter|schlagworte|etiketten|etiquetas|etiqueta|trefwoorden",
  rating:
    "satisfaction rating|satisfaction score|csat|csat score|rating|customer satisfaction|score|survey score|survey result|survey results|satisfaction|" +
    "satisfaction survey score|tevredenheid|beoordeling|klanttevredenheid|note de satisfaction|note|evaluation|bewertung|zufriedenheit|kundenzufriedenheit|" +
    "satisfaccion|valoracion|calificacion",
  ratedAt:
    "rated at|rating date|survey date|csat date|satisfaction date|survey responded at|rated on|rating time|survey answered at|beoordeeld op|datum beoordeling|" +
    "note le|date de la note|date d evaluation|bewertet am|datum der bewertung|valorado el|fecha de valoracion|fecha de calificacion",
  spam: "spam|is spam|marked as spam|ist spam|es spam|est un spam",
  sentAt:
    "sent at|message sent at|message date|message time|message created at|created at|sent datetime|created|date|time|timestamp|sent on|sent|verzonden op|" +
    "datum|tijd|aangemaakt op|envoye le|date d envoi|cree le|heure|gesendet am|erstellt am|zeit|zeitpunkt|enviado el|fecha de envio|creado el|fecha|hora",
  author:
    "author kind|author type|author role|sender type|sender kind|message type|from type|sent by type|author|sender|from|direction|role|type|kind|" +
    "auteur|afzender|soort afzender|type d auteur|expediteur|type|absender|art des absenders|verfasser|autor|tipo de autor|remitente|tipo",
  agentName:
    "agent name|author name|agent|sender name|from agent|replied by|user name|naam medewerker|medewerker|naam afzender|nom de l agent|nom de l auteur|" +
    "name des agenten|name des absenders|mitarbeiter|nombre del agente|nombre del autor|agente",
  agentId:
    "agent id|author id|sender id|user id|medewerker id|id de l agent|id de l auteur|agenten id|absender id|id del agente|id del autor",
  messageId:
    "message id|comment id|reply id|event id|bericht id|berichtnummer|id du message|identifiant du message|nachrichten id|nachricht id|id del mensaje|id de mensaje|id",
};

/** Columns whose heading names a field, each column for one field at most. */
export function guessColumns(header: readonly string[], content: ImportContent): ImportMapping["columns"] {
  const words = header.map(plainWord);
  const taken = new Set<number>();
  const columns: ImportMapping["columns"] = {};
  const wishes = fieldsOf(content).flatMap((field) =>
    HEADINGS[field].split("|").map((heading, rank) => ({ field, heading, rank })),
  );
  // The surest heading of every field comes before anybody's second choice, so that "ID" alone takes nobody's column.
  for (const { field, heading } of wishes.sort((a, b) => a.rank - b.rank)) {
    const index = words.findIndex((word, at) => word === heading && !taken.has(at));
    if (index < 0 || columns[field] !== undefined) continue;
    columns[field] = index;
    taken.add(index);
  }
  return columns;
}

/** Whether the rows are messages: their headings name an author or a message, and no state or closing of tickets. */
export function guessContent(header: readonly string[]): ImportContent {
  const messages = guessColumns(header, "messages");
  const tickets = guessColumns(header, "tickets");
  const looksLikeMessages = messages.author !== undefined && messages.sentAt !== undefined;
  const looksLikeTickets = tickets.status !== undefined || tickets.closedAt !== undefined || tickets.tags !== undefined;
  return looksLikeMessages && !looksLikeTickets ? "messages" : "tickets";
}
