/** What a file of an extra output is about. */
export interface OutputSubject {
  /** API name of the module; `null` for the organisation, and for a picklist that modules share. */
  readonly module: string | null
  /** API name of the picklist's field, or of the shared picklist; `null` where it is about no picklist. */
  readonly picklist: string | null
  /** Name of the class; `null` for the organisation. */
  readonly className: string | null
}

/** More files from a template. */
export interface ExtraOutput {
  /** The template: its path in the folder of templates. */
  readonly template: string
  /**
   * Where the files go in the output folder, with `/`. `{module}` is the name of the module's file without its ending
   * (`global-picklists` for a picklist that modules share), `{picklist}` a name for the picklist's. The ending decides
   * how text is escaped.
   */
  readonly path: string | ((subject: OutputSubject) => string)
  /** What a file is made for: each module, each picklist, or once for the organisation. */
  readonly per: 'module' | 'picklist' | 'organisation'
}
