import type { EventSchemas } from './order-event-schemas.js';

type Data = Readonly<Record<string, unknown>>;

export interface VersionedData {
  readonly type: string;
  readonly version: number;
  readonly data: Data;
}

/** Why an event cannot be brought to the newest schema. */
export type NotUpcast = 'unknown event type' | `schema version ${number} is newer than ${number}`;

/** The data in the newest schema of its type, or why there is none. */
export const upcastData = (schemas: EventSchemas, event: VersionedData): Data | NotUpcast => {
  const upcasts = Object.hasOwn(schemas, event.type) ? schemas[event.type] : undefined;
  if (upcasts === undefined) return 'unknown event type';
  const newest = upcasts.length + 1;
  if (event.version > newest) return `schema version ${event.version} is newer than ${newest}`;
  if (event.version === newest) return event.data;
  return upcasts.slice(event.version - 1).reduce((data, upcast) => upcast(data), event.data);
};
