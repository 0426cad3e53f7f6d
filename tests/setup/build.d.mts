/** Makes the database client and the production build where they are missing or older than the sources. */
export function provideBuild(): Promise<void>;
