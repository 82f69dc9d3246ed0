import type { JsonObject } from '../../../contract-kit/body/read-json.js';
import { invalidData } from '../medusa-envelope.js';

export interface AdminLogIn {
  readonly email: string;
  readonly password: string;
}

const emailPattern = /^[^\s@]+@[^\s@]+$/;
const emailCharactersMax = 254;

/** E-mail address and password of a body. @throws HttpError 400 that names all that is wrong */
export const adminLogIn = ({ email, password }: JsonObject): AdminLogIn => {
  const isEmail =
    typeof email === 'string' && email.length <= emailCharactersMax && emailPattern.test(email);
  const faults = [
    ...(isEmail ? [] : ['email must be an email']),
    ...(typeof password === 'string' ? [] : ['password must be a string']),
    ...(password === '' ? ['password should not be empty'] : []),
  ];
  if (faults.length > 0) throw invalidData(faults.join(', '));
  return { email: String(email), password: String(password) };
};
