/** What became of the embedded model in the page's worker. */
export type ModelState =
  | { readonly type: 'loading' }
  | { readonly type: 'ready' }
  /** The page was built without a checkpoint. */
  | { readonly type: 'absent' }
  | { readonly type: 'failed'; readonly message: string }
