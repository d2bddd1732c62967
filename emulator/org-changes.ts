import { addField, changeField, removeField } from './edit-fields.ts'
import { addOption, removeOption, renameOption } from './edit-options.ts'
import type { OrgChanges } from './emulator.ts'
import type { OrgEditor } from './org-editor.ts'
import type { OrgFolder } from './org-folder.ts'

/** The changes of an organisation that its emulator offers. */
export function changesOf(folder: OrgFolder, editor: OrgEditor): OrgChanges {
  return {
    editOrg: (file, edit) => editor.edit(file, edit),
    addOption: (module, field, displayValue) => addOption(folder, editor, [module, field], displayValue),
    removeOption: (module, field, displayValue) =>
      removeOption(folder, editor, [module, field], displayValue),
    renameOption: (module, field, from, to) => renameOption(folder, editor, [module, field], [from, to]),
    addField: (module, field) => addField(folder, editor, module, field),
    removeField: (module, field) => removeField(folder, editor, module, field),
    changeField: (module, field, changes) => changeField(folder, editor, [module, field], changes),
  }
}
