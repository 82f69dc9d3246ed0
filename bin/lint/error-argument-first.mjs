import ts from 'typescript';

const nothing = ts.TypeFlags.Null | ts.TypeFlags.Undefined;

const isErrorClass = (type) =>
  /(Error|Exception)$/.test(type.symbol?.name ?? '') ||
  (type.getBaseTypes?.() ?? []).some(isErrorClass);

/** True for the type of a typical error argument, such as `Error | null`. */
const isErrorOrNothing = (type) =>
  type.isUnion() &&
  type.types.some((member) => (member.flags & nothing) !== 0) &&
  type.types.every((member) => (member.flags & nothing) !== 0 || isErrorClass(member));

const firstUse = (variable) =>
  Math.min(...variable.references.map(({ identifier }) => identifier.range[0]));

/**
 * A lint rule: a callback must check its error argument before it uses its results. If there is an
 * error, the results are undefined. Reading a property of one would then throw inside the callback,
 * which ends the process.
 */
export const errorArgumentFirst = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      unread: 'The error argument of this callback is not looked at.',
      late: 'The error argument is looked at after "{{name}}", which is not there when it is set.',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();

    /**
     * The type of the callback's first parameter. The function that the callback is passed to
     * declares it.
     */
    const firstArgument = (node) => {
      const own = services.esTreeNodeToTSNodeMap.get(node);
      const called = checker.getContextualType(own)?.getCallSignatures()[0] ?? undefined;
      const parameter = called?.getParameters()[0] ?? undefined;
      if (parameter !== undefined) return checker.getTypeOfSymbolAtLocation(parameter, own);
      const declared = node.params[0];
      return declared && checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(declared));
    };

    /**
     * True if a parameter is itself a callback. Calling it before the error is checked is allowed.
     */
    const isCallback = ({ identifiers: [declared] }) =>
      checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(declared)).getCallSignatures()
        .length > 0;

    const check = (node) => {
      const type = firstArgument(node);
      if (type === undefined || !isErrorOrNothing(type)) return;
      const [error, ...results] = context.sourceCode
        .getDeclaredVariables(node)
        .filter(({ defs }) => defs.some((definition) => definition.type === 'Parameter'));
      if (error === undefined || error.references.length === 0) {
        context.report({ node, messageId: 'unread' });
        return;
      }
      const early = results.find(
        (result) => !isCallback(result) && firstUse(result) < firstUse(error),
      );
      if (early === undefined) return;
      context.report({ node, messageId: 'late', data: { name: early.name } });
    };
    return { ArrowFunctionExpression: check, FunctionExpression: check };
  },
};
