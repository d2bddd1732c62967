import type { FieldRow, FieldUse } from '@zcrm/runtime'
import type { Code } from '../schema/literals.ts'

/** What `module.hbs` prints, and templates of outputs per module. */
export interface ModuleView {
  /** The comment that a generated file begins with. */
  readonly banner: Code
  /** API name of the module. */
  readonly apiName: string
  /** What people call the module. */
  readonly label: string
  /** Zoho's kind of module: `default`, `custom`, `linking`, `subform` and the like. */
  readonly generatedType: string
  /** Name of the class. */
  readonly className: string
  /** Name of the type of a record that was read. */
  readonly recordType: string
  /** Name of the type that creates a record. */
  readonly createType: string
  /** Name of the type that changes a record. */
  readonly updateType: string
  /** Hash of the metadata that the class covers. */
  readonly schemaHash: string
  /** Path of the module's own file, as an import says it. */
  readonly modulePath: string
  /** Path of the module's picklists, as an import says it. */
  readonly picklistsPath: string
  /** Path of the picklists that modules share, as an import says it. */
  readonly globalPicklistsPath: string
  /** Whether a field has a picklist of the module's own. */
  readonly hasOwnPicklists: boolean
  /** Whether a field has a picklist that modules share. */
  readonly hasGlobalPicklists: boolean
  /** The fields but the id, each once, by API name. */
  readonly fields: readonly FieldView[]
  /** The fields as the record types use them. */
  readonly groups: readonly GroupView[]
  /** API names of the fields that only a read of a single record returns. */
  readonly singleReadOnly: readonly string[]
  /** The picklists of the module's own. */
  readonly picklists: readonly PicklistView[]
  /** The related lists whose modules have a class; `null` where there are none. */
  readonly related: readonly RelatedListView[] | null
  /** API names of the related lists. */
  readonly relatedNames: readonly string[]
  /** What the class loads when a choice is to be checked. */
  readonly choices: ChoicesView
  /** The types that create a record in a layout, where layouts demand different fields. */
  readonly layoutTypes: readonly LayoutTypeView[]
  /** What the type of a record extends. */
  readonly recordBases: Code
  /** What the type that creates a record extends. */
  readonly createBases: Code
  /** What the type that changes a record extends. */
  readonly updateBases: Code
  /** Text of the doc comment of the class. */
  readonly classDoc: string
  /** Text of the doc comment of the type of a record. */
  readonly recordDoc: string
  /** Text of the doc comment of the type that creates a record. */
  readonly createDoc: string
  /** Text of the doc comment of the type that changes a record. */
  readonly updateDoc: string
}

/** A field of a module. */
export interface FieldView {
  /** API name of the field. */
  readonly apiName: string
  /** What people call the field. */
  readonly label: string
  /** What the organisation says to who fills it in; `''` where it says nothing. */
  readonly tooltip: string
  /** Zoho's data type: `text`, `picklist`, `lookup` and the like. */
  readonly dataType: string
  /** The greatest length; `null` where there is none. */
  readonly maxLength: number | null
  /** Whether a new record must have it. */
  readonly isMandatory: boolean
  /** Whether no two records have the same value. */
  readonly isUnique: boolean
  /** Whether it can be set when a record is created. */
  readonly isCreatable: boolean
  /** Whether it can be set when a record is changed. */
  readonly isUpdatable: boolean
  /** API names of the modules that a lookup or a subform leads to. */
  readonly modules: readonly string[]
  /** The picklist that it takes its values from; `null` for every other field. */
  readonly picklist: FieldPicklistView | null
}

/** The picklist of a field. */
export interface FieldPicklistView {
  /** Name of the class. */
  readonly className: string
  /** Name of the type of its values. */
  readonly valueType: string
  /** Whether it is one that modules share. */
  readonly isGlobal: boolean
  /** The options that are used. */
  readonly options: readonly OptionView[]
}

/** An option of a picklist. */
export interface OptionView {
  /** The string that travels in records. */
  readonly value: string
  /** What people see. */
  readonly label: string
}

/** Fields that the record types use in one way. */
export interface GroupView {
  /** How the record types use them: `mandatory`, `optional`, `system` and the like. */
  readonly kind: FieldUse
  /** Name of the interface. */
  readonly name: string
  /** Whether the interface has a parameter for the mode. */
  readonly moded: boolean
  /** The properties. */
  readonly fields: readonly PropertyView[]
}

/** A property of a record type. */
export interface PropertyView {
  /** API name of the field. */
  readonly apiName: string
  /** Text of the doc comment; `''` where there is none. */
  readonly doc: string
  /** Its type, where `z` is the runtime, `p` and `g` are picklists and `M` is the mode. */
  readonly type: Code
}

/** A related list, and the module whose records it has. */
export interface RelatedListView {
  /** API name of the related list. */
  readonly apiName: string
  /** API name of the module. */
  readonly module: string
}

