import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { openapiYaml } from './openapi-yaml.js';

/** `npm run openapi`: writes `openapi.yaml` at the root of the repository, where it is run. */
await writeFile('openapi.yaml', await openapiYaml());
