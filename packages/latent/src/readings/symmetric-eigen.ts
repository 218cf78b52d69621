export interface Eigen {
  /** Largest first. */
  readonly values: Float64Array
  /** A unit vector a value. [n] each */
  readonly vectors: readonly Float64Array[]
}

/** Off-diagonal mass relative to the whole at which the matrix counts as diagonal: near the square of a double's precision. */
const DONE = 1e-30
const MAX_SWEEPS = 60

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, §8.5). Takes
 * close eigenvalues, unlike power iteration, and needs only exact operations and square roots. O(n³) a sweep, some ten sweeps.
 * `matrix`: [n * n] by rows; used up.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const rows = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
  const total = sumOfSquares(matrix, n, true)
  for (let sweep = 0; sweep < MAX_SWEEPS && sumOfSquares(matrix, n, false) > DONE * total; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(matrix, rows, n, p, q)
  }
  const order = Array.from({ length: n }, (_, i) => i).toSorted((a, b) => matrix[b * n + b]! - matrix[a * n + a]!)
  return {
    values: Float64Array.from(order, (i) => matrix[i * n + i]!),
    vectors: order.map((i) => rows.slice(i * n, (i + 1) * n)),
  }
}

/** Makes the element (p, q) zero. `rows` collects the rotations: its rows become the eigenvectors. */
function rotate(matrix: Float64Array, rows: Float64Array, n: number, p: number, q: number): void {
  const off = matrix[p * n + q]!
  if (off === 0) return
  const theta = (matrix[q * n + q]! - matrix[p * n + p]!) / (2 * off)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) {
    const kp = matrix[k * n + p]!
    const kq = matrix[k * n + q]!
    matrix[k * n + p] = c * kp - s * kq
    matrix[k * n + q] = s * kp + c * kq
  }
  turnRows(matrix, n, p, q, c, s)
  turnRows(rows, n, p, q, c, s)
  matrix[p * n + q] = 0
  matrix[q * n + p] = 0
}

function turnRows(matrix: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const pk = matrix[p * n + k]!
    const qk = matrix[q * n + k]!
    matrix[p * n + k] = c * pk - s * qk
    matrix[q * n + k] = s * pk + c * qk
  }
}

function sumOfSquares(matrix: Float64Array, n: number, withDiagonal: boolean): number {
  let sum = 0
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) if (withDiagonal || i !== k) sum += matrix[i * n + k]! * matrix[i * n + k]!
  return sum
}
