import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { openapiYaml } from './openapi-yaml.js';

/**
 * `npm run openapi` runs this in the root of the repository and so updates the checked-in
 * `openapi.yaml`.
 */
await writeFile('openapi.yaml', await openapiYaml());
