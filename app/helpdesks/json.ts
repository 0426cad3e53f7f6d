/** Anything that survives a round trip through JSON; cursors are stored as it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
