import { ProtoWriter } from '../protocol/proto-writer.js';

/** The version that the node claims to be compatible with (event-node.md, section 1). */
export const SERVER_VERSION = '24.10.0';

/** The response to GetSupportedMethods; paths are `/service/Method`. Clients compare in lower case. */
export const supportedMethods = (paths: readonly string[]): Buffer =>
  new ProtoWriter(512)
    .frame((response) => {
      for (const path of paths) {
        const [, service = '', method = ''] = path.toLowerCase().split('/');
        response.message(1, (supported) => supported.text(1, method).text(2, service));
      }
      response.text(2, SERVER_VERSION);
    })
    .finish();
