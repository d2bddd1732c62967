export { digest, environmentKey } from '../auth/fingerprint.ts'
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
