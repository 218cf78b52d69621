/** A resolve hook: packages of this project are taken from their sources, as `--conditions=@espalier/source` would. */
export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier, { ...context, conditions: [...context.conditions, '@espalier/source'] })
}
