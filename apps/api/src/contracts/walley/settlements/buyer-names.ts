import type { StatementLine } from '../../../statements/statement-lines.js';

type Buyer = Pick<StatementLine, 'firstName' | 'lastName' | 'company' | 'isCompany'>;

/** Walley has no member for a company: its name stands as the first name, and the last name is empty. */
export const buyerNames = ({
  firstName,
  lastName,
  company,
  isCompany,
}: Buyer): { readonly firstName: string | null; readonly lastName: string | null } =>
  isCompany ? { firstName: company, lastName: null } : { firstName, lastName };
