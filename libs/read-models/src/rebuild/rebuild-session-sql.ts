/** What every connection of a rebuild begins with: statements may take long, and nothing is of use before the switch. */
export const rebuildSessionSql = `
  SET statement_timeout = 0; SET synchronous_commit = off; SET maintenance_work_mem = '128MB'`;
