const ID = 'open-file'

/** The page's one file field, so that buttons and commands anywhere can open it. */
export const FILE_FIELD_ID = ID

export function chooseFile(): void {
  document.getElementById(ID)?.click()
}
