import { ProtoWriter } from '../protocol/proto-writer.js';

/** The version that the node claims to be compatible with (event-node.md, section 1). */
export const SERVER_VERSION = '24.10.0';

/** `path` as in HTTP/2: `/service/Method`. */
export interface SupportedMethod {
  readonly path: string;
  readonly features: readonly string[];
}

/** The client compares names in lower case. */
export const supportedMethods = (methods: readonly SupportedMethod[]): Buffer =>
  new ProtoWriter(512)
    .frame((response) => {
      for (const { path, features } of methods) {
        const [, service = '', method = ''] = path.toLowerCase().split('/');
        response.message(1, (supported) => {
          supported.text(1, method).text(2, service);
          for (const feature of features) supported.text(3, feature);
        });
      }
      response.text(2, SERVER_VERSION);
    })
    .finish();
