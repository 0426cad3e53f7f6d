import pg from "pg";

type Query = typeof pg.Client.prototype.query;

/** The process ends at one statement: all its connections break, and nothing more reaches the database. */
export interface Killer {
  /** Breaks everything at the `statements`-th statement from now. */
  arm(statements: number): void;
  /** The process starts again. @returns whether it had been killed */
  revive(): boolean;
  restore(): void;
}

/** Statements go through `pg` alone, so breaking its clients is, to the database, the death of the process. */
export function watchConnections(): Killer {
  const query: Query = pg.Client.prototype.query;
  let left = Number.POSITIVE_INFINITY;
  let isDead = false;
  pg.Client.prototype.query = function killable(this: pg.Client, ...args: Parameters<Query>) {
    left -= 1;
    if (left <= 0) isDead = true;
    if (isDead) breakSocket(this);
    return Reflect.apply(query, this, args);
  } as Query; // the very parameters and result of the method it stands in for
  return {
    arm: (statements) => {
      left = statements;
    },
    revive: () => {
      const wasDead = isDead;
      isDead = false;
      left = Number.POSITIVE_INFINITY;
      return wasDead;
    },
    restore: () => {
      pg.Client.prototype.query = query;
    },
  };
}

function breakSocket(client: pg.Client): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(error: Error): void } } }; // its own socket
  connection.stream.destroy(new Error("The test has killed this connection"));
}