/** What a module's class loads when a choice is to be checked. */
export interface ChoicesView {
  /** Whether a picklist that modules share is among them. */
  readonly hasGlobal: boolean
  /** An entry for each picklist field. */
  readonly picklists: readonly CodeView[]
  /** An entry for each pair of picklists of which one depends on the other. */
  readonly dependencies: readonly CodeView[]
  /** An entry for each subform whose rows' module has a class. */
  readonly subforms: readonly CodeView[]
}

/** A piece of code that the generator composed. */
export interface CodeView {
  /** The piece. */
  readonly code: Code
}

/** A type that creates a record in a layout. */
export interface LayoutTypeView {
  /** Name of the type. */
  readonly name: string
  /** Text of the doc comment. */
  readonly doc: string
  /** What the type is. */
  readonly type: Code
}

/** What `picklists.hbs` prints: the picklists of a module, or those that modules share. */
export interface PicklistsView {
  /** The comment that a generated file begins with. */
  readonly banner: Code
  /** API name of the module; `null` for the picklists that modules share. */
  readonly module: string | null
  /** The fields that lists return; `null` for the picklists that modules share. */
  readonly listed: ListedFieldsView | null
  /** Whether there are classes in the file. */
  readonly hasClasses: boolean
  /** The picklists. */
  readonly picklists: readonly PicklistView[]
  /** The picklists that depend on others. */
  readonly dependencies: readonly DependencyView[]
}

/** The fields that lists of a module return. */
export interface ListedFieldsView {
  /** Text of the doc comment. */
  readonly doc: string
  /** A line for each field: its name and, where it can be written, its kind and more; see `FieldRow` of the runtime. */
  readonly rows: readonly FieldRow[]
}

/** A picklist. Partials and loops are given this much; {@link PicklistFileView} has more. */
export interface PicklistView {
  /** API name of the field, or of the picklist that modules share. */
  readonly apiName: string
  /** Text of the doc comment. */
  readonly doc: string
  /** Name of the class. */
  readonly className: string
  /** Name of the type of its values. */
  readonly valueType: string
  /** The strings that travel in records, of the options that are used. */
  readonly values: readonly string[]
  /** A constant for each of them. */
  readonly constants: readonly ConstantView[]
  /** The rows of the table that the runtime decodes. */
  readonly rows: readonly (readonly unknown[])[]
}

/** A constant of a picklist class. */
export interface ConstantView {
  /** Its name. */
  readonly name: string
  /** The string that travels in records. */
  readonly value: string
}

/** What templates of outputs per picklist print. */
export interface PicklistFileView extends PicklistView {
  /** The comment that a generated file begins with. */
  readonly banner: Code
  /** API name of the module; `null` for a picklist that modules share. */
  readonly module: string | null
  /** Path of the file of its class, as an import says it. */
  readonly path: string
  /** The options that are used. */
  readonly options: readonly OptionView[]
}

/** A picklist whose options depend on the value of another. */
export interface DependencyView {
  /** Name of the class. */
  readonly className: string
  /** Text of the doc comment. */
  readonly doc: string
  /** The options that go with each value. */
  readonly entries: readonly DependencyEntryView[]
  /** The rows of the table that the runtime decodes. */
  readonly rows: readonly (readonly unknown[])[]
}

/** The options that go with a value of another picklist. */
export interface DependencyEntryView {
  /** The value. */
  readonly value: string
  /** The values that go with it. */
  readonly options: readonly string[]
}

/** What `index.hbs` prints. */
export interface IndexView {
  /** The comment that a generated file begins with. */
  readonly banner: Code
  /** Whether there is no module. */
  readonly isEmpty: boolean
  /** The modules. */
  readonly modules: readonly IndexModuleView[]
  /** Path of the picklists that modules share, as an import says it; `''` where there are none. */
  readonly globalPicklistsPath: string
}

/** A module, as the index names it. */
export interface IndexModuleView {
  /** Name of the class. */
  readonly className: string
  /** Name of the type of a record that was read. */
  readonly recordType: string
  /** Name of the type that creates a record. */
  readonly createType: string
  /** Name of the type that changes a record. */
  readonly updateType: string
  /** Path of the module's file, as an import says it. */
  readonly path: string
  /** Whether there are classes in its file of picklists. */
  readonly hasPicklists: boolean
  /** The name that its picklists are exported under. */
  readonly namespace: string
  /** Path of its picklists, as an import says it. */
  readonly picklistsPath: string
}

/** What templates of outputs for the whole organisation print. */
export interface OrganisationView {
  /** The comment that a generated file begins with. */
  readonly banner: Code
  /** The modules. */
  readonly modules: readonly ModuleView[]
  /** The picklists that modules share. */
  readonly globalPicklists: readonly PicklistFileView[]
}
