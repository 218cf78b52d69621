/** An expression of mathematics as it is read from an answer. */
export type MathNode =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'constant'; readonly name: 'pi' | 'e' | 'infinity' }
  | { readonly type: 'call'; readonly name: FunctionName; readonly argument: MathNode }
  | {
      readonly type: 'binary'
      readonly operator: '+' | '-' | '*' | '/' | '^'
      readonly left: MathNode
      readonly right: MathNode
    }

export const FUNCTIONS = [
  'sqrt',
  'cbrt',
  'sin',
  'cos',
  'tan',
  'ln',
  'log',
  'exp',
  'abs',
  'negate',
  'factorial',
] as const
export type FunctionName = (typeof FUNCTIONS)[number]

/** The names of its variables. */
export function variablesOf(node: MathNode): ReadonlySet<string> {
  switch (node.type) {
    case 'variable':
      return new Set([node.name])
    case 'call':
      return variablesOf(node.argument)
    case 'binary':
      return new Set([...variablesOf(node.left), ...variablesOf(node.right)])
    default:
      return new Set()
  }
}

/** Its value where the variables have these values; NaN where there is none. */
export function evaluate(node: MathNode, values: ReadonlyMap<string, number>): number {
  switch (node.type) {
    case 'number':
      return node.value
    case 'variable':
      return values.get(node.name) ?? Number.NaN
    case 'constant':
      return CONSTANTS[node.name]
    case 'call':
      return CALLS[node.name](evaluate(node.argument, values))
    case 'binary': {
      const [left, right] = [evaluate(node.left, values), evaluate(node.right, values)]
      return OPERATORS[node.operator](left, right)
    }
  }
}

const CONSTANTS = { pi: Math.PI, e: Math.E, infinity: Number.POSITIVE_INFINITY }

const OPERATORS: Readonly<Record<'+' | '-' | '*' | '/' | '^', (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  '^': (a, b) => a ** b,
}

const CALLS: Readonly<Record<FunctionName, (x: number) => number>> = {
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  ln: Math.log,
  log: Math.log10,
  exp: Math.exp,
  abs: Math.abs,
  negate: (x) => -x,
  factorial: (n) => (Number.isInteger(n) && n >= 0 && n <= 170 ? product(n) : Number.NaN),
}

function product(n: number): number {
  let result = 1
  for (let i = 2; i <= n; i++) result *= i
  return result
}
