/** An index to retrieve from without a server or a download: in an entry of its own, so that who brings another pays nothing for it. */
export { hybridIndex, type HybridIndexOptions, type IndexedPassage } from './retrieve/hybrid-index.ts'
export { ngramVectors, type NgramVectorOptions } from './retrieve/ngram-vectors.ts'
