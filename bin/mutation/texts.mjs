import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Calls whose last argument is a sentence for people: no rule hangs on its words. */
const callee = /^(reject|violated|assert|\w+(Error|Violated))$/;

const isText = ({ node, parent, listKey, key }) =>
  (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') &&
  (parent.type === 'CallExpression' || parent.type === 'NewExpression') &&
  listKey === 'arguments' &&
  key === parent.arguments.length - 1 &&
  callee.test(parent.callee.name ?? '');

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'texts', {
    shouldIgnore: (path) => (isText(path) ? 'a sentence for people' : undefined),
  }),
];
