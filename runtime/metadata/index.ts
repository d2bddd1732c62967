export { digest, fingerprint } from '../auth/fingerprint.ts'
export { environmentKey, environmentOfKey } from '../environment.ts'
export type {
  FieldMetadata,
  GlobalPicklistMetadata,
  Metadata,
  ModuleMetadata,
  NotSeen,
  OptionMetadata,
  TargetMetadata,
} from './model.ts'
export { type PullOptions, type PullProgress, type PullResult, pullMetadata } from './pull.ts'
export { type CachedMetadata, ResourceCache } from './resource-cache.ts'
