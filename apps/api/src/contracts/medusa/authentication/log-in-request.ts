import type { JsonObject, JsonValue } from '../../../contract-kit/body/read-json.js';
import { invalidData } from '../medusa-envelope.js';

export interface AdminLogIn {
  readonly email: string;
  readonly password: string;
}

const emailPattern = /^[^\s@]+@[^\s@]+$/;
const emailCharactersMax = 254;

const isEmail = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && value.length <= emailCharactersMax && emailPattern.test(value);

const isPassword = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && value !== '';

/** E-mail address and password of a body. @throws HttpError 400 that names all that is wrong */
export const adminLogIn = ({ email, password }: JsonObject): AdminLogIn => {
  if (isEmail(email) && isPassword(password)) return { email, password };
  const faults = [
    ...(isEmail(email) ? [] : ['email must be an email']),
    ...(typeof password === 'string' ? [] : ['password must be a string']),
    ...(password === '' ? ['password should not be empty'] : []),
  ];
  throw invalidData(faults.join(', '));
};
