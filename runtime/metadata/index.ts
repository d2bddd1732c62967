export { digest, fingerprint } from '../auth/fingerprint.ts'
export { environmentKey, environmentOfKey } from '../environment-key.ts'
export { closest } from '../records/closest.ts'
export type {
  CustomViewMetadata,
  DependencyMetadata,
  FieldMetadata,
  GlobalPicklistMetadata,
  LayoutMetadata,
  Metadata,
  ModuleMetadata,
  NotSeen,
  OptionMetadata,
  OptionName,
  RelatedListMetadata,
  SectionMetadata,
  TargetMetadata,
} from './model.ts'
export { moduleHash } from './module-hash.ts'
export { type ModuleEntry, modulesOf } from './normalize.ts'
export { knownResourceCache, type OpenedCache, openResourceCache } from './open-cache.ts'
export { compareText, sortMetadata, sortOptions } from './order.ts'
export type { PartKind } from './parts.ts'
export {
  type PullOptions,
  type PullPlan,
  type PullProgress,
  type PullResult,
  pullMetadata,
} from './pull.ts'
export { type CachedMetadata, type ModuleState, ResourceCache } from './resource-cache.ts'
