import { openedDatabase, type Prisma } from "../platform/database.server.ts";
import type { Row } from "./export-table.ts";

/** Values as the database writes them: an export writes nearly all of them on unchanged. */
const AS_WRITTEN = { getTypeParser: () => (text: string) => text };

/** Rows as lists of text, without the objects that a page of a few rows can afford. */
export async function selectRawRows(statement: Prisma.Sql): Promise<Row[]> {
  const { rows } = await openedDatabase().pool.query<(string | null)[]>({
    ...{ text: statement.text, values: statement.values, rowMode: "array", types: AS_WRITTEN },
  });
  return rows;
}

/** An instant as milliseconds since 1970; `column` is part of a query's text and never comes from outside. */
export function msOf(column: string): string {
  return `(date_part('epoch', ${column}) * 1000)::bigint`;
}

/**
 * Pages of which the next is read while one is being written. The promise that nobody waits for any more must not end the
 * process when it fails.
 */
export async function* readAhead<Page>(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  let next = pages.next();
  try {
    for (;;) {
      const page = await next;
      if (page.done) return;
      next = pages.next();
      next.catch(() => undefined);
      yield page.value;
    }
  } finally {
    await pages.return(undefined);
  }
}
