export type { Identity } from './auth/authenticator.ts'
export {
  type AuthorizeOptions,
  authorizeUrl,
  type Callback,
  type CallbackOptions,
  handleCallback,
} from './auth/callback.ts'
export type { SignedIn, SignedInOrganization, SignedInUser } from './auth/identity.ts'
export { type OAuthClient, OAuthToken, type TokenSource } from './auth/token.ts'
export { type Client, createClient } from './client.ts'
export { Dependency } from './dependency.ts'
export {
  AEDataCenter,
  AUDataCenter,
  CADataCenter,
  CNDataCenter,
  type DataCenter,
  type DataCenterCode,
  Environment,
  type EnvironmentKind,
  type EnvironmentUrls,
  EUDataCenter,
  environmentNames,
  environmentOfApiDomain,
  INDataCenter,
  JPDataCenter,
  parseEnvironment,
  SADataCenter,
  UKDataCenter,
  USDataCenter,
} from './environment.ts'
export type { ApiRequest, ApiResponse } from './http/call.ts'
export {
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  DuplicateError,
  type DuplicateFacts,
  type ErrorContext,
  isZohoError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
  type ValidationFacts,
  type ValidationReason,
  WriteOutcomeUnknownError,
  ZohoError,
} from './http/errors.ts'
export type { Fetch, FetchResponse } from './http/fetch.ts'
export type { Hooks, RequestEvent, ResponseEvent } from './http/hooks.ts'
export { type Credits, createLimits, type Limits, type LimitsOptions } from './http/limits.ts'
export type { ProxyOption } from './http/proxy.ts'
export { defaultRetryPolicy, type RetryPolicy } from './http/retry-policy.ts'
export type { Transport } from './http/transport.ts'
export {
  type Logger,
  type LoggerOption,
  type LoggerSettings,
  type LogLevel,
  type LogMethod,
  silentLogger,
} from './logger.ts'
export type { Drift } from './metadata/drift.ts'
export type { Refreshed, RefreshOptions } from './metadata-access.ts'
export type { ClientOptions, SDKConfig, WireValue } from './options.ts'
export type { Organization } from './organization.ts'
export { Picklist, type PicklistOption, type UnusedOption, type UsedOption } from './picklist.ts'
export type {
  Choices,
  DependentChoice,
  FieldRow,
  FieldUse,
  ModuleClass,
  PicklistChoice,
  SubformChoice,
  ValueKind,
} from './records/choices.ts'
export type {
  Condition,
  Conditions,
  FieldCondition,
  FieldKind,
  Match,
  Operand,
  OperandOf,
  OperatorOf,
  OperatorTable,
} from './records/conditions.ts'
export { type CoqlText, coql } from './records/coql.ts'
export {
  type AggregateFunction,
  as,
  avg,
  type Column,
  count,
  max,
  min,
  type QueriedRef,
  type RowOf,
  sum,
} from './records/coql-columns.ts'
export type { CoqlValue } from './records/coql-literal.ts'
export type { CoqlOperators } from './records/coql-operators.ts'
export type { DeletedOptions, DeletedRecord } from './records/deleted.ts'
export {
  type CallOptions,
  type GetManyOptions,
  type GetOptions,
  type Identified,
  type Many,
  Module,
} from './records/module.ts'
export type { SearchOperators } from './records/operators.ts'
export { type Page, RecordList } from './records/page.ts'
export type { ListOptions, PageOptions, TokenPageOptions } from './records/paging.ts'
export type { Joinless, Listed, LookupPath, Path } from './records/paths.ts'
export type { Query, QueryStart } from './records/query.ts'
export {
  type ModuleType,
  RelatedList,
  type RelatedListOptions,
  type RelatedLists,
} from './records/related.ts'
export type {
  RowFailed,
  RowResult,
  RowResults,
  Rows,
  RowWritten,
  UpsertAction,
  Upserted,
  UpsertResult,
  Written,
} from './records/row-results.ts'
export type { CountOptions, SearchOptions, SearchScope, SearchTerm } from './records/search.ts'
export type {
  Alarm,
  AnyLookup,
  AnyRef,
  AnyRefInput,
  Choice,
  Demanded,
  Digits,
  FileInput,
  FileRef,
  Files,
  ISODate,
  ISODateTime,
  KindOf,
  Layout,
  LineTax,
  Link,
  LinkInput,
  Links,
  LongText,
  Lookup,
  Mode,
  ModuleRef,
  Nothing,
  Open,
  Optional,
  OptionOf,
  Participant,
  Recurrence,
  Ref,
  RefInput,
  Reminder,
  Removal,
  Shadowing,
  Subform,
  SubformInput,
  SubformRow,
  Tag,
  UserLookup,
  UserRef,
} from './records/values.ts'
export type {
  AppendOptions,
  BatchOptions,
  ListField,
  Trigger,
  UpdateOptions,
  UpsertOptions,
  WriteOptions,
} from './records/write-options.ts'
export { FileStore } from './stores/file.ts'
export { MemoryStore } from './stores/memory.ts'
export type { Leases, StoredToken, TokenKey, TokenRows, TokenStore } from './stores/token-store.ts'
export type { User, UserListOptions, Users, UserType } from './users.ts'
export type { InputKind, Issue, Validated, Validator } from './validation/validator.ts'
