"""A fence of code -> Schema: SQL, DBML, Prisma, program code, samples and lists of columns."""
