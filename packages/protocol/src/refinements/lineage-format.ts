/** How a run of self-play came to what it teaches, as a file: one JSON value that begins with `{"format":"espalier-lineage"`. */
export const LINEAGE_FORMAT = 'espalier-lineage'
export const LINEAGE_VERSION = 1
