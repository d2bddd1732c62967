export { DBStore } from './database.ts'
export type {
  DatabaseKind,
  DBStoreOptions,
  KyselyDialect,
  MysqlPool,
  MysqlSettings,
  PostgresPool,
  PostgresSettings,
  SqliteDatabase,
} from './database-options.ts'
export { EncryptedStore, type EncryptedStoreOptions, type EncryptionKeys } from './encrypted.ts'
export { isEncrypted } from './encrypted-text.ts'
export { type VerifyOptions, verifyTokenStore } from './verify.ts'
