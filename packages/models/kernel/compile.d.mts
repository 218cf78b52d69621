/** Compiles the kernel and returns its WebAssembly bytes; the same sources give the same bytes. */
export function compileKernel(): Promise<Uint8Array>

/** The TypeScript module that carries the compiled kernel. */
export function kernelModule(bytes: Uint8Array): string
